"""Where everybody tries to get in: each address with ids of rows that it is about, of Millrace."""

from datetime import timedelta

import pytest

from linkwell.access.models import Link, Organisation
from linkwell.access.scope import acting_as
from linkwell.cases.actions import name_proxy
from linkwell.cases.models import Case
from linkwell.connections.actions import choose, send, show_options
from linkwell.connections.models import Connection, Offer
from linkwell.connections.rules import DisclosedLine, How, Line, Partner
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.directory.actions.checking import note_know_how
from linkwell.directory.actions.pairs import join_pair
from linkwell.directory.models import Service, Suggestion
from linkwell.directory.open_data import COLLECTIONS, Wanted
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.interop.open_referral.profiles import HSDS, ORUK
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.people.models import ContactWay
from linkwell.people.rules import ProxyScope
from linkwell.referrals.models import Referral
from linkwell.tasks.actions import raise_task
from linkwell.tasks.rules import TaskKind
from tests import bringing, dangers, joining, saying, town
from tests.pages.talking import talking

Places = dict[str, tuple[UUID | str, ...]]


@pytest.fixture
@town.story
def places() -> Places:
    """Address name -> the ids of the row that it is tried with: Derek's, Maureen's."""
    town.fill()
    people = town.person_ids()
    with acting_as(staff_actor("nadia")) as nadia:
        derek = Referral.objects.get(person_id=people["derek"])
        case = Case.objects.get(person_id=people["maureen"])
        faridas = Case.objects.get(person_id=people["farida"]).pk
        way = ContactWay.objects.filter(person_id=people["maureen"]).first()
        asked = {"need": [], "text": "", "near": ""}
        shown = show_options(case.pk, asked=asked, answer=answer(), by=nadia)
        offer = Offer.objects.get(option_list=shown)
        chosen = _chosen(case)
        task = raise_task(
            TaskKind.DEBRIEF,
            cause=case.pk,
            about_id=case.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            due=clock.today(),
            by=nadia,
        )
        call = _call_off(case)
        told = tell_practice(case.pk, Words(done="We talked."), about=About.PLAN, by=nadia)
        proxy, _ = name_proxy(
            case.pk,
            name="Carl Ashdown",
            relation="son",
            scope=[ProxyScope.SPEAK],
            ends_on=clock.today() + timedelta(days=30),
            by=nadia,
        )
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    link = Link.objects.filter(organisation=oakmere, revoked_at=None).latest("created_at")
    return {
        "practice-link": ("nothing-opens-with-this",),
        "poster-link": ("nothing-opens-with-this",),
        **dict.fromkeys(("for-yourself-arrived", "for-yourself-pause"), (UUID(int=7),)),
        "own-link": ("nothing-opens-with-this",),
        "invitation": ("nothing-opens-with-this",),
        "receipt": (oakmere.pk, UUID(int=7)),
        "pause": (oakmere.pk, UUID(int=7)),
        **dict.fromkeys(("referral", "accept", "return"), (derek.pk,)),
        **dict.fromkeys(("case", "begin", "ask"), (case.pk,)),
        "safe-way": (case.pk, way.pk),
        **dict.fromkeys(("options", "nothing-suits"), (shown.pk,)),
        **dict.fromkeys(("choose", "refuse"), (offer.pk,)),
        **dict.fromkeys(_OF_A_CONNECTION, (chosen,)),
        "connection-line": (chosen, "when"),
        **_entry(),
        "connection-said": (chosen, "yes"),
        **dict.fromkeys(_OF_A_CASE, (case.pk,)),
        **dict.fromkeys(_OF_A_MESSAGE, (told.pk,)),
        "task-done": (task.pk,),
        "call-off": (call,),
        "proxy-end": (case.pk, proxy.pk),
        **dict.fromkeys(("abuse", "seal", "hide-home"), (case.pk, "on")),
        "proxy-link": ("nothing-opens-with-this",),
        "partner-link": ("nothing-opens-with-this",),
        "welcome-rest": ("later",),
        "new-link": (oakmere.pk,),
        "revoke-link": (link.pk,),
        "be": ("nobody-of-this-name",),
        **open_data(),
        **_lists(),
        **deciding_and_danger(derek.pk, case.pk, people["maureen"]),
        **talking(faridas),
    }


def _lists() -> Places:
    """Lists on their way in: each verb has one of its own."""
    coded = bringing.waiting("Coded", spec=bringing.SPEC)
    return {
        "list": (coded.pk,),
        "list-columns": (bringing.waiting("Columns").pk,),
        "list-words": (coded.pk,),
        "list-bring": (bringing.waiting("Brought", spec=bringing.SPEC).pk,),
        "list-away": (bringing.waiting("Put away").pk,),
        "list-again": (bringing.at_an_address("Asked again").pk,),
    }


def open_data() -> Places:
    """A record of each collection, by its address in both profiles."""
    first = {name: one.rows(Wanted())[0] for name, one in COLLECTIONS.items()}
    ids = {
        "services": first["services"].pk,
        "service_at_locations": first["service_at_locations"].pk,
        "organizations": first["organizations"].pk,
        "taxonomies": first["taxonomies"]["taxonomy_id"],
        "taxonomy_terms": first["taxonomy_terms"].source_id,
    }
    of_both = ((profile.name, name, own) for profile in (ORUK, HSDS) for name, own in ids.items())
    return {
        "open-referral-nothing": ("people",),
        **{f"{profile}-{name}-one": (own,) for profile, name, own in of_both},
    }


