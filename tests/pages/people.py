"""Everybody who may stand at a door: the cast, those with a link, and nobody."""

from django.test import Client
from django.urls import reverse

from linkwell.access import links
from linkwell.access.models import Organisation, User
from linkwell.access.rules import LinkPurpose, operator
from linkwell.demo.cast import STAFF
from linkwell.kernel.ids import UUID
from linkwell.web.sign_in.second_factor import DEMO

NOBODY = "nobody"
PRACTICE_LINK = "practice link"
POSTER = "poster"
OWN_LINK = "maureen"
EVERYBODY = (NOBODY, *STAFF, PRACTICE_LINK, POSTER, OWN_LINK)


def client_of(who: str, people: dict[str, UUID]) -> Client:
    """A browser of one of EVERYBODY; `people` as from `town.person_ids`."""
    client = Client(raise_request_exception=False)
    if who in STAFF:
        client.force_login(User.objects.get(email=STAFF[who].email))
        _mark_as_demo(client)
    elif who == PRACTICE_LINK:
        _open(client, "practice-link", practice_token())
    elif who == POSTER:
        _open(client, "poster-link", practice_token(LinkPurpose.ASK))
    elif who != NOBODY:
        _open(client, "own-link", own_token(people[who]), press=True)
    return client


def own_token(person_id: UUID) -> str:
    return links.issue(LinkPurpose.SELF, holder=person_id, by=operator("tests"))


def practice_token(purpose: LinkPurpose = LinkPurpose.REFER) -> str:
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    service = Organisation.objects.get(name="Millrace Link Workers")
    return links.issue(
        purpose, organisation_id=oakmere.pk, service_id=service.pk, by=operator("tests")
    )


def _mark_as_demo(client: Client) -> None:
    """As after the demo's switch: no second factor is asked for."""
    session = client.session
    session[DEMO] = True
    session.save()


def _open(client: Client, name: str, token: str, *, press: bool = False) -> None:
    answer = getattr(client, "post" if press else "get")(reverse(name, args=[token]))
    assert answer.status_code == 302, answer.status_code
