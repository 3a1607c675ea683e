"""Letters as files: every layout through every kind, and damaged ones cost a sentence."""

import io
import random
import tempfile
import zipfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from linkwell.kernel.errors import InputAtFault
from linkwell.referrals import documents, readers
from linkwell.referrals.letter import Field, read
from tests.letter_files import FILES, as_docx, as_pdf
from tests.letters import LAYOUTS, TODAY, Somebody

DEREK = Somebody()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_as_every_kind_of_file(kind: str, layout: str) -> None:
    text = readers.READERS[kind](FILES[kind](LAYOUTS[layout](DEREK)))
    found = read(text, today=TODAY)
    said = {field: one.value for field in Field if (one := found[field])}
    assert (said[Field.GIVEN_NAME], said[Field.FAMILY_NAME]) == ("Derek", "Lomas")
    assert said[Field.BIRTH_DATE] == "1968-02-03"
    assert said[Field.NHS_NUMBER] == "999 004 1091"
    assert said[Field.PHONE] == "07700 900418"
    assert "behind with the rent" in said[Field.WORDS]
    assert "07700 900999" not in said.values()


@pytest.mark.parametrize("kind", FILES)
def test_the_first_bytes_say_what_it_is(kind: str) -> None:
    assert "Lomas" in documents.text_of(FILES[kind](LAYOUTS["email"](DEREK)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_the_usual_encodings(encoding: str) -> None:
    assert documents.text_of("Name: Siân O’Brien".encode(encoding)) == "Name: Siân O’Brien"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\x00" * 300, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old kind of Word"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 600, "picture"),
        (b"\xff\xd8\xff\xe0" + b"x" * 600, "picture"),
        (b"x" * (documents.LARGEST + 1), "larger than 5 MB"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (bytes(range(32)) * 40, "not a letter"),
        (as_pdf(""), "no words"),
        (b"<html><script>only('code')</script></html>", "no words"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(InputAtFault, match=sentence) as fault:
        documents.text_of(data)
    assert fault.value.sentence.split(". ")[-1].startswith(("Open it", "Choose another"))


def test_a_locked_file_says_so() -> None:
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(PdfReader(io.BytesIO(as_pdf("Name: Derek Lomas")))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    with pytest.raises(InputAtFault, match="password"):
        documents.text_of(file.getvalue())


def test_a_zip_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (readers.MOST_UNPACKED + 1))
    with pytest.raises(InputAtFault, match="damaged"):
        documents.text_of(file.getvalue())


def test_an_entity_bomb_in_a_word_file_expands_nothing() -> None:
    good, file = io.BytesIO(as_docx("Name: Derek Lomas")), io.BytesIO()
    names = "abcdefghij"
    more = (f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">{"".join(more)}]><x>&j;</x>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            body = bomb.encode() if part.filename == "word/document.xml" else old.read(part)
            new.writestr(part.filename, body)
    with pytest.raises(InputAtFault):
        documents.text_of(file.getvalue())


@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_file_gives_words_or_a_sentence(kind: str) -> None:
    """Bytes changed, cut out or cut off, in an order that a seed fixes: never anything else."""
    chance, whole = random.Random(20261125), FILES[kind](LAYOUTS["systmone_form"](DEREK))
    for _ in range(4):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        del data[chance.randrange(len(data)) : chance.randrange(len(data)) + 1]
        with suppress(InputAtFault):
            assert isinstance(documents.text_of(bytes(data)), str)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_SECONDS", 0.001)
    with pytest.raises(InputAtFault, match="too long"):
        documents.text_of(as_pdf("Name: Derek Lomas"))


def test_nothing_is_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for make in FILES.values():
        documents.text_of(make(LAYOUTS["email"](DEREK)))
    assert not list(tmp_path.rglob("*"))
