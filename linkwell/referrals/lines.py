"""A letter as lines and cells, each cell with the word by which the letter names it.

Practices' systems print a person as "DOB: 03-Feb-1968", as two columns, as a row of headings over a
row of values, or with the value on the line below. Here all of these become `Entry`s in order;
what they mean is `letter.py`. The words themselves are data (`letter.toml`).
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

OTHER, RECORD = "other", "record"  # somebody else's, or the printed medical record
MOST_LINES, LONGEST_LINE = 3000, 20_000  # a paragraph may be one line
_CELLS = re.compile(r"\t+|[ \u00a0]{2,}|\s*\|\s*")
_GAP = re.compile(r"[\s:=.\-–—]+")


@dataclass(frozen=True)
class Entry:
    """What stands in one place of the letter. Without a `label` it is running text.

    `words` are the letter's own, label and value; `line` is where, from 0.
    """

    label: str
    said: str
    value: str
    words: str
    line: int


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    return tomllib.loads((files("linkwell.referrals") / "letter.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """Each label as it is compared -> what it names."""
    book = vocabulary()
    known = {_plain(said): name for name, says in book["labels"].items() for said in says}
    known |= {_plain(said): OTHER for said in book["others"]["says"]}
    return known | {_plain(said): RECORD for said in book["record"]["says"]}


@lru_cache(maxsize=1)
def _inside() -> re.Pattern[str]:
    """A label inside a line: one with a colon, or one that is never anything else."""
    says = sorted(_labels(), key=len, reverse=True)
    spaced = "|".join(re.escape(said).replace(r"\ ", r"[ .]+") for said in says)
    sure = (
        r"d\.?o\.?b\.?|date of birth|nhs (?:number|no\.?|num)|born|address(?=\s+\S.{5,90}[A-Z]{2}$)"
    )
    return re.compile(
        rf"(?<![\w’'-])(?P<said>(?:{spaced})\.?(?=\s*[:=])|(?:{sure})(?![\w’'-]))", re.IGNORECASE
    )


def _plain(said: str) -> str:
    return " ".join(said.casefold().replace(".", " ").replace("’", "'").split()).strip(" :=-–—*#")


def is_label(text: str) -> str:
    """What a text names if it is a label and nothing else; else nothing."""
    return _labels().get(_plain(text), "")


def begins_block(entry: Entry) -> bool:
    """Do the lines under this one tell of somebody else?"""
    return _plain(entry.said) in vocabulary()["others"]["blocks"]


def lines_of(text: str) -> list[str]:
    """The lines of a letter, none too long, not too many."""
    clean = text.replace("\u00a0", " ").replace("\u200b", "").replace("\x00", "")
    return [line[:LONGEST_LINE].rstrip() for line in clean.splitlines()[:MOST_LINES]]


def entries(lines: Sequence[str]) -> list[Entry]:
    """Everything that stands in these lines, in order."""
    found: list[Entry] = []
    skip = set[int]()
    for number, line in enumerate(lines):
        if number in skip or not line.strip():
            continue
        below = _next_line(lines, number)
        cells = [cell.strip() for cell in _CELLS.split(line.strip()) if cell.strip()]
        heads = [is_label(cell) for cell in cells]
        under = _CELLS.split(lines[below].strip()) if below is not None else []
        if len(cells) > 1 and all(heads) and len(under) == len(cells) and below is not None:
            found += map(_entry, heads, cells, under, [number] * len(cells))
            skip.add(below)
        elif len(cells) == 1 and heads[0] and below is not None and not _labelled(lines[below]):
            found.append(_entry(heads[0], cells[0], lines[below].strip(), number))
            skip.add(below)
        else:
            found += _in_line(cells, number)
    return found


def _next_line(lines: Sequence[str], number: int) -> int | None:
    """The line below, if something stands there."""
    below = number + 1
    return below if below < len(lines) and lines[below].strip() else None


def _labelled(line: str) -> bool:
    first = _CELLS.split(line.strip())[0]
    hit = _inside().match(first)
    return bool(is_label(first) or hit)


def _in_line(cells: Sequence[str], number: int) -> Iterator[Entry]:
    """The cells of one line: a label takes what follows it, in its cell or in the next."""
    at = 0
    while at < len(cells):
        cell, label = cells[at], is_label(cells[at])
        at += 1
        if label:
            value = ""
            if at < len(cells) and not _labelled(cells[at]):
                value, at = cells[at], at + 1
            yield _entry(label, cell, value, number)
            continue
        for entry in _in_cell(cell, number):
            if entry.label and not entry.value and at < len(cells) and not _labelled(cells[at]):
                entry, at = _entry(entry.label, entry.said, cells[at], number), at + 1
            yield entry


def _in_cell(cell: str, number: int) -> Iterator[Entry]:
    """ "DOB: 3/2/68 NHS No: 999 004 1091" is two entries; what stands before them is text."""
    hits = list(_inside().finditer(cell))
    dashed = re.match(r"([\w’' ().]{2,30}?)\s+[-–—]\s+(?=\S)", cell)
    if not hits and dashed and (label := is_label(dashed[1])):
        yield _entry(label, dashed[1], cell[dashed.end() :], number)
        return
    first = hits[0].start() if hits else len(cell)
    if before := cell[:first].strip(" ,;("):
        yield Entry("", "", before, before, number)
    for place, hit in enumerate(hits):
        end = hits[place + 1].start() if place + 1 < len(hits) else len(cell)
        yield _entry(is_label(hit["said"]), hit["said"], cell[hit.end() : end], number)


def _entry(label: str, said: str, value: str, number: int) -> Entry:
    gap = _GAP.match(value)
    shown = (value[gap.end() :] if gap else value).strip(" ,;|")
    name = " ".join(said.split()).rstrip(" :=")
    words = f"{name}: {' '.join(shown.split())}" if shown else name
    return Entry(label, said, shown, words, number)
