"""A talk at a set time with somebody who speaks Urdu: the page warns until one is booked."""

import pytest
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from tests import town
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def given_faridas_case(visitor: Visitor) -> Case:
    town.fill()
    when_somebody_is(visitor, "nadia")
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["farida"])
        return case


def when_a_talk_is_planned(visitor: Visitor, case: Case) -> None:
    visitor.opens(reverse("planned", args=[case.pk]))
    visitor.page.get_by_label("Which day?").fill("in a week")
    visitor.page.get_by_label("What time?").fill("2pm")
    visitor.chooses("By phone")
    visitor.presses("Plan this talk")


def then_it_warns_until_one_is_booked(visitor: Visitor) -> None:
    visitor.sees("Planned, without an interpreter.")
    visitor.sees("No interpreter booked")
    town.run_deliveries()
    visitor.presses("Interpreter booked")
    visitor.does_not_see("No interpreter booked")
    visitor.presses("They can’t")
    visitor.sees("They couldn’t")


def test_a_talk_without_an_interpreter_warns(visitor: Visitor) -> None:
    case = given_faridas_case(visitor)
    when_a_talk_is_planned(visitor, case)
    visitor.page_is_sound_at_every_size()
    then_it_warns_until_one_is_booked(visitor)
    visitor.page_is_sound_at_every_size()


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    case = given_faridas_case(plain_visitor)
    when_a_talk_is_planned(plain_visitor, case)
    then_it_warns_until_one_is_booked(plain_visitor)


def test_where_safety_is_flagged_no_relative_interprets(visitor: Visitor) -> None:
    case = given_faridas_case(visitor)
    visitor.opens(reverse("planned", args=[case.pk]))
    visitor.does_not_see("Never let a relative or friend interpret")
    mark_at_risk(case.pk, by=staff_actor("nadia"))
    visitor.opens(reverse("planned", args=[case.pk]))
    visitor.sees("Never let a relative or friend interpret")
    visitor.page_is_sound()


def test_what_cannot_be_read_is_asked_again(visitor: Visitor) -> None:
    case = given_faridas_case(visitor)
    visitor.opens(reverse("planned", args=[case.pk]))
    visitor.page.get_by_label("Which day?").fill("soon")
    visitor.page.get_by_label("What time?").fill("half ten")
    visitor.presses("Plan this talk")
    visitor.sees("Write a time, such as 10:30am or 2pm")
    visitor.sees("Choose where you talk")
    visitor.page_is_sound()
