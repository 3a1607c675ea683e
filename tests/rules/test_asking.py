"""Which group is asked next whether its entry is right, how, and how often."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.asking import (
    AGAIN,
    WEEK,
    AskedBefore,
    Candidate,
    Way,
    is_due,
    is_mobile,
    lowest,
    plain,
    ways,
    whom_to_ask,
)
from linkwell.directory.freshness import HALF_LIFE, Checked, Part, Source

TODAY = date(2026, 11, 28)
PHONES = st.sampled_from(["", "0161 496 0123", "07700 900321", "07700900321", "+44 7700 900144"])
MAILS = st.sampled_from(["", "office@choir.example", "hello@larder.example"])


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def checked(days: Mapping[Part, int], source: Source = Source.PROVIDER) -> dict[Part, Checked]:
    return {part: Checked(part, source, days_ago(ago)) for part, ago in days.items()}


def one(number: int = 1, *, email: str = "", phone: str = "", ago: int = 1000) -> Candidate:
    said = checked(dict.fromkeys(Part, ago))
    return Candidate(UUID(int=number), UUID(int=100 + number), email, phone, said)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    numbers = draw(st.sets(st.integers(1, 8)))
    return [
        Candidate(
            UUID(int=number),
            UUID(int=draw(st.integers(100, 103))),
            draw(MAILS),
            draw(PHONES),
            checked(draw(st.dictionaries(st.sampled_from(Part), st.integers(0, 900)))),
            draw(st.booleans()),
        )
        for number in sorted(numbers)
    ]


BEFORE = st.lists(
    st.builds(
        AskedBefore,
        service_id=st.integers(1, 8).map(lambda number: UUID(int=number)),
        group=st.integers(100, 103).map(lambda number: UUID(int=number)),
        way=st.sampled_from(Way),
        to=st.sampled_from(["office@choir.example", "07700 900321", "0161 496 0123"]),
        on=st.integers(0, 90).map(days_ago),
        answered=st.booleans(),
    )
)


@given(due=candidates(), before=BEFORE, most=st.integers(1, 5))
def test_no_group_and_no_address_gets_two_messages_in_a_week(
    due: list[Candidate], before: list[AskedBefore], most: int
) -> None:
    asked = whom_to_ask(due, before, TODAY, most=most)
    assert len(asked) <= most
    sent = [it for it in asked if it.way is not Way.RING]
    of_late = [it for it in before if it.way is not Way.RING and TODAY - it.on < WEEK]
    groups = Counter([*(it.candidate.group for it in sent), *{it.group for it in of_late}])
    addresses = Counter([*(plain(it.to) for it in sent), *{plain(it.to) for it in of_late}])
    assert max([*groups.values(), *addresses.values()], default=1) == 1


@given(due=candidates(), before=BEFORE)
def test_nobody_is_asked_who_has_closed_or_has_answered_in_time(
    due: list[Candidate], before: list[AskedBefore]
) -> None:
    for it in whom_to_ask(due, before, TODAY, most=99):
        assert not it.candidate.closed
        assert is_due(it.candidate, TODAY)
        assert it.to in (it.candidate.email, it.candidate.phone)
        mine = [was for was in before if was.service_id == it.candidate.service_id]
        assert all(TODAY - was.on >= AGAIN for was in mine)
        assert not any(was.way is Way.RING and not was.answered for was in mine)


@given(due=candidates())
def test_the_least_sure_are_asked_first(due: list[Candidate]) -> None:
    asked = [it.candidate for it in whom_to_ask(due, [], TODAY, most=99)]
    sure = [lowest(it, TODAY) for it in asked]
    assert sure == sorted(sure)


@given(due=candidates())
def test_who_has_only_a_landline_is_rung_and_everybody_else_is_written_to(
    due: list[Candidate],
) -> None:
    for it in whom_to_ask(due, [], TODAY, most=99):
        only_a_phone = not it.candidate.email and not is_mobile(it.candidate.phone)
        assert (it.way is Way.RING) is only_a_phone


@given(due=candidates(), before=BEFORE, most=st.integers(1, 9))
def test_what_was_asked_is_not_asked_again_on_the_same_day(
    due: list[Candidate], before: list[AskedBefore], most: int
) -> None:
    first = whom_to_ask(due, before, TODAY, most=most)
    asked = [
        AskedBefore(it.candidate.service_id, it.candidate.group, it.way, it.to, TODAY)
        for it in first
    ]
    again = whom_to_ask(due, [*before, *asked], TODAY, most=99)
    assert not {it.candidate.service_id for it in again} & {it.candidate.service_id for it in first}


@pytest.mark.parametrize("part", sorted(set(Part) - {Part.ROOM}))
def test_a_part_is_asked_about_once_its_half_life_is_over(part: Part) -> None:
    fresh = {**dict.fromkeys(Part, 0), part: HALF_LIFE[part]}
    old = {**fresh, part: HALF_LIFE[part] + 1}
    for days, due in ((fresh, False), (old, True)):
        it = Candidate(UUID(int=1), UUID(int=2), "a@b.example", "", checked(days))
        assert is_due(it, TODAY) is due


def test_room_alone_asks_nobody() -> None:
    days = {**dict.fromkeys(Part, 1), Part.ROOM: 900}
    assert not is_due(Candidate(UUID(int=1), UUID(int=2), "a@b.example", "", checked(days)), TODAY)


def test_silence_leads_to_the_next_way_after_four_weeks() -> None:
    it = one(email="office@choir.example", phone="07700 900321")
    past: list[AskedBefore] = []
    day, gone = TODAY, list[Way]()
    for _ in range(3):
        (question,) = whom_to_ask([it], past, day, most=1)
        past.append(AskedBefore(it.service_id, it.group, question.way, question.to, day))
        gone.append(question.way)
        assert not whom_to_ask([it], past, day + AGAIN - timedelta(days=1), most=1)
        day += AGAIN
    assert gone == [Way.EMAIL, Way.TEXT, Way.RING]
    assert not whom_to_ask([it], past, day + 10 * AGAIN, most=1)  # the call is still owed


def test_after_an_answer_it_begins_with_the_cheapest_way_again() -> None:
    it = one(email="office@choir.example", phone="0161 496 0123")
    past = [
        AskedBefore(it.service_id, it.group, Way.EMAIL, it.email, days_ago(300)),
        AskedBefore(it.service_id, it.group, Way.RING, it.phone, days_ago(200), answered=True),
    ]
    assert [q.way for q in whom_to_ask([it], past, TODAY, most=1)] == [Way.EMAIL]


def test_who_has_only_an_address_is_written_to_again() -> None:
    it = one(email="office@choir.example")
    past = [AskedBefore(it.service_id, it.group, Way.EMAIL, it.email, days_ago(28))]
    assert [q.way for q in whom_to_ask([it], past, TODAY, most=1)] == [Way.EMAIL]


def test_who_cannot_be_reached_is_not_asked() -> None:
    assert ways(one()) == ()
    assert whom_to_ask([one()], [], TODAY, most=1) == ()


@pytest.mark.parametrize(
    ("phone", "mobile"),
    [
        ("07700 900321", True),
        ("+44 7700 900321", True),
        ("0161 496 0123", False),
        ("070 1234 5678", False),
        ("", False),
    ],
)
def test_only_a_mobile_takes_a_text(phone: str, mobile: bool) -> None:
    assert is_mobile(phone) is mobile
