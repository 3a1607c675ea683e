"""Drafts made by a process beside this one are those that would be made here."""

import pytest

from linkwell.directory import beside
from linkwell.directory.beside import made_beside
from linkwell.directory.drafting import Drafting
from linkwell.directory.mapping import read_mapping
from linkwell.directory.rows import table_of

MAPPING = read_mapping(
    """
title = "Some groups"
headers = ["id", "name", "about"]
given_id = "id"
hear = ["description"]
[fields]
name = "name"
description = "about"
""",
    name="some.toml",
)


def coming(lines: int) -> Drafting:
    """Every seventh has no name, so it is refused; none says where it is."""
    rows = [[str(at), "" if at % 7 == 0 else f"Choir {at}", "We sing."] for at in range(lines)]
    table = table_of(enumerate([["id", "name", "about"], *rows], start=1))
    return Drafting(table, MAPPING, lambda codes: [None] * len(codes))


@pytest.mark.parametrize("lines", [0, 1, 40, 121])
def test_they_are_the_same_and_so_is_what_was_found_aside(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "BATCH", 20)
    here, there = coming(lines), coming(lines)
    assert list(made_beside(there)) == list(here)
    assert there.aside == here.aside
    assert len(there.refused) == len(range(0, lines, 7))


def test_whoever_stops_listening_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "BATCH", 20)
    drafts = made_beside(coming(121))
    assert next(drafts).line == 3
    drafts.close()  # type: ignore[attr-defined]


def test_what_goes_wrong_there_goes_wrong_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "BATCH", 20)

    class Broken(Drafting):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from ()
            raise ArithmeticError("beside")

    broken = coming(121)
    broken.__class__ = Broken
    with pytest.raises(ArithmeticError, match="beside"):
        list(made_beside(broken))
