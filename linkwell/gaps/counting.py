"""Gaps as whoever runs a service sees them: multiples of five that add up (docs/adr/0009).

Pure. What was asked in stories and what was asked by anybody are rounded apart: they share nothing,
and the second are the same for every service. Each is cut once into cells, in one order, and all
that is shown are cells and sums of cells: nothing on the page is another rounding of the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from linkwell.evaluation.funnel import round_parts
from linkwell.gaps.rules import GAPS, Cell, Kind, Wish


@dataclass(frozen=True)
class Counts:
    """How often what was looked for and found, or not. Rounded, or exact as they are stored."""

    cells: Mapping[Cell, int]

    def of(
        self, *, wish: Wish | None = None, kind: Kind | None = None, area: str | None = None
    ) -> int:
        """How many gaps, or of one `kind`."""
        return sum(
            number
            for one, number in self.cells.items()
            if (one.kind in GAPS if kind is None else one.kind is kind)
            and wish in (None, one.wish)
            and area in (None, one.area)
        )

    def searched(self, wish: Wish | None = None) -> int:
        """How often it was looked for at all."""
        return self.of(wish=wish) + self.of(wish=wish, kind=Kind.FOUND)

    @property
    def all_searched(self) -> int:
        return sum(self.cells.values())

    @property
    def areas(self) -> tuple[str, ...]:
        """Those of which any number stands here."""
        shown = {one.area for one, number in self.cells.items() if number and one.kind in GAPS}
        return tuple(sorted(shown))


def rounded(exact: Mapping[Cell, int]) -> Counts:
    """What may be shown; nothing else may be.

    The order keeps together what is read most: each need, its gaps, and these in each area are one
    stretch of it, at most 4 off, and a 0 is less than 5. What is a sum of several stretches may be
    further off. The order turns round from need to need, so that less of that adds up.
    """
    order = list(_in_order(sorted({one.area for one in exact if one.kind in GAPS})))
    parts = round_parts(max(0, exact.get(one, 0)) for one in order)
    return Counts(dict(zip(order, parts, strict=True)))


def _in_order(areas: Sequence[str]) -> Iterator[Cell]:
    turn = 0
    for number, wish in enumerate(Wish):
        for area in areas if number % 2 == 0 else areas[::-1]:
            yield from (Cell(wish, kind, area) for kind in (GAPS if turn % 2 == 0 else GAPS[::-1]))
            turn += 1
        yield Cell(wish, Kind.FOUND, "")


def added_up(rows: Sequence[tuple[Cell, int]]) -> Mapping[Cell, int]:
    """The counts of several days together."""
    found: Counter[Cell] = Counter()
    for one, number in rows:
        found[one] += number
    return found


def by_need(*counts: Counts) -> tuple[Wish, ...]:
    """Every need, that of which most is missing first. Of equals, as they always stand."""
    missing: dict[Wish, int] = defaultdict(int)
    for wish in Wish:
        missing[wish] = sum(one.of(wish=wish) for one in counts)
    return tuple(sorted(Wish, key=lambda wish: -missing[wish]))
