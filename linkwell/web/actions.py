"""Keep and drop the draft of a form."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, ActorKind, Permission, operator
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.tables.sealing import seal
from linkwell.web.events import DraftDropped, DraftKept
from linkwell.web.models import Draft

KEPT_FOR = timedelta(hours=12)


@action(Permission.KEEP_DRAFT)
def keep_draft(path: str, fields: Mapping[str, list[str]], *, by: Actor) -> UUID:
    """Keep what was written on the page at `path`, in place of an earlier draft of it."""
    earlier = Draft.objects.select_for_update().filter(user_id=by.id, path=path).first()
    draft = earlier or Draft(user_id=by.id, path=path)
    draft.sealed, draft.expires_at = seal(json.dumps(fields)), clock.now() + KEPT_FOR
    draft.save()
    record(DraftKept(subject_id=draft.pk))
    return draft.pk


@action(Permission.KEEP_DRAFT)
def drop_draft(draft_id: UUID, *, by: Actor) -> None:
    """Forget one draft: it was sent after all, or is too old."""
    mine = Draft.objects.filter(pk=draft_id)
    if by.kind is not ActorKind.OPERATOR:
        mine = mine.filter(user_id=by.id)
    mine.delete()
    record(DraftDropped(subject_id=draft_id))


def drop_drafts(path: str, *, by: Actor) -> None:
    """Forget the writer's draft of this page, if there is one."""
    for draft in Draft.objects.filter(user_id=by.id, path=path):
        drop_draft(draft.pk, by=by)


def drop_old_drafts(now: datetime) -> int:
    """Forget every draft that has grown too old: done by the worker. How many there were."""
    old = list(Draft.objects.filter(expires_at__lte=now).values_list("pk", flat=True))
    for draft_id in old:
        drop_draft(draft_id, by=operator("drafts"))
    return len(old)
