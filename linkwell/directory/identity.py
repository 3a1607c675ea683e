"""Which service a line tells of: by its publisher's own id, or by what the line says.

A made id is that of the columns which never change. Lines that share them are told apart by all
that they say, and each is known again by that. Of such a group one line that has changed is known
by being the only one that is left over; where more have changed nobody can tell, and they are new,
rather than one taking the place of another.
"""

import hashlib
from collections import abc, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count

from linkwell.directory.mapping import Mapping
from linkwell.directory.rows import Row
from linkwell.directory.rules import Known, Refusal

_APART = "-"  # between what lines share and what tells one of them apart


@dataclass(frozen=True)
class Identified:
    """The id of each line, and the digest of what it says where the id is made; lines that repeat
    another; and lines without any id."""

    ids: abc.Mapping[int, str]
    digests: abc.Mapping[int, str]
    repeated: tuple[Refusal, ...]
    nameless: tuple[Refusal, ...]


def identify(rows: Sequence[Row], mapping: Mapping, known: Collection[Known] = ()) -> Identified:
    """An id for each line, whatever their order; `known` is what we have from this publisher."""
    return _given(rows, mapping) if mapping.given_id else _made(rows, mapping, known)


def _digest(row: Row, mapping: Mapping) -> str:
    """Sixteen hexadecimal digits of all that is read of a line."""
    said = repr([row.cells.get(column, "") for column in mapping.columns])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def made_id(parts: Sequence[str]) -> str:
    """Sixteen hexadecimal digits that survive changes of case, spaces and signs."""
    letters = ["".join(ch for ch in part.casefold() if ch.isalnum()) for part in parts]
    return hashlib.sha256("|".join(letters).encode()).hexdigest()[:16]


def _given(rows: Sequence[Row], mapping: Mapping) -> Identified:
    first: dict[str, Row] = {}
    repeated, nameless = list[Refusal](), list[Refusal]()
    for row in rows:
        own_id = mapping.known(row.cells.get(mapping.given_id, ""))[:100]
        if not own_id:
            nameless.append(Refusal(row.line, f"It has no “{mapping.given_id}”"))
        elif own_id not in first:
            first[own_id] = row
        elif first[own_id].cells == row.cells:
            repeated.append(_repeats(row, first[own_id]))
        else:
            told = f"It has the same {mapping.given_id} as line {first[own_id].line}"
            repeated.append(Refusal(row.line, told))
    ids = {row.line: own_id for own_id, row in first.items()}
    return Identified(ids, {}, tuple(repeated), tuple(nameless))


def _made(rows: Sequence[Row], mapping: Mapping, known: Collection[Known]) -> Identified:
    lines: dict[str, dict[str, Row]] = defaultdict(dict)  # by what they share, then by all they say
    repeated: list[Refusal] = []
    for row in rows:
        shared = made_id([row.cells.get(column, "") for column in mapping.made_id])
        first = lines[shared].setdefault(_digest(row, mapping), row)
        if first is not row:
            repeated.append(_repeats(row, first))
    records: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        records[one.source_id.partition(_APART)[0]].append(one)
    ids = chain.from_iterable(
        _told_apart(shared, group, records[shared]) for shared, group in lines.items()
    )
    digests = {row.line: digest for group in lines.values() for digest, row in group.items()}
    return Identified(dict(ids), digests, tuple(repeated), ())


def _told_apart(
    shared: str, lines: abc.Mapping[str, Row], records: Sequence[Known]
) -> Iterator[tuple[int, str]]:
    """The ids of lines that share what an id is made from, each by the digest of all it says."""
    told = {record.line_digest: record.source_id for record in records}
    yield from ((row.line, told[digest]) for digest, row in lines.items() if digest in told)
    new = {digest: row for digest, row in lines.items() if digest not in told}
    gone = [record for record in records if record.listed and record.line_digest not in lines]
    if len(new) == len(gone) == 1:
        yield next(iter(new.values())).line, gone[0].source_id
        return
    taken = {record.source_id for record in records}
    for digest, row in new.items():
        own = f"{shared}{_APART}{digest}"
        more = (f"{own}{_APART}{number}" for number in count(2))
        perhaps = chain([shared] if len(lines) == 1 else [], [own], more)
        yield row.line, next(one for one in perhaps if one not in taken)


def _repeats(row: Row, first: Row) -> Refusal:
    return Refusal(row.line, f"It says the same as line {first.line}")
