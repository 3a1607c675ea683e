"""Lines without an id of their own are known again, whatever comes, goes or moves between lists."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.drafting import Drafting
from linkwell.directory.identity import identify
from linkwell.directory.mapping import read_mapping
from linkwell.directory.reading import read_csv
from linkwell.directory.rows import Row
from linkwell.directory.rules import Known

pytestmark = pytest.mark.rules

COLUMNS = ("Name", "Postcode", "Hours", "Way in", "Staff notes")
MAPPING = read_mapping(
    'title = "Tables"\nheaders = ["Name"]\nmade_id = ["Name", "Postcode"]\n'
    '[fields]\nname = "Name"\npostcode = "Postcode"\nhours = "Hours"\n'
    'application_process = "Way in"\n',
    name="tables.toml",
)

Line = tuple[str, str, str]  # name, hours, way in
Ids = dict[Line, str]

lines = st.tuples(
    st.sampled_from(["Tuesday Table", "Larder"]),
    st.sampled_from(["Mon 1pm - 2pm", "Tue 1pm - 2pm", ""]),
    st.sampled_from(["Open door", "Voucher"]),
)
lists = st.lists(lines, unique=True, max_size=8)


class Directory:
    """What is kept of the lists of one publisher, as the importer keeps it."""

    def __init__(self) -> None:
        self.kept: dict[str, Known] = {}

    def bring_in(self, some: Sequence[Line], *, close: bool = False) -> Ids:
        rows = [
            Row(at, dict(zip(COLUMNS, (name, "M33 7BZ", hours, way, str(at)), strict=True)))
            for at, (name, hours, way) in enumerate(some, start=2)
        ]
        found = identify(rows, MAPPING, list(self.kept.values()))
        assert found.nameless == ()
        for row in rows:
            if row.line in found.ids:
                own, digest = found.ids[row.line], found.digests[row.line]
                self.kept[own] = Known(own, row.cells["Name"], digest, is_open=True, listed=True)
        if close:
            for own in self.kept.keys() - found.ids.values():
                self.kept[own] = replace(self.kept[own], is_open=False, listed=False)
        return {line: found.ids[at] for at, line in enumerate(some, start=2) if at in found.ids}


@given(lists, st.data())
def test_lines_that_stay_as_they_are_keep_their_ids(first: list[Line], data: st.DataObject) -> None:
    """Whatever is dropped, put in or moved; and an id passes only between lines of one name."""
    house = Directory()
    before = house.bring_in(first)
    close = data.draw(st.booleans())
    for _ in range(data.draw(st.integers(1, 4))):
        then = data.draw(st.permutations([*before, *data.draw(lists)]).map(dict.fromkeys).map(list))
        then = [line for line in then if line not in data.draw(st.sets(lines, max_size=3))]
        after = house.bring_in(then, close=close)
        assert set(after) == set(then)
        assert len(set(after.values())) == len(after)
        assert {line: after[line] for line in before if line in after} == {
            line: own for line, own in before.items() if line in after
        }
        for line, own in after.items():
            assert all(line[0] == other[0] for other in before if before[other] == own)
        assert house.bring_in(then, close=close) == after
        before = after


@given(lists.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_lines_means_nothing(both: tuple[list[Line], list[Line]]) -> None:
    first, moved = both
    assert Directory().bring_in(first) == Directory().bring_in(moved)


MONDAY, TUESDAY = ("Larder", "Mon 1pm - 2pm", "Voucher"), ("Larder", "Tue 1pm - 2pm", "Voucher")
NEW = ("Larder", "Fri 1pm - 2pm", "Voucher")
ANOTHER = ("Larder", "Sat 1pm - 2pm", "Open door")


def test_one_of_two_with_one_name_is_edited() -> None:
    house = Directory()
    ids = house.bring_in([MONDAY, TUESDAY])
    assert house.bring_in([NEW, TUESDAY]) == {NEW: ids[MONDAY], TUESDAY: ids[TUESDAY]}


def test_where_nobody_can_tell_what_became_of_what_nothing_takes_its_place() -> None:
    house = Directory()
    before = house.bring_in([MONDAY, TUESDAY])
    both = house.bring_in([NEW, ANOTHER])
    assert not set(both.values()) & set(before.values())
    assert house.bring_in([TUESDAY, MONDAY]) == before


def test_a_line_that_is_alone_may_change_in_all_but_what_its_id_is_made_from() -> None:
    house = Directory()
    (own,) = house.bring_in([MONDAY]).values()
    assert house.bring_in([ANOTHER]) == {ANOTHER: own}
    assert house.bring_in([ANOTHER, TUESDAY])[ANOTHER] == own
    assert own not in house.bring_in([("Pantry", *ANOTHER[1:])]).values()


def test_what_was_closed_is_opened_by_its_own_line_only() -> None:
    house = Directory()
    before = house.bring_in([MONDAY, TUESDAY])
    house.bring_in([TUESDAY], close=True)
    assert house.bring_in([TUESDAY, NEW])[NEW] not in before.values()
    assert house.bring_in([TUESDAY, MONDAY])[MONDAY] == before[MONDAY]


def test_a_line_that_comes_back_does_not_take_the_place_of_what_it_became() -> None:
    house = Directory()
    ids = house.bring_in([MONDAY, TUESDAY])
    assert house.bring_in([NEW, TUESDAY])[NEW] == ids[MONDAY]
    all_three = house.bring_in([MONDAY, NEW, TUESDAY])
    assert all_three == {**all_three, NEW: ids[MONDAY], TUESDAY: ids[TUESDAY]}
    assert all_three[MONDAY] not in ids.values()


def test_what_is_not_read_tells_no_lines_apart() -> None:
    house = Directory()
    assert len(house.bring_in([MONDAY, MONDAY])) == 1  # their staff notes differ
    ids = house.bring_in([MONDAY, TUESDAY])
    assert house.bring_in([TUESDAY, MONDAY]) == ids


def test_lists_of_before_that_told_nothing_of_their_lines_are_known_by_what_never_changes() -> None:
    house = Directory()
    (own,) = house.bring_in([MONDAY]).values()
    house.kept[own] = replace(house.kept[own], line_digest="")
    assert house.bring_in([TUESDAY]) == {TUESDAY: own}


def test_a_draft_tells_of_its_line_where_its_id_is_made() -> None:
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, ("Larder", "M33 7BZ", "Mon", "Voucher", "")])
    table = read_csv(file.getvalue().encode())
    (made,) = Drafting(table, MAPPING, lambda codes: [None] * len(codes))
    (own,) = Drafting(table, replace(MAPPING, given_id="Name"), lambda codes: [None] * len(codes))
    assert (len(made.line_digest), own.line_digest) == (16, "")
    assert made.digest != replace(made, line_digest="").digest
