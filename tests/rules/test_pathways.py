"""How far a referral came, as far as is known: what each fact changes, and what it does not."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.evaluation.rules import ASKED, Fact, Known, Pathway, Step, Why, versions

CHOIR, WALK = UUID(int=1), UUID(int=2)
MORNING = datetime(2026, 5, 18, 9, tzinfo=UTC)
YES, NO, UNKNOWN, DISPUTED = Known.YES, Known.NO, Known.UNKNOWN, Known.DISPUTED

Told = tuple[str, Mapping[str, str]]
REFERRED: Told = ("ReferralReceived", {"wants": "yes"})
SPOKE: Told = ("CaseBegun", {})
CHOSE: Told = ("OptionChosen", {})
SENT: Told = ("DetailsSent", {})
WELCOME: Told = ("ConnectionAnswered", {"answer": "yes"})
FULL: Told = ("ConnectionAnswered", {"answer": "full"})
CLOSED: Told = ("CaseClosed", {})
BACK: Told = ("CaseReopened", {})


def says(who: str, question: str, answer: str) -> Told:
    return ("AccountGiven", {"source": who, "question": question, "answer": answer})


def facts(*told: tuple[Any, ...]) -> list[Fact]:
    """One an hour. A third item says of which connection; the choir's where there is none."""
    return [
        Fact(name, MORNING + timedelta(hours=hour), data, rest[0] if rest else CHOIR)
        for hour, (name, data, *rest) in enumerate(told)
    ]


def known(*told: tuple[Any, ...]) -> Pathway:
    return versions(facts(*told))[-1].pathway


def of(step: Step, *told: tuple[Any, ...]) -> Known:
    return known(*told).of(step)


@pytest.mark.parametrize(("wants", "expected"), [("yes", YES), ("no", NO), ("not_asked", UNKNOWN)])
def test_what_the_person_said_to_the_referral(wants: str, expected: Known) -> None:
    assert of(Step.ACCEPTED, ("ReferralReceived", {"wants": wants})) is expected


def test_whoever_speaks_with_a_link_worker_has_said_yes() -> None:
    asked_by_nobody = ("ReferralReceived", {"wants": "not_asked"})
    assert of(Step.ACCEPTED, asked_by_nobody, SPOKE) is YES


@pytest.mark.parametrize("ended", ["ReferralReturned", "ReferralPassedOn", "CaseClosed"])
def test_whoever_was_never_spoken_with_was_not_reached_once_it_has_ended(ended: str) -> None:
    assert of(Step.REACHED, REFERRED) is UNKNOWN
    assert of(Step.REACHED, REFERRED, (ended, {})) is NO
    assert of(Step.REACHED, REFERRED, SPOKE, (ended, {})) is YES


def test_a_story_that_goes_on_in_another_record_has_not_ended() -> None:
    linked: Told = ("ReferralLinked", {})
    assert of(Step.REACHED, REFERRED, CLOSED, linked) is UNKNOWN
    assert of(Step.REACHED, REFERRED, CLOSED, linked, CLOSED) is NO


def test_a_talk_that_did_not_come_about_reaches_nobody() -> None:
    assert (
        of(Step.REACHED, REFERRED, ("ContactRecorded", {"attendance": "they_couldnt"})) is UNKNOWN
    )
    assert of(Step.REACHED, REFERRED, ("ContactRecorded", {"attendance": "met"})) is YES


@pytest.mark.parametrize("fact", [("GoalSet", {}), CHOSE])
def test_a_goal_or_a_choice_is_a_plan(fact: Told) -> None:
    assert of(Step.PLANNED, REFERRED, SPOKE) is UNKNOWN
    assert of(Step.PLANNED, REFERRED, SPOKE, fact) is YES
    assert of(Step.PLANNED, REFERRED, SPOKE, CLOSED) is NO


def test_silence_of_a_group_is_not_known_and_never_a_no() -> None:
    pathway = known(REFERRED, SPOKE, CHOSE, SENT)
    assert (pathway.of(Step.CONNECTED), pathway.why) == (UNKNOWN, Why.SILENT)


def test_a_group_that_is_full_is_not_the_end_while_the_case_is_open() -> None:
    pathway = known(REFERRED, SPOKE, CHOSE, SENT, FULL)
    assert (pathway.of(Step.CONNECTED), pathway.why) == (UNKNOWN, Why.CANNOT_NOW)
    assert of(Step.CONNECTED, REFERRED, SPOKE, CHOSE, SENT, FULL, CLOSED) is NO
    assert of(Step.CONNECTED, REFERRED, SPOKE, CHOSE, SENT, FULL, CLOSED, BACK) is UNKNOWN


def test_details_that_were_taken_back_wait_for_nobody() -> None:
    assert known(REFERRED, SPOKE, CHOSE, SENT, ("DetailsTakenBack", {})).why is Why.NOT_SENT


def test_whoever_goes_by_themselves_is_connected() -> None:
    assert of(Step.CONNECTED, REFERRED, SPOKE, CHOSE, ("ToldAbout", {})) is YES


def test_whether_they_got_there_stays_unknown_also_after_the_end() -> None:
    pathway = known(REFERRED, SPOKE, CHOSE, SENT, WELCOME, CLOSED)
    assert (pathway.of(Step.ATTENDED), pathway.why) == (UNKNOWN, Why.NO_WORD)


def test_not_yet_is_not_a_no() -> None:
    pathway = known(REFERRED, SPOKE, CHOSE, SENT, WELCOME, says("person", "visit", "not_yet"))
    assert (pathway.of(Step.ATTENDED), pathway.why) == (UNKNOWN, Why.NOT_YET)


