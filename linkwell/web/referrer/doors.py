"""For which practices somebody may refer, and where their referrals go."""

from linkwell.access.models import PracticeAgreement
from linkwell.access.queries import Door, doors_of
from linkwell.access.rules import TEAM, Actor, ActorKind, LinkPurpose, Role

REFERRERS: tuple[Role | LinkPurpose, ...] = (Role.GP, Role.RECEPTIONIST, *TEAM, LinkPurpose.REFER)


def doors_for(actor: Actor) -> list[Door]:
    """The practices for which this actor may refer, and where their referrals go."""
    if actor.kind is ActorKind.LINK:
        assert actor.organisation_id is not None
        doors = doors_of((actor.organisation_id,))
        return [door for door in doors if door.service_id == actor.service_id]
    own = actor.organisations(Role.GP, Role.RECEPTIONIST)
    if own:
        return doors_of(own)
    services = actor.organisations(*TEAM)
    practices = PracticeAgreement.objects.filter(service_id__in=services, ended_on=None)
    doors = doors_of(tuple(practices.values_list("practice_id", flat=True)))
    return [door for door in doors if door.service_id in services]
