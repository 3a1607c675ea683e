"""How each kind of file is turned into lines of text, cells of a row with tabs between them.

Called only by the process that `documents.py` starts: a reader may fail in any way it likes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import islice
from typing import Any

MOST_PAGES, MOST_PARTS = 40, 3000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes of a Word file's parts together
MOST_PIECES = 50_000  # paragraphs, cells and runs
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "hr", "section", "article", "header"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "footer", "dt", "dl", "address", "blockquote", "pre"}
)


class Locked(Exception):
    """The file wants a password."""


class Damaged(Exception):
    """The file is not what it says, or is larger inside than a letter can be."""


def docx(data: bytes) -> str:
    """Headers, then the body in its order; text in boxes and content controls included."""
    import docx as word

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Damaged
    document = word.Document(io.BytesIO(data))
    heads = [section.header._element for section in islice(document.sections, 3)]
    return "\n".join(
        line for element in (*heads, document.element.body) for line in _word_lines(element)
    )


def _word_lines(element: Any) -> Iterator[str]:
    """The lines of one part: a paragraph each, a table's row each."""
    for child in islice(element, MOST_PIECES):
        if child.tag == f"{_W}p":
            yield _word_text(child)
        elif child.tag == f"{_W}tbl":
            for row in islice(child.iter(f"{_W}tr"), MOST_PIECES):
                cells = (cell for cell in row if cell.tag in (f"{_W}tc", f"{_W}sdt"))
                yield "\t".join(" ".join(_word_text(cell).split()) for cell in cells)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _word_lines(child)


def _word_text(element: Any) -> str:
    pieces = list[str]()
    for node in islice(element.iter(), MOST_PIECES):
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr", f"{_W}p"):
            pieces.append("\n")
    return "".join(pieces).strip("\n")


def rtf(data: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    text: str = rtf_to_text(  # type: ignore[no-untyped-call]
        data.decode("cp1252", "replace"), errors="replace"
    )
    return text.replace("|", "\t")  # how it parts the cells of a row


def pdf(data: bytes) -> str:
    """As the page is laid out, so that columns stay apart; else in the order of the file."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    pages = list(islice(reader.pages, MOST_PAGES))
    try:
        laid_out = [page.extract_text(extraction_mode="layout") for page in pages]
    except Exception:  # the plain way asks less of a file
        laid_out = [page.extract_text() for page in pages]
    return "\n".join(laid_out)


class _Page(HTMLParser):
    """The lines that a page shows. A block with nothing in it is an empty line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.hidden = 0
        self.opened = ""  # the block that began just now

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.hidden += 1
        elif tag in _BREAKS:
            self._end_line()
            self.opened = tag
        elif tag in ("td", "th", "dd") and self.lines[-1]:
            self.lines[-1] += "\t"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BREAKS and tag != "br":
            if not self.lines[-1] and tag == self.opened:
                self.lines.append("")
            self._end_line()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        if not self.hidden and (self.lines[-1] or text.strip(" ")):
            self.lines[-1] += text if self.lines[-1] else text.lstrip(" ")

    def _end_line(self) -> None:
        self.opened = ""
        if self.lines[-1]:
            self.lines.append("")


def html(data: bytes) -> str:
    page = _Page()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    page.feed(text)
    page.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" \t") for line in page.lines))


READERS: Mapping[str, Callable[[bytes], str]] = {
    "docx": docx,
    "rtf": rtf,
    "pdf": pdf,
    "html": html,
}