@pytest.mark.parametrize(
    "words",
    [
        (says("person", "visit", "not_yet"), says("partner", "visit", "no")),
        (says("partner", "visit", "no"), says("person", "visit", "not_yet")),
        (says("person", "visit", "not_yet"), says("partner", "visit", "unknown")),
    ],
)
def test_not_yet_beside_a_no_is_not_known_and_waits(words: tuple[Told, Told]) -> None:
    pathway = known(REFERRED, SPOKE, CHOSE, SENT, WELCOME, *words)
    assert (pathway.of(Step.ATTENDED), pathway.why) == (UNKNOWN, Why.NOT_YET)


def test_a_yes_after_the_others_not_yet_is_a_visit_and_one_before_it_is_disputed() -> None:
    until_then = (REFERRED, SPOKE, CHOSE, SENT, WELCOME)
    yes, not_yet = says("partner", "visit", "yes"), says("person", "visit", "not_yet")
    assert of(Step.ATTENDED, *until_then, not_yet, yes) is YES
    assert of(Step.ATTENDED, *until_then, yes, not_yet) is DISPUTED


def test_whom_nobody_was_asked_about_waits_for_a_word_and_not_for_an_answer() -> None:
    until_then = (REFERRED, SPOKE, (*WELCOME, CHOIR), (*WELCOME, WALK))
    one_no = (*says("person", "visit", "no"), CHOIR)
    assert known(*until_then, one_no).why is Why.NO_WORD
    assert known(*until_then, (*says("person", "visit", "unknown"), CHOIR)).why is Why.CANNOT_SAY


def test_two_who_say_different_things_are_disputed_until_they_agree() -> None:
    until_then = (REFERRED, SPOKE, CHOSE, SENT, WELCOME, says("partner", "visit", "no"))
    assert of(Step.ATTENDED, *until_then) is NO
    assert of(Step.ATTENDED, *until_then, says("person", "visit", "yes")) is DISPUTED
    corrected = says("partner", "visit", "yes")
    assert of(Step.ATTENDED, *until_then, says("person", "visit", "yes"), corrected) is YES


def test_one_visit_suffices_and_a_no_counts_when_no_other_visit_may_come() -> None:
    both = (
        (*WELCOME, CHOIR),
        (*WELCOME, WALK),
        (*says("person", "visit", "no"), CHOIR),
    )
    assert of(Step.ATTENDED, REFERRED, SPOKE, *both) is UNKNOWN
    assert of(Step.ATTENDED, REFERRED, SPOKE, *both, (*says("person", "visit", "no"), WALK)) is NO
    assert of(Step.ATTENDED, REFERRED, SPOKE, *both, (*says("person", "visit", "yes"), WALK)) is YES


@pytest.mark.parametrize(
    ("person", "partner", "expected"),
    [
        ("yes", None, YES),
        ("a_little", None, YES),
        ("yes", "a_little", YES),
        ("no", None, NO),
        ("unknown", None, UNKNOWN),
        ("no", "yes", DISPUTED),
        ("yes", "no", DISPUTED),
        (None, "yes", UNKNOWN),
    ],
)
def test_whether_it_helped_is_the_persons_own_word(
    person: str | None, partner: str | None, expected: Known
) -> None:
    said = [
        says(who, "helped", answer)
        for who, answer in (("person", person), ("partner", partner))
        if answer
    ]
    visit = says("person", "visit", "yes")
    assert of(Step.HELPED, REFERRED, SPOKE, CHOSE, SENT, WELCOME, visit, *said) is expected


def test_a_correction_changes_nothing_of_what_was_known_before() -> None:
    told = facts(
        REFERRED, SPOKE, CHOSE, SENT, WELCOME,
        says("person", "visit", "yes"), says("person", "visit", "no"),
    )  # fmt: skip
    assert versions(told)[:-1] == versions(told[:-1])
    assert versions(told)[-2].pathway.of(Step.ATTENDED) is YES
    assert versions(told)[-1].pathway.of(Step.ATTENDED) is NO


ANY = st.sampled_from([
    SPOKE, CHOSE, ("GoalSet", {}), SENT, WELCOME, FULL, CLOSED, BACK, ("ReferralReturned", {}),
    ("ToldAbout", {}), ("DetailsTakenBack", {}),
    *(
        says(who, "visit", answer)
        for who in ("person", "partner")
        for answer in ("yes", "no", "not_yet")
    ),
    *(says(who, "helped", answer) for who in ("person", "partner") for answer in ("yes", "no")),
])  # fmt: skip
HISTORIES = st.lists(
    st.builds(lambda one, which: (*one, which), ANY, st.sampled_from([CHOIR, WALK]))
)


@given(HISTORIES, st.sampled_from(["yes", "no", "not_asked"]), st.randoms())
def test_whatever_happens(told: list[tuple[Any, ...]], wants: str, chance: Any) -> None:
    """What is promised of every history: order of telling, no gaps, and the past stays."""
    history = facts(("ReferralReceived", {"wants": wants}), *told)
    found = versions(history)
    assert found[0].known_from == MORNING
    for earlier, later in pairwise(found):
        assert earlier.known_from < later.known_from
        assert earlier.pathway != later.pathway
    for one in found:
        reached = [one.pathway.of(step) is YES for step in ASKED]
        assert reached == sorted(reached, reverse=True), "a yes stands on a yes"
        assert (one.pathway.why is not None) <= (UNKNOWN in one.pathway.known)
    cut = chance.randint(1, len(history))
    until_then = versions(history[:cut])
    assert [one for one in found if one.known_from <= history[cut - 1].at] == until_then
    shuffled = list(history)
    chance.shuffle(shuffled)
    assert versions(shuffled) == found
