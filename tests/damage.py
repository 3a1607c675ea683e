"""Lists of services, damaged as files are: on the way, by hand, by other programs. By a seed."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

from tests.workbooks import SHEET, parts_of, workbook, zipped

SHEETS = Path(__file__).parent / "sheets"
HEADING = ("Name", "Referral method", "Opening times", "Address", "Postcode", "Website",
           "Area name", "Area code")  # fmt: skip
LINES = 12
NASTY = (
    "", "\0", "\ufeff\u202e\u200b", '"', '""', "'", "\\", "\r", "\n", "\t", "=cmd|' /C calc'!A0",
    "🧡" * 50, "x" * 25_000, "9" * 400, "-1e999", "NaN", "<script>", "M33 7BZ" * 9, "é\u0301",
    "http://[::1", "https://a.b@c.d:99999999/", "12 - 99pm Mon", "£" * 300, "٣٤", ",", ";;;;",
)  # fmt: skip

Damage = Callable[[random.Random, bytes], bytes]


def rows() -> list[list[str]]:
    """A good list: each line a service of its own, each with a quoted comma in it."""
    return [
        [f"Table number {n}", "Open door", "Tuesday 1pm - 3pm", f"{n} Lock Lane, Sale", "M33 7BZ",
         f"https://table{n}.example", "Trafford", "E08000009"]
        for n in range(1, LINES + 1)
    ]  # fmt: skip


def as_csv(lines: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([HEADING, *lines])
    return file.getvalue().encode()


def as_workbook(lines: list[list[str]]) -> bytes:
    return workbook({"List": [HEADING, *lines]})


def damaged(seed: int) -> bytes:
    """A file with a few damages, or one."""
    chance = random.Random(seed)
    if chance.random() < 0.4:
        return _damaged_workbook(chance)
    data = chance.choice(_GOOD)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_TO_TEXT)(chance, data)
    return data


_GOOD = (
    as_csv(rows()),
    (SHEETS / "food_banks.csv").read_bytes(),
    (SHEETS / "charities.csv").read_bytes(),
)


def _damaged_workbook(chance: random.Random) -> bytes:
    lines = [[chance.choice([cell, cell, cell, ""]) for cell in row] for row in rows()]
    parts = parts_of(as_workbook(lines))
    for _ in range(chance.randint(0, 2)):
        name = chance.choice([SHEET] * 20 + list(parts))
        xml = chance.choice(_TO_XML)(chance, parts.pop(name, b""))
        if chance.random() < 0.95:  # else the part is missing
            parts[name] = xml
    data = zipped(parts)
    if chance.random() < 0.3:
        data = chance.choice((_cut, _flip, _insert))(chance, data)
    return data


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data or b" ")
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:]


def _nasty(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(NASTY).encode() + data[at:]


def _quotes(chance: random.Random, data: bytes) -> bytes:
    old, new = chance.choice(
        [(b'"', b""), (b'"', b"'"), (b"'", b'"'), (b",", b'","'), (b" ", b'"')]
    )
    return data.replace(old, new, chance.choice([1, 3, -1]))


def _encoding(chance: random.Random, data: bytes) -> bytes:
    into = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp037", "utf-8-sig", "cp1252", "utf-7"])
    return data.decode("utf-8", "replace").encode(into, "replace")


def _line_ends(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\0\n", b""]))


def _signs_between(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b",", chance.choice([b";", b"\t", b"|", b",,"]))


def _heading(chance: random.Random, data: bytes) -> bytes:
    first, mark, rest = data.partition(b"\n")
    columns = first.split(b",")
    at = chance.randrange(len(columns))
    match chance.randrange(4):
        case 0:
            columns.pop(at)
        case 1:
            columns[at] = chance.choice(columns)
        case 2:
            columns[at] = chance.choice(NASTY).encode()
        case 3:
            columns += columns * chance.choice([1, 80])
    return b",".join(columns) + mark + rest


def _lines(chance: random.Random, data: bytes) -> bytes:
    first, *lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join([first, *lines * chance.choice([1, 2, 5])])


def _xml_number(chance: random.Random, xml: bytes) -> bytes:
    new = chance.choice(
        [b'"-1"', b'"0"', b'"99999999999"', b'"x"', b'""', b'"1e5"', b'"' + b"9" * 5000]
    )
    return xml.replace(
        chance.choice([b'"1"', b'"2"', b'"5"', b'r="3"']), new, chance.choice([1, -1])
    )


def _xml_tag(chance: random.Random, xml: bytes) -> bytes:
    old = chance.choice(
        [b"<row", b"</row>", b"<c", b"</v>", b"<v>", b"<sheet", b"Id", b"<t>", b"t="]
    )
    return xml.replace(old, chance.choice([b"", b"<x>", b"<row>", b"<c r='A1' t='s'>"]), 1)


def _nasty_xml(chance: random.Random, xml: bytes) -> bytes:
    """Odd characters, where the document is still XML, or hardly."""
    new = chance.choice([b"&#8238;", b"&#0;", b"&amp;", b"&b;", b"x" * 30_000, b"\xff", b"]]>"])
    return xml.replace(b"Lock", new, chance.choice([1, 2, -1]))


def _xml_cell(chance: random.Random, xml: bytes) -> bytes:
    new = chance.choice([b't="s"', b't="b"', b't="e"', b't="d"', b's="77" t="n"', b't="?"'])
    return xml.replace(b't="inlineStr"', new, chance.choice([1, 5]))


_TO_TEXT: tuple[Damage, ...] = (
    _cut, _flip, _insert, _nasty, _nasty, _nasty, _nasty, _quotes, _quotes, _encoding, _line_ends,
    _signs_between, _heading, _lines, _lines,
)  # fmt: skip
_TO_XML: tuple[Damage, ...] = (_cut, _nasty_xml, _xml_number, _xml_number, _xml_tag, _xml_cell)
