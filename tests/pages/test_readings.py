"""Who looked: what a privacy lead reads of a day, and of one person."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.kernel import ids
from tests import town
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def rows(page: bytes) -> list[str]:
    return unescape(page.decode()).split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]


def test_a_list_is_one_line_and_hides_no_record_that_was_opened() -> None:
    town.fill()
    maureen = town.person_ids()["maureen"]
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=maureen)
    nadia, marcus = of("nadia"), of("marcus")
    nadia.get(reverse("case", args=[case.pk]))
    nadia.get(reverse("today"))
    found = rows(marcus.get(reverse("readings")).content)
    assert ["a list of" in row for row in found[:2]] == [True, False]
    assert ids.reference(maureen) in found[1]
    assert "Maureen" not in "".join(found)


def test_everything_that_named_one_person_is_shown_and_nothing_else() -> None:
    town.fill()
    people = town.person_ids()
    nadia, marcus = of("nadia"), of("marcus")
    nadia.get(reverse("today"))
    page = marcus.post(reverse("readings"), {"person": people["maureen"]}).content
    found = rows(page)
    assert f"Every page that named {ids.reference(people['maureen'])}" in unescape(page.decode())
    assert found
    assert all(ids.reference(people["maureen"]) in row for row in found)
    for nobody in ("", str(ids.new_id()), "x"):
        page = marcus.post(reverse("readings"), {"person": nobody}).content
        assert "to mend before this can go" in unescape(page.decode()), nobody
