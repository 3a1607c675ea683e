"""Look for a caller by name and birth date; open a sealed record for a reason in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.cover import Found, break_glass, find_caller
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.people.rules import search_form
from linkwell.safety.events import CallerSought, SearchRefused
from linkwell.safety.models import FailedSearch
from linkwell.safety.queries import failures
from linkwell.safety.rules import WITHIN, may_look_again


@dataclass(frozen=True)
class Sought:
    """What came of looking for a caller. Sealed, unknown and refused records look alike to her."""

    found: Found | None
    refused: bool = False


@action(Permission.COVER)
def look_for_caller(
    service_id: UUID, *, given_name: str, family_name: str, birth_date: date, by: Actor
) -> Sought:
    """Find somebody of the service by whole name and birth date.

    The eleventh search in ten minutes that finds nobody is refused, and the lead is told. Several
    with the same name and birth date count as nobody: ask the supervisor.
    """
    member = membership_in(by, service_id, *TEAM)
    sought = _seek(member, search_form(family_name, given_name), birth_date, sealed=False)
    if sought.found is not None:
        record(CallerSought(subject_id=member.pk, service_id=service_id, found=True))
    return sought


@action(Permission.BREAK_GLASS)
def open_sealed(
    service_id: UUID,
    *,
    given_name: str,
    family_name: str,
    birth_date: date,
    words: str,
    by: Actor,
) -> Sought:
    """Open a sealed record by breaking the glass, for a reason in words.

    Whoever is unknown, and whoever is known and not sealed, is answered alike and counts as a
    failed search: the way in for those is `look_for_caller`.
    """
    member = membership_in(by, service_id, *TEAM)
    sought = _seek(member, search_form(family_name, given_name), birth_date, sealed=True)
    if sought.found is not None:
        break_glass(sought.found.person_id, service_id=service_id, words=words, by=by)
    return sought


def _seek(member: Membership, name: str, birth_date: date, *, sealed: bool) -> Sought:
    """The only one of that name and birth date, sealed or not; whatever else is a failed search."""
    about = {"subject_id": member.pk, "service_id": member.organisation_id}
    failed = FailedSearch(service_id=member.organisation_id, member=member)
    now = clock.now()
    if not may_look_again(failures(member.pk, now - WITHIN), now):
        failed.refused = True
        failed.save(force_insert=True)
        record(SearchRefused(**about))
        return Sought(None, refused=True)
    people = find_caller(member.organisation_id, search_name=name, birth_date=birth_date)
    found = [one for one in people if one.sealed is sealed]
    if len(found) != 1:
        failed.save(force_insert=True)
        record(CallerSought(**about, found=False))
        return Sought(None)
    return Sought(found[0])
