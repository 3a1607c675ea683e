"""Nobody answers: three tries, a letter, and a gentle end; and a relative who rings."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from linkwell.cases.models import Case
from linkwell.conversations.reaching import Outcome
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from tests import town
from tests.actions.talking import DANGER, state_of, taken_on
from tests.actions.test_reaching import PHONE, TEXT, tried, unanswered
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def given_una(**changes: object) -> Case:
    town.fill()
    return taken_on(contacts=(PHONE, TEXT), **changes)


def when_three_tries_reach_nobody(visitor: Visitor, case: Case) -> None:
    tried(case, 2, last=1)
    visitor.opens(reverse("reach", args=[case.pk]))
    visitor.presses("Somebody else answered")
    visitor.sees("Written down: ")
    town.run_deliveries()


def then_a_letter_is_written(visitor: Visitor) -> None:
    visitor.follows("Write to Una")
    visitor.sees("Dear Una,")
    visitor.presses("Write to Una")
    visitor.sees("Written. It goes by a way that is safe, or is held.")
    town.run_deliveries()


def test_three_tries_and_a_letter(visitor: Visitor) -> None:
    case = given_una()
    when_somebody_is(visitor, "nadia")
    visitor.opens(reverse("reach", args=[case.pk]))
    visitor.page_is_sound_at_every_size()
    when_three_tries_reach_nobody(visitor, case)
    visitor.page_is_sound_at_every_size()
    visitor.follows("Write to Una")
    visitor.page_is_sound_at_every_size()
    visitor.opens(reverse("reach", args=[case.pk]))
    then_a_letter_is_written(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    case = given_una()
    when_somebody_is(plain_visitor, "nadia")
    when_three_tries_reach_nobody(plain_visitor, case)
    then_a_letter_is_written(plain_visitor)


def ten_working_days_on() -> time_machine.travel:
    moment = datetime.combine(clock.today() + timedelta(days=22), time(10), LONDON)
    return time_machine.travel(moment, tick=True)


def test_the_gentle_end(visitor: Visitor) -> None:
    case = given_una()
    unanswered(case)
    with ten_working_days_on():
        when_somebody_is(visitor, "nadia")
        visitor.opens(reverse("reach", args=[case.pk]))
        visitor.follows("Decide what happens next")
        visitor.page_is_sound_at_every_size()
        visitor.presses("End it gently, tell the practice")
        visitor.sees("Ended for now. The practice is told.")
    assert state_of(case) == "closed"


def test_over_open_danger_a_supervisor_decides(visitor: Visitor) -> None:
    case = given_una(words=DANGER)
    unanswered(case)
    with ten_working_days_on():
        when_somebody_is(visitor, "nadia")
        visitor.opens(reverse("gentle-end", args=[case.pk]))
        visitor.sees("This never ends by itself: a supervisor decides.")
        visitor.does_not_see("End it gently")
        visitor.page_is_sound_at_every_size()
        when_somebody_is(visitor, "ruth")
        visitor.opens(reverse("gentle-end", args=[case.pk]))
        visitor.presses("Go on trying")
        visitor.sees("We go on trying.")
    assert state_of(case) == "waiting"


def test_a_relative_nobody_knows_rings(visitor: Visitor) -> None:
    case = given_una()
    tried(case, outcome=Outcome.SOMEBODY_ELSE)
    when_somebody_is(visitor, "nadia")
    visitor.opens(reverse("reach", args=[case.pk]))
    visitor.follows("What to say to somebody you do not know")
    visitor.sees("I can’t say whether we know anybody of that name.")
    visitor.does_not_see("Una")
    visitor.page_is_sound_at_every_size()


def test_no_letter_is_printed_for_who_must_not_be_written_to(visitor: Visitor) -> None:
    town.fill()
    case = taken_on(contacts=(PHONE,), hide_address=True, address_lines="1 Garth")
    tried(case, 3)
    when_somebody_is(visitor, "nadia")
    visitor.opens(reverse("last-letter", args=[case.pk]))
    visitor.sees("Do not post it by hand.")
    visitor.sees("Not to be printed")
