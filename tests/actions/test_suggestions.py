"""Suggestions from prose come in with a list, are decided once, never speak over a publisher."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from django.db import connection

from linkwell.access.rules import Actor, ActorKind, Member, Role, operator
from linkwell.access.scope import acting_as
from linkwell.directory.actions.lists import Tally, import_batch
from linkwell.directory.actions.suggestions import confirm_suggestion, refuse_suggestion
from linkwell.directory.drafts import Draft
from linkwell.directory.models import Schedule, Suggestion
from linkwell.directory.prose.said import Field, Perhaps
from linkwell.directory.queries import Listed, within_reach
from linkwell.directory.rules import Day, Listing, ReferralRoute, Session
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import new_id
from linkwell.tables.writing import OutsideAction

pytestmark = pytest.mark.django_db

BY = operator("Jo of the directory")
TEXT = "A choir for over 18s. £3 a session. Mondays 1pm - 3pm. For residents of Trafford."


def bring_in(description: str = TEXT, **said: Any) -> Tally:
    listing = Listing(source_id="s1", name="Choir", organization="Some group")
    changed = replace(listing, description=description, **said)
    return import_batch([Draft(2, "org", changed)], publisher="A list", by=BY)


def told() -> Listed:
    return within_reach(None, 0).listed[0]


def states() -> dict[tuple[str, Any], str]:
    rows = Suggestion.objects.values_list("field", "value", "state")
    return {(field, value): state for field, value, state in rows}


def of(field: Field) -> Suggestion:
    return Suggestion.objects.get(field=field)


def event_names() -> list[str]:
    with acting_as(BY), connection.cursor() as cursor:
        cursor.execute("select name from journal_event order by id")
        return [name for (name,) in cursor.fetchall()]


def test_they_come_in_with_the_list_and_change_nothing_of_the_service() -> None:
    bring_in()
    assert states() == {
        ("hours", "MO 13:00-15:00"): "open",
        ("minimum_age", 18): "open",
        ("free", False): "open",
        ("area", "E08000009"): "open",
    }
    listing = told().listing
    assert (listing.minimum_age, listing.free, listing.serves, listing.sessions) == (
        None, None, (), (),
    )  # fmt: skip
    assert Perhaps(Field.FREE, False, "£3 a session.") in told().perhaps


def test_importing_again_changes_nothing() -> None:
    bring_in()
    before = list(Suggestion.objects.order_by("id").values())
    assert bring_in() == Tally(unchanged=1)
    assert bring_in(phone="0161 496 0000") == Tally(updated=1)
    assert list(Suggestion.objects.order_by("id").values()) == before


def test_what_is_confirmed_becomes_the_value_with_by_whom_and_when() -> None:
    bring_in()
    for row in Suggestion.objects.all():
        confirm_suggestion(row.pk, by=BY)
    listing = told().listing
    assert (listing.minimum_age, listing.free, listing.serves) == (18, False, ("E08000009",))
    assert listing.sessions == (Session(Day.MO, time(13), time(15)),)
    assert listing.fees == "£3 a session."
    decided = of(Field.FREE)
    assert (decided.state, decided.decided_by) == ("confirmed", "Jo of the directory")
    assert decided.decided_at is not None
    came_in = ["EntriesWritten", "ServicesImported"]
    assert event_names() == [*came_in, *["SuggestionConfirmed"] * 4]


def test_it_stands_when_the_list_comes_in_again_the_same_or_changed_elsewhere() -> None:
    bring_in()
    for row in Suggestion.objects.all():
        confirm_suggestion(row.pk, by=BY)
    listing = told().listing
    bring_in()
    assert told().listing == listing
    bring_in(phone="0161 496 0000")
    assert told().listing == replace(listing, phone="0161 496 0000")
    bring_in("We sing.")
    assert told().listing == replace(listing, description="We sing.")
    assert set(states().values()) == {"confirmed"}


def test_hours_in_words_stay_beside_a_confirmed_session() -> None:
    bring_in("We sing.", hours="Mondays 1pm - 3pm except the first")
    confirm_suggestion(of(Field.HOURS).pk, by=BY)
    assert told().listing.sessions == (Session(Day.MO, time(13), time(15)),)
    assert told().listing.hours == "Mondays 1pm - 3pm except the first"
    assert Schedule.objects.count() == 2


@pytest.mark.parametrize("age", [18, 21])
def test_the_publishers_own_word_stands_and_supersedes(age: int) -> None:
    bring_in()
    confirm_suggestion(of(Field.MINIMUM_AGE).pk, by=BY)
    bring_in(minimum_age=age)
    assert told().listing.minimum_age == age
    expected = "superseded" if age == 18 else "open"  # what it says now contradicts its prose
    assert states()["minimum_age", 18] == expected
    assert of(Field.MINIMUM_AGE).against == (None if age == 18 else 21)


def test_what_contradicts_a_publisher_stands_until_it_says_something_else() -> None:
    bring_in(minimum_age=16)
    row = of(Field.MINIMUM_AGE)
    assert (row.against, row.state) == (16, "open")
    confirm_suggestion(row.pk, by=BY)
    assert told().listing.minimum_age == 18
    bring_in(minimum_age=16, phone="0161 496 0000")
    assert told().listing.minimum_age == 18
    bring_in(minimum_age=17)
    assert told().listing.minimum_age == 17
    assert of(Field.MINIMUM_AGE).state == "open"
    assert of(Field.MINIMUM_AGE).decided_at is None


def test_a_sentence_that_is_gone_takes_its_suggestion_with_it_and_brings_it_back() -> None:
    bring_in("For over 18s.")
    bring_in("We sing.")
    assert states() == {("minimum_age", 18): "superseded"}
    assert told().perhaps == ()
    bring_in("For over 18s.")
    assert states() == {("minimum_age", 18): "open"}


def test_what_is_refused_is_never_suggested_again_for_that_sentence() -> None:
    bring_in("For over 18s.")
    refuse_suggestion(of(Field.MINIMUM_AGE).pk, by=BY)
    bring_in("We sing.")
    bring_in("For over 18s. We sing.")
    assert states() == {("minimum_age", 18): "refused"}
    assert told().perhaps == ()
    bring_in("Only over 18s may come.")
    assert Suggestion.objects.filter(state="open").count() == 1
    assert event_names().count("SuggestionRefused") == 1


def test_of_two_that_exclude_each_other_one_is_confirmed_and_the_other_is_over() -> None:
    bring_in("Drop-in on Mondays. Counselling by GP referral only.")
    assert set(states()) == {("route", "open"), ("route", "professional")}
    confirm_suggestion(Suggestion.objects.get(value="professional").pk, by=BY)
    assert states() == {("route", "open"): "superseded", ("route", "professional"): "confirmed"}
    assert told().listing.route is ReferralRoute.PROFESSIONAL
    bring_in("Drop-in on Mondays. Counselling by GP referral only.", phone="0161 496 0000")
    assert states() == {("route", "open"): "superseded", ("route", "professional"): "confirmed"}
    assert told().listing.route is ReferralRoute.PROFESSIONAL


def test_what_the_words_say_later_may_be_confirmed_instead() -> None:
    bring_in("For over 18s.")
    confirm_suggestion(of(Field.MINIMUM_AGE).pk, by=BY)
    bring_in("For over 21s.")
    assert states() == {("minimum_age", 18): "confirmed", ("minimum_age", 21): "open"}
    assert told().listing.minimum_age == 18
    confirm_suggestion(Suggestion.objects.get(value=21).pk, by=BY)
    assert states() == {("minimum_age", 18): "superseded", ("minimum_age", 21): "confirmed"}
    bring_in("For over 21s.", phone="0161 496 0000")
    assert told().listing.minimum_age == 21


def test_two_sessions_are_both_kept() -> None:
    bring_in("Mondays 1pm - 3pm and Fridays 9am - 11am.")
    for row in Suggestion.objects.all():
        confirm_suggestion(row.pk, by=BY)
    assert [session.day for session in told().listing.sessions] == [Day.MO, Day.FR]


def test_a_place_that_is_no_authority_is_said_in_its_words() -> None:
    bring_in("For residents of Little Oakmere.")
    confirm_suggestion(of(Field.AREA).pk, by=BY)
    assert told().listing.serves == ()
    (one,) = told().perhaps
    assert (one.value, one.confirmed) == ("Little Oakmere", True)


@pytest.mark.parametrize("verb", [confirm_suggestion, refuse_suggestion])
def test_nothing_is_decided_twice(verb: Any) -> None:
    bring_in("For over 18s.")
    row = of(Field.MINIMUM_AGE)
    refuse_suggestion(row.pk, by=BY)
    with pytest.raises(WrongState, match="suggestion is refused"):
        verb(row.pk, by=BY)


@pytest.mark.parametrize("verb", [confirm_suggestion, refuse_suggestion])
def test_nobody_decides_who_does_not_know_the_group(verb: Any) -> None:
    bring_in("For over 18s.")
    member = Member(new_id(), new_id(), Role.RECEPTIONIST)
    somebody = Actor(new_id(), ActorKind.MEMBER, "Somebody", (member,))
    with pytest.raises(NotThere):
        verb(of(Field.MINIMUM_AGE).pk, by=somebody)
    with pytest.raises(NotThere):
        verb(new_id(), by=BY)
    assert states() == {("minimum_age", 18): "open"}


def test_nothing_writes_outside_the_actions() -> None:
    bring_in("For over 18s.")
    with pytest.raises(OutsideAction):
        Suggestion.objects.update(state="refused")
