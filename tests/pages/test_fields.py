"""Form fields draw themselves, escape what they are given, and say what is missing."""

from datetime import date

import pytest
from django.http import QueryDict

from linkwell.web.design import fields as f
from linkwell.web.design.dates import DateParts, read_date
from linkwell.web.design.forms import Form
from tests.pages.html import faults, read
from tests.pages.payloads import PAYLOADS


class Ring(Form):
    button = "Ring"
    name = f.Text("Name", missing="Write the name they go by")
    note = f.LongText("What was said", words=True)
    born = DateParts("Date of birth", missing="Write the date of birth")
    safe = f.Radios(
        "Is it safe to ring?",
        [f.Choice("yes", "Yes", reveals="number"), f.Divider(), f.Choice("no", "No")],
        missing="Choose whether it is safe to ring",
    )
    number = f.Phone("Phone number", missing="Write a phone number, or say why there is none")
    helps = f.Checkboxes("What helps", [f.Choice("a", "Step-free"), f.Choice("b", "Large print")])
    language = f.Select("Language", [f.Choice("ur", "Urdu")])
    minutes = f.Number("Minutes", lowest=1, highest=600, wrong="Write minutes from 1 to 600")
    mail = f.Email("E-mail")
    password = f.Password("Password", autocomplete="current-password")
    code = f.OneTimeCode("Code")
    agreed = f.Tick("They agree", missing="Ask them first")
    version = f.Hidden()


GOOD = {
    "name": "Derek Lomas",
    "born-day": "3",
    "born-month": "February",
    "born-year": "1968",
    "safe": "yes",
    "number": "07700 900418",
    "agreed": "on",
}


def drawn(form: Form) -> dict[str, f.Drawn]:
    return {name: field for name, field in form.fields.items() if isinstance(field, f.Drawn)}


