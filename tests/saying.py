"""Groups that say something of themselves: by their links, by a call, by the form of a minute."""

from collections.abc import Mapping

from linkwell.access import links
from linkwell.access.rules import Actor, LinkPurpose, operator, system_actor
from linkwell.access.scope import acting_as
from linkwell.directory.actions.adding import Told, tell_of_group
from linkwell.directory.actions.providing import change_entry, give_entry_link
from linkwell.directory.asking import Way
from linkwell.directory.edits import EditField
from linkwell.directory.keeping import Asking, Edit
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.tables.writing import writing

OPERATOR = operator("tests")
ANYBODY = system_actor("somebody tells us of a group", person_id=None, service_id=None)
WAITING: Mapping[EditField, str] = {
    EditField.PHONE: "0161 496 0555",
    EditField.PLACE: "12 Lock Lane, Sale, M33 7PX",
    EditField.EMAIL: "hello@tidewater.example",
    EditField.RUN_BY: "Tidewater Trust",
}


def entry_of(name: str = "Tidewater Singers") -> UUID:
    return Service.objects.get(name=name).pk


def group(service_id: UUID) -> Actor:
    """Whoever runs it, by a link just given."""
    link = give_entry_link(service_id, by=OPERATOR)
    actor = links.actor_of_link(link.id, LinkPurpose.ENTRY)
    assert actor is not None
    return actor


def edits(service_id: UUID, count: int) -> list[UUID]:
    """So many changes that wait for a curator."""
    change_entry(dict(list(WAITING.items())[:count]), by=group(service_id))
    return [row.pk for row in Edit.objects.filter(service=service_id).order_by("made_at", "id")]


def calls(count: int) -> list[UUID]:
    """So many groups to ring."""
    rows = []
    services = Service.objects.exclude(phone="").order_by("name")
    with acting_as(OPERATOR), writing():
        for service in services[:count]:
            row = Asking(
                service=service,
                group=service.organization_id,
                way=Way.RING,
                to=service.phone,
                asked_on=clock.today(),
            )
            row.save(force_insert=True)
            rows.append(row.pk)
    return rows


BENCH = Told(
    name="Bench Talkers",
    description="Tea and company on the bench by the lock.",
    hours="Monday 10am - 11am",
    postcode="M33 7BZ",
    eligibility="Anyone",
    application_process="Sit down",
    organiser_phone="07700 900777",
)


def new_groups(count: int) -> list[UUID]:
    """So many groups that anybody told us of."""
    return [tell_of_group(BENCH, by=ANYBODY).pk for _ in range(count)]