def deciding_and_danger(referral_id: UUID, case_id: UUID, known_id: UUID) -> Places:
    """Of deciding about Derek's referral, of an alert about Una, of a concern about Maureen."""
    alert, concern = dangers.alert_about_una(), dangers.concern_about(case_id)
    return {
        **dict.fromkeys(("give", "ask-more", "pass-on", "apart"), (referral_id,)),
        "same": (referral_id, known_id),
        "answer-practice": (referral_id,),
        **dict.fromkeys(("alert", "acknowledge"), (alert,)),
        "raise-concern": (case_id,),
        "danger": (known_id,),
        **dict.fromkeys(("concern", "take-concern"), (concern,)),
    }


def _entry() -> Places:
    """A group that Millrace knows something of."""
    nadia, group = staff_actor("nadia"), Service.objects.get(name="Tidewater Singers").pk
    millrace = Organisation.objects.get(name="Millrace Link Workers").pk
    row = note_know_how(group, "Ask for the kitchen door", organisation_id=millrace, by=nadia)
    so, not_so = Suggestion.objects.filter(state="open").order_by("id")[:2]
    return {
        "it-is-so": (so.pk,),
        "it-is-not": (not_so.pk,),
        **dict.fromkeys(("entry", "group", "group-sessions"), (group,)),
        "know-how-over": (row.pk,),
        **_kept_by_groups(group),
    }


def _kept_by_groups(group: UUID) -> Places:
    """What it says by its link, a call that is owed, and groups that somebody told us of. Each verb
    has a row of its own."""
    edits = saying.edits(group, 4)
    calls = saying.calls(2)
    new = saying.new_groups(2)
    return {
        "entry-link": ("nothing-opens-with-this",),
        **_pairs(group),
        **dict.fromkeys(("entry-give-link", "entry-close-links"), (group,)),
        "edit-accept": (edits[0],),
        "edit-refuse": (edits[1],),
        "edit-keep": (edits[2],),
        "edit-list": (edits[3],),
        "asking-rang": (calls[0],),
        "asking-nobody": (calls[1],),
        "new-group-add": (new[0],),
        "new-group-refuse": (new[1],),
    }


def _pairs(group: UUID) -> Places:
    """Two other entries that may be one with it, and one that is."""
    others = Service.objects.exclude(pk=group).order_by("name")[:3]
    same, different, apart = (joining.pair(group, other.pk) for other in others)
    join_pair(apart, stays=group, by=joining.CURATOR)
    return {
        "pair-same": (same, group),
        "pair-different": (different,),
        "pair-apart": (apart,),
    }


_OF_A_CONNECTION = tuple(
    f"connection{more}"
    for more in ("", "-tell", "-letter", "-take-back", "-asked", "-nudge", "-stop")
)


_OF_A_CASE = (
    "until", "end", "go-on", "tell-practice", "hard-days", "died", "withdraw",
    "withdrawal", "agree-anew", "proxy", "decision", "own-page", "not-died",
)  # fmt: skip
_OF_A_MESSAGE = tuple(f"practice-message{more}" for more in ("", "-pdf", "-json", "-filed"))


def _chosen(case: Case) -> UUID:
    """Something that Maureen chose and that nobody was told of yet."""
    nadia = staff_actor("nadia")
    asked = {"need": [], "text": "", "near": ""}
    shown = show_options(case.pk, asked=asked, answer=answer(), by=nadia)
    choose(Offer.objects.get(option_list=shown).pk, by=nadia)
    connection_id: UUID = Connection.objects.get(offer__option_list=shown).pk
    return connection_id


def _call_off(case: Case) -> UUID:
    """A group that has only a phone was told of Maureen, and is to hear that she does not come."""
    nadia, rung = staff_actor("nadia"), _chosen(case)
    send(
        rung,
        [DisclosedLine(Line.CALLED, "Maureen")],
        how=How.SENT,
        agreed_how=HowAsked.PHONE,
        partner=Partner("Somewhere", phone="0161 496 0199"),
        asks=nadia.name,
        by=nadia,
    )
    task = raise_task(
        TaskKind.CALL_OFF,
        cause=rung,
        about_id=rung,
        person_id=case.person_id,
        service_id=case.service_id,
        due=clock.today(),
        by=nadia,
    )
    call_id: UUID = task.pk
    return call_id


def answer() -> dict[str, object]:
    service = Service.objects.order_by("name").first()
    assert service is not None
    option = {
        "service_id": str(service.pk),
        "source_id": service.source_id,
        "name": service.name,
        "organisation": "Somebody",
        "distance_m": 400,
        "score": 50,
        "reasons": [{"factor": "need", "points": 50, "text": "Company"}],
        "doubts": [],
        "would_rank_higher_if": None,
        "next_session": None,
    }
    return {"query": {}, "considered": 1, "hidden": {}, "options": [option], "weights": "test"}