def test_a_good_form_is_read() -> None:
    form = Ring({**GOOD, "helps": ["a"], "code": "123 456", "minutes": "50"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(1968, 2, 3)
    assert form.cleaned_data["code"] == "123456"
    assert form.cleaned_data["minutes"] == 50


def test_a_field_is_required_exactly_when_it_says_what_is_missing() -> None:
    form = Ring({})
    assert not form.is_valid()
    for name, field in drawn(form).items():
        asked = bool(field.missing) and name != "number"  # asked only once it is revealed
        assert (name in form.errors) is asked, name
    html = str(form)
    assert "What was said <span" in html.replace("\n", " ").replace("    ", "")
    optional = [field for field in drawn(form).values() if not field.missing]
    assert html.count("(optional)") == len(optional) - 1  # the hidden one has no words


def test_the_same_sentence_stands_above_and_beside_the_field() -> None:
    form = Ring({**GOOD, "name": "", "born-month": "13"})
    page = read(form.errors_above + str(form))
    links = {a.attributes["href"]: a.text.strip() for a in page.all("a")}
    assert links == {
        "#id_name": "Write the name they go by",
        "#id_born-day": "Write a day, a month and a year, such as 27 3 1950",
    }
    for href, sentence in links.items():
        assert [e for e in page.elements if e.attributes.get("id") == href[1:]]
        assert sentence in [span.text for span in page.all("span")]
    assert "Two things to mend before this can go" in form.errors_above


def test_the_summary_takes_the_focus_and_is_empty_without_errors() -> None:
    assert "autofocus" in Ring({}).errors_above
    assert Ring().errors_above == ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_written_becomes_markup(payload: str) -> None:
    form = Ring(dict.fromkeys((*Ring.base_fields, "born-day", "born-year"), payload))
    form.is_valid()
    form.add_error(None, payload)
    html = form.errors_above + str(form)
    assert faults(html) == []
    assert not read(html).all("script")
    assert not [e for e in read(html).elements if e.tag in ("img", "iframe", "math")]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_form_is_made_of_becomes_markup(payload: str) -> None:
    class Hostile(Form):
        text = f.Text(payload, hint=payload, missing=payload)
        pick = f.Radios(payload, [f.Choice(payload, payload, hint=payload)], hint=payload)
        some = f.Checkboxes(payload, [f.Choice(payload, payload)])
        fold = f.Select(payload, [f.Choice(payload, payload)], empty=payload)
        born = DateParts(payload, hint=payload, missing=payload)
        tick = f.Tick(payload, hint=payload)

    for form in (Hostile(), Hostile({})):
        html = form.errors_above + str(form)
        assert faults(html) == []
        assert not [e for e in read(html).elements if e.tag in ("script", "img", "iframe", "math")]


def test_lines_come_back_as_they_were_written_even_when_nested() -> None:
    class Nested(Form):
        how = f.Radios("How?", [f.Choice("a", "A", reveals="why")])
        why = f.LongText("Why?", missing="Say why")

    words = "One.\n\n  Two, set in.\nThree & <four>."
    form = Nested({"how": "a", "why": words})
    assert form.is_valid()
    [box] = read(str(form)).all("textarea")
    assert box.text == words


def test_what_no_choice_reveals_is_neither_asked_for_nor_kept() -> None:
    form = Ring({**GOOD, "safe": "no", "number": "07700 900418"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == ""
    form = Ring({**GOOD, "safe": "yes", "number": ""})
    assert form.errors == {"number": ["Write a phone number, or say why there is none"]}


def test_secrets_are_never_drawn_back_or_named_for_keeping() -> None:
    form = Ring({"password": "three odd words", "code": "123456"})
    html = str(form)
    assert "three odd words" not in html
    assert "123456" not in html
    [keep] = read(html).named("_keep")
    assert set(keep.attributes["value"].split()) == {
        *("name", "note", "born-day", "born-month", "born-year", "safe", "number", "helps"),
        *("language", "minutes", "mail", "agreed", "version"),
    }


def test_a_draft_fills_the_form_again_without_complaining() -> None:
    kept = QueryDict(mutable=True)
    for name, values in {
        "name": ["Derek"],
        "born-day": ["31"],
        "born-month": ["2"],
        "born-year": [""],
        "safe": ["yes"],
        "helps": ["a", "b"],
        "agreed": ["on"],
    }.items():
        kept.setlist(name, values)
    form = Ring.from_draft(kept)
    page = read(str(form))
    assert form.errors_above == ""
    assert page.named("name")[0].attributes["value"] == "Derek"
    parts = [page.named(f"born-{part}")[0] for part in ("day", "month", "year")]
    assert [box.attributes["value"] for box in parts] == ["31", "2", ""]
    ticked = [e.attributes["value"] for e in page.all("input") if "checked" in e.attributes]
    assert ticked == ["yes", "a", "b", "on"]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("3", "2", "1968"), date(1968, 2, 3)),
        (("3", "feb", "1968"), date(1968, 2, 3)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("29", "2", "2023"), None),
        (("3", "2", "68"), None),
        (("", "2", "1968"), None),
        (("3", "Smarch", "1968"), None),
        (("9" * 40, "2", "1968"), None),
        (("３", "2", "1968"), date(1968, 2, 3)),
    ],
)
def test_dates(parts: tuple[str, str, str], found: date | None) -> None:
    assert read_date(*parts) == found


def test_a_date_out_of_bounds_says_what_to_do() -> None:
    class When(Form):
        on = DateParts("When?", not_before=date(2026, 5, 19), outside="Choose a date after 18 May")

    assert When({"on-day": "18", "on-month": "5", "on-year": "2026"}).errors == {
        "on": ["Choose a date after 18 May"]
    }
    assert When({"on-day": "19", "on-month": "5", "on-year": "2026"}).is_valid()
    with pytest.raises(TypeError, match="outside"):
        DateParts("When?", not_after=date(2026, 5, 19))


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "x" * 201])
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(text: str) -> None:
    errors = Ring({**GOOD, "name": text}).errors["name"]
    assert str(errors[0]).startswith(("Take out", "Write at most 200 characters"))


def test_choices_outside_the_list_are_refused() -> None:
    errors = Ring({**GOOD, "safe": "maybe", "helps": ["zz"], "language": "xx"}).errors
    assert errors == {
        "safe": ["Choose one of the answers"],
        "helps": ["Choose from the answers given"],
        "language": ["Choose one from the list"],
    }
