"""Entries of several lists that are one group: what is told of it, and taking it back."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.directory.actions.checking import find_right, find_wrong
from linkwell.directory.actions.edits import accept_edit, settle_edit
from linkwell.directory.actions.lists import close_batch
from linkwell.directory.actions.pairs import join_pair, take_apart, tell_apart
from linkwell.directory.actions.providing import change_entry
from linkwell.directory.actions.reading_again import read_all_again
from linkwell.directory.actions.suggestions import confirm_suggestion
from linkwell.directory.edits import EditField
from linkwell.directory.exporting import documents
from linkwell.directory.freshness import Part, Source, Trouble
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Schedule, Service, ServiceAtLocation, SourceRecord, Suggestion
from linkwell.directory.one_group import the_one
from linkwell.directory.queries import entry, listed, within_reach
from linkwell.directory.rules import Day, Listing, LocationType, Session, Status, Where
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.tables.writing import writing
from tests import saying
from tests.joining import CURATOR, HALL, OPERATOR, bring_in, content, join

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
ELSEWHERE = Where(LocationType.PHYSICAL, "12 Lock Lane, Sale", "M33 7PX")


def stands(service_id: UUID) -> Listing:
    (one,) = listed([service_id])
    return one.listing


def two(**other: Any) -> tuple[UUID, UUID]:
    first = bring_in("A", phone="0161 496 0120", description="We sing.")
    second = bring_in(
        "B",
        **{
            "phone": "0161 496 0999",
            "hours": "Monday 2pm - 4pm",
            "where": HALL,
            "free": True,
            **other,
        },
    )
    return first, second


def test_what_one_list_does_not_say_the_other_tells_and_the_one_that_stays_speaks_first() -> None:
    first, second = two()
    join(first, second)
    now = stands(first)
    assert (now.phone, now.description) == ("0161 496 0120", "We sing.")
    assert now.sessions == (Session(Day.MO, time(14), time(16)),)
    assert now.free is True
    assert now.where is not None
    assert now.where.postcode == "M33 7BP"
    assert the_one(second) == first
    assert stands(second).description == ""  # it stays as its list has it


def test_one_group_is_counted_found_and_published_once() -> None:
    first, second = two()
    assert len(within_reach(None, 0).listed) == 2
    join(first, second)
    reach = within_reach(None, 0)
    assert [one.service_id for one in reach.listed] == [first]
    assert (reach.closed, reach.too_far) == (0, 0)
    assert [one["id"] for one in documents()] == [str(first)]


def test_it_can_be_taken_back_and_both_stand_as_before() -> None:
    first, second = two()
    before = content(first), content(second)
    places = set(ServiceAtLocation.objects.values_list("id", "service"))
    pair_id = join(first, second)
    take_apart(pair_id, by=CURATOR)
    assert (content(first), content(second)) == before
    assert set(ServiceAtLocation.objects.values_list("id", "service")) == places
    assert Service.objects.exclude(same_as=None).count() == 0
    with pytest.raises(WrongState):
        take_apart(pair_id, by=CURATOR)
    with pytest.raises(WrongState):
        tell_apart(pair_id, by=CURATOR)
    join_pair(pair_id, stays=second, by=CURATOR)
    assert the_one(first) == second


def test_only_one_of_the_two_can_stay() -> None:
    first, second = two()
    pair_id = join(first, second)
    with pytest.raises(WrongState):
        join_pair(pair_id, stays=second, by=CURATOR)
    take_apart(pair_id, by=CURATOR)
    with pytest.raises(NotThere):
        join_pair(pair_id, stays=bring_in("C"), by=CURATOR)


def test_lists_come_in_as_before_and_what_stands_is_worked_out_again() -> None:
    first, second = two()
    join(first, second)
    bring_in("B", phone="0161 496 0999", hours="Friday 1pm - 2pm", where=ELSEWHERE)
    now = stands(first)
    assert now.hours == "Friday 1pm - 2pm"
    assert now.free is None  # nobody says so any more
    assert now.where is not None
    assert now.where.postcode == "M33 7PX"
    bring_in("A", hours="Sunday 1pm - 2pm")
    now = stands(first)
    assert (now.hours, now.phone, now.description) == ("Sunday 1pm - 2pm", "0161 496 0999", "")
    bring_in("A")
    assert stands(first).hours == "Friday 1pm - 2pm"


def test_a_list_that_leaves_it_out_closes_nothing_while_another_names_it() -> None:
    first, second = two()
    join(first, second)
    close_batch(["1"], publisher="A", by=OPERATOR)
    now = stands(first)
    assert now.status is Status.UNKNOWN
    assert now.phone == "0161 496 0999"  # what the other says, who still names it
    close_batch(["1"], publisher="B", by=OPERATOR)
    assert stands(first).status is Status.INACTIVE
    bring_in("B", phone="0161 496 0999", status=Status.ACTIVE)
    assert stands(first).status is Status.ACTIVE


def test_the_groups_own_word_stands_above_both_lists_by_either_link() -> None:
    first, second = two()
    by_the_other = saying.group(second)
    change_entry({EditField.COST: "£2"}, by=by_the_other)
    join(first, second)
    assert (stands(first).fees, stands(first).free) == ("£2", True)
    change_entry({EditField.HOURS: "Friday 10am - 11am"}, by=by_the_other)
    row = Edit.objects.get(field="hours")
    assert row.service_id == first
    assert (row.was, row.listed) == ("Monday 2pm - 4pm", "")  # its own list says no hours
    bring_in("A", phone="0161 496 0120", description="We sing again.")
    assert stands(first).hours == "Friday 10am - 11am"
    assert Edit.objects.get(field="hours").against is None
    bring_in("A", hours="Sunday 1pm - 2pm")
    assert Edit.objects.get(field="hours").against == "Sunday 1pm - 2pm"
    settle_edit(row.pk, keep=False, by=CURATOR)
    assert stands(first).hours == "Sunday 1pm - 2pm"


def test_what_waits_for_a_curator_counts_once_it_is_taken_over() -> None:
    first, second = two()
    (waits,) = saying.edits(second, 1)
    join(first, second)
    accept_edit(waits, by=CURATOR)
    assert stands(first).phone == "0161 496 0555"
    assert stands(second).phone == "0161 496 0555"


def test_a_suggestion_of_either_list_counts_for_both_once_it_is_confirmed() -> None:
    first = bring_in("A")
    second = bring_in("B", description=WORDS)
    join(first, second)
    row = Suggestion.objects.filter(service=second, field="minimum_age").get()
    confirm_suggestion(row.pk, by=OPERATOR)
    assert stands(first).minimum_age == 50
    hours = Suggestion.objects.filter(service=second, field="hours").get()
    confirm_suggestion(hours.pk, by=OPERATOR)
    assert len(stands(first).sessions) == 1


def test_what_was_found_wrong_of_either_counts_for_both_and_is_over_for_both() -> None:
    first, second = two()
    find_wrong(second, Trouble.FULL, until=clock.today(), by=OPERATOR)
    join(first, second)
    assert [one.what for one in stands(first).found] == [Trouble.FULL]
    find_right(first, [Part.ROOM], source=Source.CURATOR, said_by="Us", by=OPERATOR)
    assert stands(first).found == ()
    find_right(second, [Part.COST], source=Source.CURATOR, said_by="Us", by=OPERATOR)
    assert Part.COST in entry(first, of=()).checks


def test_each_part_is_as_old_as_the_list_whose_word_it_is() -> None:
    first = bring_in("A", phone="0161 496 0120", checked_on=date(2026, 5, 1))
    second = bring_in("B", hours="Monday 2pm - 4pm", checked_on=date(2026, 8, 1))
    join(first, second)
    said = {part: (one.by, one.on) for part, one in entry(first, of=()).checks.items()}
    assert said == {
        Part.CONTACT: ("A", date(2026, 5, 1)),
        Part.TIMES: ("B", date(2026, 8, 1)),
    }
    assert stands(first).checked_on == date(2026, 8, 1)


def test_three_that_are_one_and_one_of_them_taken_out_again() -> None:
    first, second = two()
    third = bring_in("C", eligibility="Anybody", phone="0161 496 0777")
    before = content(third)
    join(second, third)
    outer = join(first, second)
    assert {the_one(one) for one in (first, second, third)} == {first}
    assert stands(first).eligibility == "Anybody"
    take_apart(outer, by=CURATOR)
    assert (the_one(first), the_one(second), the_one(third)) == (first, second, second)
    assert stands(first).eligibility == ""
    assert stands(second).eligibility == "Anybody"
    assert content(third) == before


def test_which_list_came_in_first_changes_nothing() -> None:
    words = {"A": {"phone": "0161 496 0120"}, "B": {"phone": "1", "hours": "Monday 2pm - 4pm"},
             "C": {"hours": "Friday 2pm - 4pm", "fees": "£1"}}  # fmt: skip
    told = []
    for order in ("ABC", "CBA", "BAC"):
        ids = {name: bring_in(f"{name}{order}", **words[name]) for name in order}
        join(ids["A"], ids["C"])
        join(ids["A"], ids["B"])
        told.append(content(ids["A"]))
    assert told[0] == told[1] == told[2]


WORDS = "We meet for tea on Tuesdays 10am - 12 noon. It is for people aged 50 and over."
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["list", "list", "edit", "close", "wrong", "right", "settle", "confirm"]),
        st.sampled_from([0, 1]),
        st.integers(0, 3),
    ),
    max_size=7,
)
_SAID: tuple[dict[str, Any], ...] = (
    {},
    {"phone": "0161 496 0120", "hours": "Monday 2pm - 4pm", "where": HALL},
    {"free": True, "hours": "By appointment", "description": WORDS},
    {"fees": "£2", "where": ELSEWHERE, "minimum_age": 18, "status": Status.ACTIVE},
)  # fmt: skip
_EDITS = (EditField.HOURS, EditField.COST, EditField.TO_AGE, EditField.ACCESS)


class World:
    """Two entries of two lists: in one world they are joined for a while, in the other never."""

    def __init__(self, name: str) -> None:
        self.lists = (f"{name}A", f"{name}B")
        self.ids = [bring_in(publisher) for publisher in self.lists]
        self.groups = [saying.group(one) for one in self.ids]

    def do(self, what: str, which: int, number: int, *, count: int, joined: bool) -> None:
        told = 0 if joined and what in ("edit", "settle") else which  # the first one stays
        if joined and what == "edit":
            number %= 3  # where it is, said anew, would end what was found wrong of either
        steps: dict[str, Callable[[], object]] = {
            "list": lambda: bring_in(self.lists[which], **_SAID[number]),
            "close": lambda: close_batch(["1"], publisher=self.lists[which], by=OPERATOR),
            "edit": lambda: self._edit(told, number, count),
            "wrong": lambda: find_wrong(
                self.ids[which], Trouble.MOVED, until=clock.today(), by=OPERATOR
            ),
            "right": lambda: find_right(
                self.ids[which], [Part.TIMES], source=Source.CURATOR, said_by="Us", by=OPERATOR
            ),
            "settle": lambda: self._settle(told, keep=number % 2 == 0),
            "confirm": lambda: self._confirm(which),
        }
        steps[what]()

    def _edit(self, which: int, number: int, count: int) -> None:
        texts = (
            f"Friday {1 + count % 9}.{count:02}pm - 10pm",
            f"£{count + 3}",
            str(60 + count),
            f"{count} ramps",
        )
        change_entry({_EDITS[number]: texts[number]}, by=self.groups[which])

    def _settle(self, which: int, *, keep: bool) -> None:
        rows = Edit.objects.filter(service=self.ids[which], state="standing", against__isnull=False)
        for row in rows.order_by("field"):
            settle_edit(row.pk, keep=keep, by=CURATOR)

    def _confirm(self, which: int) -> None:
        rows = Suggestion.objects.filter(service=self.ids[which], state="open")
        for row in rows.order_by("field", "sentence", "value")[:1]:
            confirm_suggestion(row.pk, by=OPERATOR)

    def content(self) -> list[dict[str, Any]]:
        return [content(one) for one in self.ids]


@settings(suppress_health_check=list(HealthCheck))
@given(before=STEPS, during=STEPS, after=STEPS)
def test_joined_and_taken_apart_is_as_if_it_had_never_been(
    before: list[tuple[str, int, int]],
    during: list[tuple[str, int, int]],
    after: list[tuple[str, int, int]],
) -> None:
    """Whatever lists, groups and colleagues say before, meanwhile and afterwards."""
    own = new_id().hex
    worlds, count, pair_id = [World(f"{own}1"), World(f"{own}2")], 0, None
    for phase, steps in enumerate((before, during, after)):
        if phase == 1:
            pair_id = join(*worlds[0].ids)
        for what, which, number in steps:
            count += 1
            for world in worlds:
                world.do(what, which, number, count=count, joined=phase == 1)
        if phase == 1:
            assert pair_id is not None
            take_apart(pair_id, by=CURATOR)
    assert worlds[0].content() == worlds[1].content()


def test_what_is_said_of_the_one_group_ends_what_was_found_wrong_of_either() -> None:
    first, second = two()
    pair_id = join(first, second)
    find_wrong(second, Trouble.MOVED, until=clock.today(), by=OPERATOR)
    assert stands(first).found
    change_entry({EditField.ACCESS: "By the back door"}, by=saying.group(first))
    assert not stands(first).found
    take_apart(pair_id, by=CURATOR)
    assert not stands(second).found


def test_read_again_changes_nothing_where_nothing_is_read_otherwise() -> None:
    first, second = two()
    change_entry({EditField.COST: "£2"}, by=saying.group(first))
    join(first, second)
    before = content(first), content(second), list(Service.objects.values("id", "last_modified"))
    assert read_all_again(by=OPERATOR).changed == 0
    assert read_all_again(by=OPERATOR).read == 2
    now = content(first), content(second), list(Service.objects.values("id", "last_modified"))
    assert now == before
    assert SourceRecord.objects.filter(digest="").count() == 0


def test_read_again_reads_hours_of_sheets_as_they_are_read_today() -> None:
    first, _second = two()
    ours = bring_in("C", hours="Monday 2pm - 4pm")
    with writing():  # as an older reading left it
        Schedule.objects.filter(service=ours).update(byday="", opens_at=None, closes_at=None)
    assert stands(ours).sessions == ()
    assert read_all_again(by=OPERATOR).read == 3
    assert stands(ours).sessions == (Session(Day.MO, time(14), time(16)),)
    assert stands(first).phone == "0161 496 0120"
