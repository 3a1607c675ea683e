"""May a person be contacted? Not asked is not safe."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.messages.rules import (
    Held,
    Reader,
    after_the_night,
    automatic_channel,
    may_contact,
    reader_of,
)
from linkwell.people.rules import Channel, ContactFact, Safe

NOON = datetime(2026, 5, 19, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 5, 19, 21, 30, tzinfo=UTC)  # half past ten, London
EARLY = datetime(2026, 5, 19, 6, 59, tzinfo=UTC)  # a minute to eight, London

# Years in which a message may be sent: before the year 1 there is no last night.
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
facts = st.lists(
    st.builds(ContactFact, st.sampled_from(Channel), st.sampled_from(Safe)), max_size=6
)


def text(safe: Safe) -> list[ContactFact]:
    return [ContactFact(Channel.TEXT, safe)]


def test_yes_is_yes() -> None:
    assert may_contact(text(Safe.YES), Channel.TEXT, NOON).allowed


@pytest.mark.parametrize(
    ("known", "when", "held"),
    [
        ([], NOON, Held.NO_WAY),
        (text(Safe.NOT_ASKED), NOON, Held.NOT_ASKED),
        (text(Safe.NO), NOON, Held.NOT_SAFE),
        (text(Safe.YES) + text(Safe.NO), NOON, Held.NOT_SAFE),
        (text(Safe.YES) + text(Safe.NOT_ASKED), NOON, Held.NOT_ASKED),
        ([ContactFact(Channel.TEXT, Safe.YES, "only 1pm to 2pm")], NOON, Held.TIMES),
        (text(Safe.YES), NIGHT, Held.AT_NIGHT),
        (text(Safe.YES), EARLY, Held.AT_NIGHT),
    ],
)
def test_what_holds_a_message_and_why(known: list[ContactFact], when: datetime, held: Held) -> None:
    decision = may_contact(known, Channel.TEXT, when)
    assert decision.held is held
    assert decision.because.endswith(".")


def test_a_yes_for_one_channel_says_nothing_of_another() -> None:
    assert may_contact(text(Safe.YES), Channel.POST, NOON).held is Held.NO_WAY


@given(facts, st.sampled_from(Channel), MOMENTS)
def test_nothing_goes_without_a_yes_and_without_a_doubt(
    known: list[ContactFact], channel: Channel, when: datetime
) -> None:
    if may_contact(known, channel, when).allowed:
        answers = [fact.safe for fact in known if fact.channel is channel]
        assert answers
        assert set(answers) == {Safe.YES}


@given(facts, st.sampled_from(Channel), st.sampled_from(Safe))
def test_more_doubt_never_opens_a_door(
    known: list[ContactFact], channel: Channel, safe: Safe
) -> None:
    if safe is not Safe.YES and not may_contact(known, channel, NOON).allowed:
        assert not may_contact([*known, ContactFact(channel, safe)], channel, NOON).allowed


@given(MOMENTS)
def test_after_the_night_it_may_go(when: datetime) -> None:
    morning = after_the_night(when)
    assert morning > when
    assert may_contact(text(Safe.YES), Channel.TEXT, morning).allowed


def test_an_automatic_message_goes_by_text_then_by_e_mail() -> None:
    email = ContactFact(Channel.EMAIL, Safe.YES)
    assert automatic_channel([email, *text(Safe.YES)]) is Channel.TEXT
    assert automatic_channel([email, *text(Safe.NOT_ASKED)]) is Channel.EMAIL
    assert automatic_channel([]) is Channel.TEXT


def test_where_only_a_call_is_safe_a_human_rings() -> None:
    ring = ContactFact(Channel.PHONE, Safe.YES)
    assert automatic_channel([ring]) is None
    assert automatic_channel([ring, *text(Safe.NO)]) is None
    assert automatic_channel([ring, *text(Safe.NOT_ASKED)]) is Channel.TEXT


@pytest.mark.parametrize(
    ("kind", "reader"),
    [
        ("receipt_practice", Reader.PRACTICE),
        ("practice_told", Reader.PRACTICE),
        ("partner_asked", Reader.GROUP),
        ("partner_off", Reader.GROUP),
        ("call_team_0", Reader.TEAM),
        ("glass_broken", Reader.TEAM),
    ],
)
def test_the_kind_of_a_message_says_who_reads_it(kind: str, reader: Reader) -> None:
    assert reader_of(kind, to_person=False) is reader
    assert reader_of(kind, to_person=True) is Reader.PERSON
