"""Every part of the look: shown in the gallery, sound as HTML, and safe with hostile text."""

import re
from dataclasses import fields, is_dataclass
from inspect import getmembers, isclass
from typing import Any

import pytest
from django.test import Client

from linkwell.web.design import build, parts
from tests.pages.html import faults, read
from tests.pages.payloads import PAYLOADS
from tests.pages.templates import environment

COMPONENTS = build.HERE / "templates" / "components.jinja"
GALLERY = build.HERE.parent / "templates" / "gallery"
PAGE_ONCE = {"hatch", "brand"}  # drawn by the layouts


def macros() -> list[str]:
    return re.findall(r"{% macro (\w+)\(", COMPONENTS.read_text())


def test_the_gallery_shows_every_part() -> None:
    shown = "".join(path.read_text() for path in GALLERY.glob("*.jinja"))
    inner = COMPONENTS.read_text()
    for name in macros():
        drawn = f"c.{name}(" in shown or len(re.findall(rf"\b{name}\(", inner)) > 1
        assert drawn or name in PAGE_ONCE, f"the gallery lacks {name}"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gallery/", "/gallery/people", "/", "/account/sign-in"])
def test_the_page_is_sound_html(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert faults(html) == []
    page = read(html)
    assert len(page.all("h1")) == 1
    assert len(page.all("title")) == 1
    assert page.all("main")


@pytest.mark.django_db
def test_a_page_with_things_to_mend_says_so_in_its_title(client: Client) -> None:
    page = read(client.get("/gallery/").content.decode())
    assert page.all("title")[0].text.startswith("Error: ")


CODES = {"kind", "icon", "by", "need_icon", "state", "href", "more"}  # ours, never data


def hostile(kind: type[Any], payload: str) -> Any:
    """One part with the payload in every text that is not an address or a code of ours."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.type is str and field.name not in CODES:
            values[field.name] = payload
        elif field.type in (int, float):
            values[field.name] = 1
        elif field.name == "cells":
            values[field.name] = (payload, None)
        elif field.name == "act":
            values[field.name] = parts.Act(payload, post="/")
        elif field.name == "kind":
            values[field.name] = "1"
        elif field.name == "href":
            values[field.name] = "/"
    return kind(**values)


def kinds() -> list[type[Any]]:
    return [kind for _, kind in getmembers(parts, isclass) if is_dataclass(kind)]


CALLS = {
    "Act": "",
    "Notice": "{{ c.said([x]) }}",
    "NextAction": "{{ c.next_action(x) }}",
    "Tab": "{{ c.tabs([x], x.label) }}",
    "PersonCard": "{{ c.person_card(x) }}",
    "Reason": "{{ c.reasons([x, x, x, x], 4, 1, about=x.text, how='/') }}",
    "Hidden": "{{ c.hidden_counts([x], 1, x.reason) }}",
    "Part": "{{ c.stackbar([x], 2, x.label) }}{{ c.key([x]) }}{{ c.legend([x]) }}",
    "CountRow": "{{ c.count_table(x.heading, [x.note, x.note, x.note], [x]) }}",
    "Step": "{{ c.path([x]) }}{{ c.path([x], down=true) }}",
    "Side": "{{ c.versus([x]) }}{{ c.words(x.who, x.what) }}{{ c.restricted(x.who) }}",
    "Answer": "{{ c.answers([x], x.value) }}",
    "Chip": "{{ c.chips([x], x.label) }}",
    "HelpLine": "{% call c.pause(x.number, x.what, [x]) %}{% endcall %}",
    "Line": "{{ c.disclosure(x.key, x.label, [x]) }}{{ c.empty(x.key, x.text, '/', x.note) }}",
}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: str(kind.__name__))
def test_hostile_text_stays_text(kind: type[Any], payload: str) -> None:
    source = '{% import "components.jinja" as c %}' + CALLS[kind.__name__]
    html = environment().from_string(source).render(x=hostile(kind, payload))
    page = read(html)
    assert not [e for e in page.elements if e.tag in ("script", "img", "iframe", "style", "math")]
    assert not [f for f in faults(html) if "stands twice" not in f]


def test_bars_share_a_scale_and_are_attributes() -> None:
    source = (
        '{% import "components.jinja" as c %}{{ c.bar(0.5, 1) }}{{ c.bar(-0.2, 2) }}'
        "{{ c.stackbar(week, 4, 'Week') }}"
    )
    week = [parts.Part("a", 1, "1"), parts.Part("none", 0, "2"), parts.Part("b", 3, "u")]
    page = read(environment().from_string(source).render(week=week))
    assert [bar.attributes["width"] for bar in page.all("rect")] == [
        "50.0%",
        "0%",
        "24.4%",
        "74.4%",
    ]
    assert page.all("rect")[3].attributes["x"] == "25.0%"
    assert page.all("rect")[3].attributes["fill"] == "url(#hatch)"


def test_only_the_second_part_of_many_reasons_is_folded() -> None:
    source = '{% import "components.jinja" as c %}{{ c.reasons(items, 20, 10) }}'
    items = [parts.Reason(points, f"r{points}") for points in (8, 6, 3, 2, 1)]
    page = read(environment().from_string(source).render(items=items))
    assert [e.text for e in page.all("b")] == ["8", "6", "3", "3", "20"]
    assert "r2 2, r1 1" in page.text
