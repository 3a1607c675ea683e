"""Whose receipt it is: a link is shared by everybody who has it, so a browser shows its own."""

from uuid import UUID

from django.http import HttpRequest

from linkwell.access.queries import Door
from linkwell.access.rules import Actor, ActorKind
from linkwell.kernel.errors import NotThere
from linkwell.referrals.models import Receipt
from linkwell.referrals.queries import receipt_for
from linkwell.web.referrer.doors import doors_for

_SENT, _MOST = "sent", 50  # the session's key for what was sent from it, and how many it keeps


def keep_receipt(request: HttpRequest, receipt: Receipt) -> None:
    """This browser sent it; until it is closed, its receipt and its question open here."""
    sent = [one for one in request.session.get(_SENT, []) if one != str(receipt.key)]
    request.session[_SENT] = [*sent, str(receipt.key)][-_MOST:]


def own_receipt(
    request: HttpRequest, actor: Actor, key: UUID, *, practice_id: UUID
) -> tuple[Receipt, Door]:
    """A receipt and the door it came in by. NotThere for another's: by a link, another browser's.

    Who signs in at the practice sees its referrals anyway.
    """
    shared = actor.kind is ActorKind.LINK
    found = receipt_for(key, practice_id=practice_id)
    doors = {(door.practice_id, door.service_id): door for door in doors_for(actor)}
    door = doors.get((practice_id, found.service_id)) if found else None
    if found is None or door is None or (shared and str(key) not in request.session.get(_SENT, [])):
        raise NotThere
    return found, door
