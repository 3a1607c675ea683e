"""Ruth brings in a sheet that nobody has explained yet: she says what its columns and words mean,
looks at what that makes, brings it in, and reads which lines did not come."""

import pytest
from django.urls import reverse

from linkwell.directory.going_on import go_on
from linkwell.directory.imports import ListImport
from linkwell.directory.models import Service
from tests.bringing import SHEET
from tests.journeys.browser import Visitor
from tests.journeys.steps import given_the_town, somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def brings_in_a_list(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "ruth")
    visitor.opens(reverse("entries-waiting"))
    visitor.page.get_by_role("link", name="Lists that come in").click()
    visitor.sees_heading("Lists that come in")
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_role("link", name="Bring in a list").click()
    visitor.presses("Look at it first")
    visitor.sees("Write whose list it is")
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_label("Whose list is it?").fill("Oak list")
    visitor.page.get_by_label("Its file").set_input_files(
        {"name": "oak.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    )
    visitor.presses("Look at it first")
    visitor.sees_heading("Oak list: what its columns say")
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_label("Website").select_option("")
    visitor.presses("See what that makes")
    visitor.sees_heading("Oak list: what its words mean")
    visitor.page_is_sound_at_every_size()
    visitor.presses("See what that makes")
    visitor.sees_heading("Oak list: look at it first")
    visitor.sees("It has no name")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Bring it in")
    visitor.sees_heading("Oak list: coming in")
    visitor.page_is_sound_at_every_size()
    go_on(ListImport.objects.get(publisher="Oak list").pk)  # as the worker does
    visitor.page.get_by_role("link", name="Look again").click()
    visitor.sees_heading("Oak list")
    visitor.sees("Did not come in (1)")
    visitor.page_is_sound_at_every_size()
    assert Service.objects.get(name="The long table").url == ""


def test_brings_in_a_list(visitor: Visitor) -> None:
    brings_in_a_list(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    brings_in_a_list(plain_visitor)
