"""Bad files through the page where lists are brought: each is told in a sentence, and nothing that
a sheet says is more than text. T13 of the threat model."""

import csv
import io
import zipfile

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from linkwell.web.manager.lists import harmless
from linkwell.web.uploads import LIST_MOST, InMemory
from tests.pages.test_lists_in import bring_it_in, brought, press, row, ruth, send, text, the_town

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

assert ruth  # fixtures
assert the_town


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return packed.getvalue()


BAD = {
    "a bomb": (bomb(), "would unpack to 60 MB"),
    "nothing": (b"", "The file is empty"),
    "a PDF": (b"%PDF-1.7 list", "It is a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old Excel file, or locked"),
    "a page of the web": (b"<!DOCTYPE html><html>", "It is a page of the web"),
    "a picture": (b"\x89PNG\r\n" + b"\0" * 1000, "not text"),
    "half a workbook": (b"PK\x03\x04 [Content_Types].xml", "damaged"),
    "two columns of one name": (b"A,A\n1,2\n", "Two columns are called"),
    "more cells than there is room for": (
        b"Name," + b"," * 250 + b"\n" + (b"x" + b"," * 251 + b"\n") * 5_000, "more than"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_in_a_sentence_beside_its_box(ruth: Client, what: str) -> None:
    data, told = BAD[what]
    answer = send(ruth, data)
    if what == "more cells than there is room for":  # the page looks at the first lines only
        assert answer.status_code == 200
        return
    assert answer.status_code == 200
    assert told in text(answer)
    assert brought() == 0


def test_a_file_that_is_too_large_does_not_arrive(ruth: Client) -> None:
    answer = send(ruth, b"Name\n" + b"x" * (LIST_MOST + 200_000))
    assert "The file is larger than 20 MB" in text(answer)
    assert brought() == 0


def test_for_anybody_else_large_files_do_not_arrive_anywhere() -> None:
    for path in (reverse("list-new"), reverse("refer")):
        request = RequestFactory().post(path)
        handler = InMemory(request)
        handler.handle_raw_input(None, {}, 7_000_000, None)
        assert handler.activated is False
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < 7_000_000


HOSTILE = (
    "Group,What happens,Postcode\n"
    "<script>alert(1)</script>,<img src=x onerror=alert(2)>,M33 7BZ\n"
    "=HYPERLINK(1),@SUM(A1),nowhere =1+1\n"
)


def test_what_a_sheet_says_is_text_on_every_page_and_no_formula_in_the_report(
    ruth: Client,
) -> None:
    send(ruth, HOSTILE.encode(), "<b>oak.csv", publisher="<i>Oak</i>")
    pages = [ruth.get(reverse("list-columns", args=[row().pk]))]
    fields = {"column-0": "name", "column-1": "description", "column-2": "postcode"}
    pages.append(press(ruth, "list-columns", **fields))
    bring_it_in(ruth)
    pages += [ruth.get(reverse("list", args=[row().pk])), ruth.get(reverse("lists"))]
    for page in pages:
        body = page.content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "<i>Oak" not in body
    sheet = ruth.get(f"{reverse('list', args=[row().pk])}?download=csv")
    assert sheet.headers["Content-Disposition"].startswith("attachment")
    lines = list(csv.DictReader(io.StringIO(sheet.content.decode())))
    assert [line["what"] for line in lines] == ["no_place"]
    assert not any(cell.startswith(tuple("=+-@\t\r")) for line in lines for cell in line.values())


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), (" =1", "' =1"), ("@A", "'@A"), ("-2", "'-2"), ("+44", "'+44"),
     ("\t=1", "'\t=1"), ("It has no name", "It has no name")],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_marked_as_text(
    cell: str, safe: str
) -> None:
    assert harmless(cell) == safe
