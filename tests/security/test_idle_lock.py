"""T09: a screen left alone locks, keeps what was being written, and gives it to nobody else."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from linkwell.access.models import User
from linkwell.demo.cast import STAFF
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.sealing import seal, unseal
from linkwell.web.actions import drop_old_drafts, keep_draft
from linkwell.web.models import Draft
from tests.accounts import PASSWORD, Account, code_now, has_password, make_user, signs_in, with_app
from tests.pages.html import read
from tests.town import seed

pytestmark = [pytest.mark.security, pytest.mark.django_db]
WORDS = "Lost his job at the depot.\nSays he has stopped seeing his mates."
WRITTEN = {"words": WORDS, "given_name": "Derek", "_keep": "words given_name", "password": "no"}


def later(minutes: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False)


def staff(key: str) -> Account:
    return with_app(has_password(User.objects.get(email=STAFF[key].email)))


@pytest.fixture
def nadia(client: Client) -> Account:
    """A link worker, signed in with `client`."""
    seed()
    account = staff("nadia")
    signs_in(client, account.user)
    return account


def box(client: Client, name: str) -> str:
    """What stands in a box of the referral form."""
    [element] = read(client.get("/refer/").content.decode()).named(name)
    return element.text or element.attributes.get("value", "")


def test_it_stays_open_while_there_is_work(client: Client, nadia: Account) -> None:
    for minutes in (14, 28, 42):
        with later(minutes):
            assert client.get("/today/").status_code == 200


def test_after_a_quarter_of_an_hour_the_next_request_meets_the_lock(
    client: Client, nadia: Account
) -> None:
    with later(15):
        answer = client.get("/today/")
        assert answer.headers["Location"] == "/account/locked"
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        assert client.get("/people/").headers["Location"] == "/account/locked"
        page = client.get("/account/locked").content.decode()
    assert "Locked while you were away" in page
    assert "Nadia Rahman" in page
    assert "Maureen" not in page


@pytest.mark.parametrize("secret", ["password", "app", "sheet"])
def test_a_password_or_a_code_opens_it_where_it_was(
    client: Client, nadia: Account, secret: str
) -> None:
    with later(20):
        shown = {"password": PASSWORD, "app": code_now(), "sheet": nadia.codes[0]}[secret]
        client.get("/people/")
        answer = client.post("/account/locked", {"secret": shown})
        assert answer.headers["Location"] == "/people/"
        assert client.get("/people/").status_code == 200


def test_anything_else_does_not(client: Client, nadia: Account) -> None:
    with later(20):
        client.get("/people/")
        page = client.post("/account/locked", {"secret": "wrong"}).content.decode()
        assert "That is neither your password nor a code of now" in page
        assert client.get("/people/").status_code == 302
        for _ in range(5):
            answer = client.post("/account/locked", {"secret": "wrong"})
        assert answer.status_code == 429
        assert client.post("/account/locked", {"secret": PASSWORD}).status_code == 429


def test_what_was_written_comes_back(client: Client, nadia: Account) -> None:
    with later(20):
        assert client.post("/refer/", WRITTEN).headers["Location"] == "/account/locked"
        client.post("/account/locked", {"secret": PASSWORD})
        assert box(client, "words") == WORDS
        assert box(client, "given_name") == "Derek"
        assert box(client, "words") == WORDS  # and again: it is dropped when it is sent
        client.post("/refer/", {"words": "sent"})
        assert box(client, "words") == ""


def test_it_rests_sealed_and_without_secrets(client: Client, nadia: Account) -> None:
    with later(20):
        client.post("/refer/", WRITTEN)
    [draft] = Draft.objects.all()
    assert "depot" not in draft.sealed
    assert json.loads(unseal(draft.sealed) or "") == {"words": [WORDS], "given_name": ["Derek"]}


def test_nobody_else_gets_it(client: Client, nadia: Account) -> None:
    with later(20):
        client.post("/refer/", WRITTEN)
        other = Client()
        signs_in(other, staff("tom").user)
        assert box(other, "words") == ""


def test_after_twelve_hours_it_is_over_and_the_draft_still_waits(
    client: Client, nadia: Account
) -> None:
    with later(12 * 60):
        answer = client.post("/refer/", WRITTEN)
        assert answer.headers["Location"] == "/account/sign-in"
        assert "_auth_user_id" not in client.session
        signs_in(client, nadia.user)
        assert box(client, "words") == WORDS
    with later(24 * 60 + 1):
        assert drop_old_drafts(clock.now()) == 1
        assert not Draft.objects.exists()


def test_a_page_left_open_brings_its_draft_by_itself(client: Client, nadia: Account) -> None:
    answer = client.post("/account/locked/keep", {**WRITTEN, "_page": "/refer/"})
    assert answer.headers["Location"] == "/account/locked"
    assert client.get("/today/").headers["Location"] == "/account/locked"
    client.post("/account/locked", {"secret": PASSWORD})
    assert box(client, "words") == WORDS


def test_typing_keeps_it_open_but_opens_nothing(client: Client, nadia: Account) -> None:
    with later(10):
        assert client.get("/account/here").status_code == 204
    with later(20):
        assert client.get("/today/").status_code == 200
    with later(40):
        client.get("/account/here")
        assert client.get("/today/").headers["Location"] == "/account/locked"


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example/", "evil", "/" * 600, "/\0"]
)
def test_a_draft_leads_nowhere_else(client: Client, nadia: Account, page: str) -> None:
    client.post("/account/locked/keep", {**WRITTEN, "_page": page})
    assert client.post("/account/locked", {"secret": PASSWORD}).headers["Location"] == "/"
    assert not Draft.objects.exists()


def test_a_draft_has_a_size(client: Client, nadia: Account) -> None:
    client.post("/account/locked/keep", {**WRITTEN, "words": "x" * 70_000, "_page": "/refer/"})
    assert not Draft.objects.exists()


def test_a_form_from_elsewhere_cannot_plant_a_draft(nadia: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nadia.user)
    assert strict.post("/account/locked/keep", {**WRITTEN, "_page": "/refer/"}).status_code == 403
    with later(20):
        assert strict.post("/refer/", WRITTEN).status_code == 403
    assert not Draft.objects.exists()


def test_who_has_no_place_here_keeps_no_draft() -> None:
    from linkwell.access.queries import actor_for

    with pytest.raises(NotThere):
        keep_draft("/refer/", {"words": ["x"]}, by=actor_for(make_user()))


def test_a_seal_of_another_installation_opens_nothing(settings: object) -> None:
    sealed = seal("words")
    assert unseal(sealed) == "words"
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert unseal(sealed) is None
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert unseal("no seal at all") is None


def test_the_demo_unlocks_with_one_button(client: Client) -> None:
    seed()
    client.post("/demo/be/nadia")
    assert client.get("/today/").status_code == 200
    with later(20):
        client.get("/people/")
        assert "Go on as Nadia Rahman" in client.get("/account/locked").content.decode()
        assert client.post("/account/locked").headers["Location"] == "/people/"
