"""Fill the demo town, by the same actions that people use. Running it again changes nothing."""

from importlib.resources import files

from linkwell.access import links
from linkwell.access.models import Link, Organisation, User
from linkwell.access.plans import read_plan
from linkwell.access.queries import actor_for
from linkwell.access.rules import Actor, LinkPurpose, OrganisationKind, operator
from linkwell.access.scope import acting_as
from linkwell.access.setting_up import set_up
from linkwell.demo.cast import PEOPLE, STAFF, CastPerson
from linkwell.directory.actions.providing import give_entry_link
from linkwell.directory.brought import is_in
from linkwell.directory.importing import import_sheet
from linkwell.directory.mapping import read_mapping
from linkwell.directory.models import Service
from linkwell.people.models import Person
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.rules import NewReferral, ReferralState

_PUBLISHER = "The demo town"
TOWNS = ("town.toml", "next_door.toml")


def seed() -> None:
    """The town's services, its directory, its staff and its people, each once."""
    _fill_directory()
    for name in TOWNS:
        set_up(read_plan((files(__package__) / name).read_text()), by=operator("demo"))
    for person in PEOPLE:
        receipt = refer(person)
        if person.taken_by is not None:
            _take(receipt, by=staff_actor(person.taken_by))


def _fill_directory() -> None:
    """The groups and services that people can be connected to, from `services.csv`."""
    _bring_in(_PUBLISHER, "services")


def bring_lists() -> None:
    """Lists as their publishers send them, for the demo that is served, where somebody looks at
    lists: one of which some lines cannot come in, and what it offers has ended for this year; one
    that names a group of the town's own list once more."""
    _bring_in("Oakmere summer list", "summer")
    _bring_in("Altrincham neighbours", "neighbours")


def _bring_in(publisher: str, name: str) -> None:
    """Once: a list that is in already is not brought again."""
    folder = files(__package__)
    data = (folder / f"{name}.csv").read_bytes()
    mapping = read_mapping((folder / f"{name}.toml").read_text(), name=f"{name}.toml")
    if not is_in(publisher, data, mapping):
        import_sheet(
            data, publisher=publisher, by=operator("demo"), mapping=mapping, source=f"{name}.csv"
        )


def staff_actor(key: str) -> Actor:
    """A member of the cast as an actor."""
    return actor_for(User.objects.get(email=STAFF[key].email))


def refer(person: CastPerson) -> Receipt:
    """Refer somebody of the cast as their referrer did."""
    practice = Organisation.objects.get(kind=OrganisationKind.PRACTICE, name=person.practice)
    by = _link_actor(practice) if person.sent_by == "link" else staff_actor(person.sent_by)
    return submit(new_referral(person, practice), key=person.submission_key, by=by)


def new_referral(person: CastPerson, practice: Organisation) -> NewReferral:
    agreement = practice.agreements.get(ended_on=None)
    return NewReferral(
        service_id=agreement.service_id,
        practice_id=practice.pk,
        referred_by=person.referred_by,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.born,
        words=person.words,
        wants=person.wants,
        nhs_number=person.nhs_number,
        no_nhs_number=None if person.nhs_number else NoNhsNumber.NOT_KNOWN,
        contacts=person.contacts,
        address_lines=person.address[0],
        postcode=person.address[1],
        hide_address=person.hide_address,
        language=person.language,
        helps=person.helps,
    )


def own_link(person: CastPerson) -> Actor:
    """A link of that person's own, just issued, as an actor."""
    with acting_as(staff_actor("ruth")):
        named = Person.objects.filter(given_name=person.given_name, family_name=person.family_name)
        found = named.earliest("created_at")
    token = links.issue(
        LinkPurpose.SELF,
        holder=found.person_id,
        service_id=found.service_id,
        by=operator("demo"),
    )
    actor = links.open_link(token, LinkPurpose.SELF)
    assert actor is not None
    return actor


def entry_link(name: str) -> Actor:
    """A group's link to its own entry, just given, as an actor."""
    service = Service.objects.get(name=name, publisher__name=_PUBLISHER)
    link = give_entry_link(service.pk, by=operator("demo"))
    actor = links.actor_of_link(link.id, LinkPurpose.ENTRY)
    assert actor is not None
    return actor


def _link_actor(practice: Organisation) -> Actor:
    """The practice's oldest open link; a new one where somebody has revoked them all."""
    held = Link.objects.filter(purpose=LinkPurpose.REFER, organisation=practice, revoked_at=None)
    oldest = held.order_by("created_at").first()
    actor = links.actor_of_link(oldest.pk, LinkPurpose.REFER) if oldest else None
    if actor is not None:
        return actor
    service_id = practice.agreements.get(ended_on=None).service_id
    token = links.issue(
        LinkPurpose.REFER, organisation_id=practice.pk, service_id=service_id, by=operator("demo")
    )
    made = links.open_link(token, LinkPurpose.REFER)
    assert made is not None
    return made


def _take(receipt: Receipt, *, by: Actor) -> None:
    with acting_as(by):
        waiting = Referral.objects.filter(
            pk=receipt.referral_id, state=ReferralState.RECEIVED
        ).exists()
        if waiting:
            accept(receipt.referral_id, by=by)
