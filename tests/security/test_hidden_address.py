"""T05, H04: where Jo lives stands on no page of anybody, in no message, no log, no address."""

import logging
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.urls import resolve, reverse
from pypdf import PdfReader

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.actions import choose, send, show_options
from linkwell.connections.models import Connection, Offer
from linkwell.connections.queries import latest_list
from linkwell.connections.rules import DisclosedLine, How, Line, Partner
from linkwell.consent.rules import HowAsked
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.kernel.ids import UUID
from linkwell.messages.models import Message
from linkwell.people.models import Address
from linkwell.plans.actions import set_goal
from linkwell.referrals.models import Referral
from tests import town
from tests.pages.people import EVERYBODY, client_of
from tests.pages.places import answer as an_answer

pytestmark = [
    pytest.mark.security,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

JO = next(person for person in PEOPLE if person.hide_address)
STREET, POSTCODE = JO.address
NEIGHBOUR = "M32 0AA"  # another postcode of the same sector
GIVEN_AWAY = (STREET, "Hidden Garth", POSTCODE, POSTCODE.replace(" ", ""), POSTCODE.split()[0])


def gives_away(text: str) -> list[str]:
    return [trace for trace in GIVEN_AWAY if trace.lower() in text.lower()]


@pytest.fixture
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def pages_about_jo(people: dict[str, UUID]) -> list[str]:
    with acting_as(staff_actor("tom")):
        case = Case.objects.get(person_id=people["jo"])
        referral = Referral.objects.get(person_id=people["jo"])
    return [
        *(reverse(name) for name in ("today", "queue", "people", "practice", "me", "readings")),
        reverse("referral", args=[referral.pk]),
        reverse("case", args=[case.pk]),
        reverse("ask", args=[case.pk]),
    ]


def test_a_hidden_address_stands_on_no_page(
    people: dict[str, UUID], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = pages_about_jo(people)
    opened = 0
    for who in (*EVERYBODY, "jo"):
        client = client_of(who, people)
        for page in pages:
            answer = client.get(page)
            opened += answer.status_code == 200 and "Jo" in answer.content.decode()
            assert gives_away(answer.content.decode() + str(answer.headers)) == [], (who, page)
    assert opened >= 8  # Tom, Ruth, the practice and Jo herself do see her
    assert gives_away(caplog.text) == []


def whole_journey(people: dict[str, UUID]) -> list[str]:
    """Jo through every step; the addresses of every page, file and paper about her."""
    tom, jo = staff_actor("tom"), people["jo"]
    with acting_as(tom):
        case = Case.objects.get(person_id=jo)
        asked: dict[str, object] = {"need": [], "text": "", "near": ""}
        shown = show_options(case.pk, asked=asked, answer=an_answer(), by=tom)
        choose(Offer.objects.get(option_list=shown).pk, by=tom)
        connection = Connection.objects.get(offer__option_list=shown)
    send(
        connection.pk,
        [DisclosedLine(Line.CALLED, "Jo"), DisclosedLine(Line.ASK, "Tom, 0161 496 0155")],
        how=How.SENT,
        agreed_how=HowAsked.PHONE,
        partner=Partner("Somewhere", "office@somewhere.example"),
        asks=tom.name,
        by=tom,
    )
    set_goal(case.pk, words="A home that feels like ours.", by=tom)
    told = tell_practice(case.pk, Words(done="Furniture is found."), about=About.PLAN, by=tom)
    town.run_deliveries()
    of_the_case = (
        "map-again",
        "case", "ask", "until", "end", "tell-practice", "hard-days", "died", "withdraw", "proxy",
        "decision", "own-page", "talk", "reach", "last-letter", "gentle-end", "plan", "plan-copy",
        "planned", "measures", "pulses", "raise-concern",
    )  # fmt: skip
    of_the_connection = ("connection", "connection-asked", "connection-stop")
    of_the_message = ("practice-message", "practice-message-pdf", "practice-message-json")
    return [
        *pages_about_jo(people),
        *(reverse(name) for name in ("cover", "welcome", "who-sees", "stop", "refer", "leaflet")),
        *(reverse(name, args=[case.pk]) for name in of_the_case),
        *(reverse(name, args=[connection.pk]) for name in of_the_connection),
        *(reverse(name, args=[told.pk]) for name in of_the_message),
        reverse("options", args=[shown.pk]),
    ]


def letters_about(person_id: UUID) -> list[str]:
    """Every message about somebody that has left the house, without the secrets of its links."""
    with acting_as(staff_actor("ruth")):
        ids = list(Message.objects.filter(person_id=person_id).values_list("pk", flat=True))
    paths = [Path(settings.HOME) / "outbox" / f"{message_id}.json" for message_id in ids]
    texts = [path.read_text() for path in paths if path.exists()]
    return [re.sub(r"/c/\S+", "", text) for text in texts]


def as_text(answer: Any) -> str:
    """What an answer says: of a PDF, the words on its pages."""
    if answer.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return f"{answer.content.decode()} {answer.headers}"


def test_a_hidden_address_stands_in_no_output_of_the_whole_journey(
    people: dict[str, UUID], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = whole_journey(people)
    opened = set()
    for who in (*EVERYBODY, "jo"):
        client = client_of(who, people)
        for page in pages:
            answer = client.get(page)
            if answer.status_code == 200:
                opened.add(page)
            assert gives_away(as_text(answer)) == [], (who, page)
    unseen = {resolve(page).url_name for page in set(pages) - opened}
    assert unseen <= {"welcome", "gentle-end", "pulses", "last-letter", "referral"}, unseen
    assert gives_away(caplog.text) == []
    letters = letters_about(people["jo"])
    assert letters
    assert gives_away(" ".join(letters)) == []


def test_her_own_link_worker_sees_that_it_is_hidden_and_no_more(people: dict[str, UUID]) -> None:
    answer = client_of("tom", people).get(pages_about_jo(people)[-2])
    assert "Hidden address" in answer.content.decode()


def test_options_do_not_tell_how_far_from_her_home_they_are(people: dict[str, UUID]) -> None:
    tom = client_of("tom", people)
    ask = pages_about_jo(people)[-1]
    shown = tom.post(ask, {"need": ["practical"], "text": "", "miles": "6"}, follow=True)
    assert shown.status_code == 200
    assert gives_away(shown.content.decode()) == []
    with acting_as(staff_actor("tom")):
        case = Case.objects.get(person_id=people["jo"])
        kept = latest_list(case.pk)
    assert kept is not None
    assert kept.asked["near"] == ""
    assert {option["distance_m"] for option in kept.answer["options"]} <= {None}
    assert gives_away(str(kept.asked) + str(kept.answer)) == []


def test_who_types_her_postcode_learns_nothing_and_leaves_nothing(people: dict[str, UUID]) -> None:
    """It answers as any other postcode of its sector does, from the middle of all of them."""
    tom = client_of("tom", people)
    ask = pages_about_jo(people)[-1]
    kept = []
    for typed in (POSTCODE.lower(), NEIGHBOUR):
        answer = tom.post(ask, {"need": ["loneliness"], "near": typed}, follow=True)
        assert answer.status_code == 200
        assert gives_away(answer.content.decode() + answer.request["PATH_INFO"]) == []
        with acting_as(staff_actor("tom")):
            row = latest_list(Case.objects.get(person_id=people["jo"]).pk)
        assert row is not None
        assert gives_away(str(row.asked) + str(row.answer)) == []
        answered = {key: row.answer[key] for key in ("options", "hidden", "considered")}
        kept.append((row.asked, answered))
    assert kept[0] == kept[1]
    distances = {option["distance_m"] for option in kept[0][1]["options"]}
    assert distances - {None}


def test_where_somebody_close_harms_them_home_is_hidden_too(people: dict[str, UUID]) -> None:
    """What was measured from home before is not told any more, nor is the address."""
    nadia = client_of("nadia", people)
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=people["maureen"])
        street, postcode = Address.objects.values_list("lines", "postcode").get(pk=case.person_id)
    shown = nadia.post(reverse("ask", args=[case.pk]), {"need": ["loneliness"]}, follow=True)
    old_list, story = shown.request["PATH_INFO"], reverse("case", args=[case.pk])
    assert "on foot" in shown.content.decode()
    assert postcode in nadia.get(story).content.decode()
    nadia.post(reverse("abuse", args=[case.pk, "on"]))
    for page in (story, old_list, reverse("ask", args=[case.pk])):
        told = nadia.get(page).content.decode()
        assert street not in told
        assert postcode not in told
        assert "on foot" not in told
    again = nadia.post(reverse("ask", args=[case.pk]), {"need": ["loneliness"]}, follow=True)
    assert "no place was given" in again.content.decode()


def test_a_home_can_be_hidden_later_also_one_that_is_not_known(people: dict[str, UUID]) -> None:
    nadia = client_of("nadia", people)
    for who in ("maureen", "farida"):
        with acting_as(staff_actor("nadia")):
            case = Case.objects.filter(person_id=people[who]).first()
        if case is None:
            continue
        address = reverse("hide-home", args=[case.pk, "on"])
        page = nadia.post(address, follow=True).content.decode()
        assert "shown nowhere any more" in page
        assert "Nothing has changed" in nadia.post(address, follow=True).content.decode()
        story = nadia.get(reverse("case", args=[case.pk])).content.decode()
        assert "Hidden address" in story
        assert "Where they live is hidden" in story


def test_nothing_that_is_kept_repeats_it(people: dict[str, UUID]) -> None:
    """The address stands in one row of one table."""
    found = []
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r'"
            " and relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"select count(*) from {table} t where t::text ilike %s", ["%garth%"])
            found += [table] * cursor.fetchone()[0]
    assert found == ["people_address"]
