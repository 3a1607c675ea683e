"""Read a page as a browser would: which elements and attributes it really has."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "source"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Read:
    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def named(self, name: str) -> list[Element]:
        """The boxes that send `name`."""
        return [e for e in self.elements if e.attributes.get("name") == name]

    @property
    def text(self) -> str:
        return " ".join(" ".join(element.text for element in self.elements).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.read.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
        elif tag not in VOID:
            self.read.strays.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data


def read(html: str) -> Read:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.read.unclosed = [element.tag for element in reader.open]
    return reader.read


def faults(html: str) -> list[str]:
    """What no page of ours may hold: scripts and styles of its own, handlers, crossed tags,
    the same id twice, labels and descriptions that lead nowhere."""
    page = read(html)
    found = [f"<{tag}> is never closed" for tag in page.unclosed]
    found += [f"</{tag}> closes nothing" for tag in page.strays]
    for element in page.elements:
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attributes):
            found.append(f"<{element.tag}> stands in the page")
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"<{element.tag} {name}>")
            if name in ("href", "action", "src") and value.strip().lower().startswith("javascript"):
                found.append(f"<{element.tag} {name}={value}>")
    return found + _ids(page)


def _ids(page: Read) -> list[str]:
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    found = [f"the id {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    for element in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in element.attributes.get(name, "").split():
                if target not in ids:
                    found.append(f"<{element.tag} {name}={target}> leads nowhere")
    return found
