"""What a link worker reads: danger first and for as long as it matters, and where to go next."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.rules import OrganisationKind
from linkwell.access.scope import acting_as
from linkwell.cases.actions import begin
from linkwell.cases.models import Case
from linkwell.connections.models import Offer
from linkwell.connections.queries import offered_names
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, staff_actor
from linkwell.directory.models import Service
from linkwell.kernel.ids import new_id
from linkwell.people.rules import Channel, NoNhsNumber, Safe
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.rules import Help, NewContact
from linkwell.tables.writing import writing
from tests import town
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

DEREK = next(person for person in PEOPLE if person.key == "derek")
UNKNOWN: dict[str, Any] = {
    "given_name": "Una",
    "nhs_number": None,
    "no_nhs_number": NoNhsNumber.NOT_KNOWN,
}
DANGER = "Behind with the rent. Says he wants to end his life."
ASKED = NewContact(Channel.PHONE, "07700 900418", Safe.YES)
NOT_ASKED = NewContact(Channel.PHONE, "07700 900418", Safe.NOT_ASKED)


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def taken_on(**changes: Any) -> Case:
    oakmere = Organisation.objects.get(kind=OrganisationKind.PRACTICE, name="Oakmere Surgery")
    new = replace(
        new_referral(DEREK, oakmere),
        **{**UNKNOWN, **changes},
    )
    receipt = submit(new, key=new_id(), by=staff_actor("amara"))
    case = accept(receipt.referral_id, by=staff_actor("nadia"))
    town.run_deliveries()
    return case


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return words_of(answer)


def words_of(answer: Any) -> str:
    """What a page says, without its marks."""
    seen = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+([.,:])", r"\1", " ".join(unescape(seen).split()))


def test_danger_stays_in_sight_when_somebody_is_taken_on(nadia: Client) -> None:
    case = taken_on(words=DANGER, contacts=(ASKED,))
    story = read(nadia, "case", case.pk)
    for words in ("Risk mentioned", "end his life", "0161 496 0170", "Then ring Una today", "999"):
        assert words in story
    assert "first talk, today" in story
    today = read(nadia, "today")
    assert today.index("Risk mentioned. First talk") < today.index("Referrals to decide")
    assert "Ring Una" in today


def test_nobody_is_told_to_ring_a_way_that_nobody_asked_about(nadia: Client) -> None:
    story = read(nadia, "case", taken_on(words=DANGER, contacts=(NOT_ASKED,)).pk)
    assert "Nobody has asked whether ringing Una is safe" in story
    assert "Then ring" not in story


def test_a_way_that_is_not_safe_is_not_said_to_be_unasked(nadia: Client) -> None:
    not_safe = replace(NOT_ASKED, safe=Safe.NO)
    story = read(nadia, "case", taken_on(words=DANGER, contacts=(not_safe,)).pk)
    assert "Ringing Una is not safe" in story
    assert "Then ring" not in story


def test_every_way_has_a_link_of_its_own(nadia: Client) -> None:
    contacts = (NOT_ASKED, replace(NOT_ASKED, channel=Channel.TEXT))
    case = taken_on(contacts=contacts)
    page = nadia.get(reverse("case", args=[case.pk])).content.decode()
    assert len(set(re.findall(rf"/cases/{case.pk}/reach/[^\"]+", page))) == 2


def test_an_active_case_stays_on_today(nadia: Client) -> None:
    case = taken_on()
    begin(case.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    assert "Find options together" in read(nadia, "today")
    assert "Find options together" in read(nadia, "case", case.pk)


def look_for(client: Client, case: Case, **asked: object) -> str:
    answer = client.post(reverse("ask", args=[case.pk]), {"need": [], **asked}, follow=True)
    assert answer.status_code == 200
    return words_of(answer)


def test_words_of_danger_bring_help_and_no_list(nadia: Client) -> None:
    page = look_for(nadia, taken_on(), text="wants to end his life")
    assert "Stop: words here mean danger" in page
    for line in ("111, option 2", "116 123 Samaritans, free, day and night", "0161 496 0170"):
        assert line in page
    assert "We understood" not in page
    assert "Why" not in page


def test_what_helps_them_take_part_is_asked_for_too(nadia: Client) -> None:
    page = look_for(nadia, taken_on(helps=frozenset({Help.STEP_FREE})), need="loneliness")
    assert "Step-free" in page.partition("We understood")[2].partition("Change or add")[0]
    page = look_for(nadia, taken_on(given_name="Zoe"), need="loneliness")
    assert "Step-free" not in page.partition("We understood")[2].partition("Change or add")[0]


def test_how_far_is_asked_and_said_in_miles(nadia: Client) -> None:
    page = look_for(nadia, taken_on(), need="loneliness", miles="3", near="M33 7BZ")
    assert "Within 3 miles of M33" in page


def test_how_far_is_told_only_when_there_was_a_place_to_look_from(nadia: Client) -> None:
    case = taken_on(hide_address=True)
    assert " on foot" in look_for(nadia, case, need="loneliness", near="M33 7BZ")
    page = look_for(nadia, case, need="loneliness")
    assert "that could fit" in page
    assert " on foot" not in page


def test_room_is_told_or_said_to_be_unknown(nadia: Client) -> None:
    with writing():
        Service.objects.update(available=None)
        Service.objects.filter(name="Tidewater Singers").update(
            available=6, available_on=date(2026, 11, 11)
        )
    page = look_for(nadia, taken_on(), need="loneliness", near="M33 7BZ")
    assert "Six places, Wed 11 Nov" in page
    assert "Nobody has told us whether there is room" in page


def test_nothing_suits_is_not_offered_once_something_is_chosen(nadia: Client) -> None:
    case = taken_on()
    assert "Nothing here suits Una" in look_for(nadia, case, need="loneliness")
    offer = first_offer(case)
    chosen = words_of(nadia.post(reverse("choose", args=[offer.pk]), follow=True))
    assert "Nothing has been sent." in chosen
    assert "Nothing here suits" not in chosen
    reason = {"reason": "not_my_thing"}
    refused = words_of(nadia.post(reverse("refuse", args=[offer.pk]), reason, follow=True))
    assert "Changed their mind" in refused


def first_offer(case: Case) -> Offer:
    with acting_as(staff_actor("nadia")):
        offer: Offer = Offer.objects.get(option_list__case_id=case.pk, rank=1)
        return offer


def found(client: Client, typed: str) -> str:
    return words_of(client.post(reverse("people"), {"name": typed}))


@pytest.mark.parametrize("typed", ["Ashdown", "ashdown maureen", "Maureen Ashdown", "maureen"])
def test_somebody_is_found_by_either_name_in_either_order(nadia: Client, typed: str) -> None:
    assert "Maureen Ashdown" in found(nadia, typed)


def test_who_is_not_found_is_said_and_the_tab_still_counts_everybody(nadia: Client) -> None:
    page = found(nadia, "nobody")
    assert "Nobody found for “nobody”. Try the family name." in page
    count = re.search(r"All my people (\d+)", read(nadia, "people"))
    assert count is not None
    assert count.group() in page


def test_a_supervisor_reads_what_became_of_everybody(nadia: Client) -> None:
    ruth = client_of("ruth", town.person_ids())
    page = read(ruth, "people")
    for words in ("Everybody in the service", "To be decided", "Said no, this time"):
        assert words in page
    assert 'href=""' not in ruth.get(reverse("people")).content.decode()


def test_no_name_stands_in_the_title_of_a_window(nadia: Client) -> None:
    case = taken_on()
    for name in ("case", "ask"):
        page = nadia.get(reverse(name, args=[case.pk])).content.decode()
        assert "Una" not in page.partition("<title>")[2].partition("</title>")[0]


def test_the_story_names_what_was_chosen_and_leads_back_to_the_list(nadia: Client) -> None:
    case = taken_on()
    look_for(nadia, case, need="loneliness")
    offer = first_offer(case)
    nadia.post(reverse("choose", args=[offer.pk]))
    with acting_as(staff_actor("nadia")):
        name = offered_names(case.person_id)[offer.pk]
    assert f"Chose {name}" in read(nadia, "case", case.pk)
    story = nadia.get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("options", args=[offer.option_list_id]) in story
