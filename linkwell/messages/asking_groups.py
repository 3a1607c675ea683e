"""Groups are asked whether their entries are still right: by day, a few at a time, the least sure
first. It is about entries and about nobody, so that no message about a person is made of it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from linkwell.access.links import address_of
from linkwell.access.rules import LinkPurpose, system_actor
from linkwell.access.scope import acting_as, actor_now
from linkwell.directory.actions.asking import ask_group, question_posted
from linkwell.directory.asking import Way, whom_to_ask
from linkwell.directory.keeping import Asking
from linkwell.directory.waiting import asked_before, due_candidates
from linkwell.journal.deliveries import TryLater
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.messages.actions import send_to_group
from linkwell.messages.backends import Letter
from linkwell.messages.rules import after_the_night, is_waking
from linkwell.people.rules import Channel
from linkwell.tables.sealing import unseal

AT_ONCE = 20  # an hour: nobody's telephone line is asked too much of


def ask_groups(now: datetime) -> int:
    """Ask those whose entries are least sure; how many. Never at night."""
    if not is_waking(now):
        return 0
    actor = system_actor("asking groups", person_id=None, service_id=None)
    today = clock.on_day(now)
    with acting_as(actor):
        due = due_candidates(today)
        before = asked_before(
            (one.service_id for one in due),
            (one.group for one in due),
            (to for one in due for to in (one.email, one.phone) if to),
            today,
        )
    asked = 0
    for question in whom_to_ask(due, before, today, most=AT_ONCE):
        try:
            ask_group(question, by=actor)
        except (WrongState, NotThere):
            continue  # asked by another worker, or answered a moment ago
        asked += 1
    return asked


def post_question(event: Event) -> None:
    """Send it, by day; a call is owed on the list and needs no message. What was answered
    meanwhile does not go."""
    row = Asking.objects.select_related("service").get(pk=event.subject_id)
    if row.way == Way.RING:
        return
    if not is_waking(clock.now()):
        raise TryLater(after_the_night(clock.now()))
    token = unseal(row.secret) if row.secret else None
    posted = question_posted(row.pk, by=actor_now())
    if posted.sent_at is not None and token:
        link = address_of(LinkPurpose.ENTRY, token, origin=settings.ORIGIN)
        send_to_group(_letter(row.pk, Way(row.way), row.to, row.service.name, link))


def _letter(asking_id: UUID, way: Way, to: str, name: str, link: str) -> Letter:
    text = (
        f"Link workers tell people about {name}. Is what we say still right? Yes, change or"
        f" closed: {link}"
    )
    more = (
        " One press, no account. The link is yours: please do not pass it on. If you do not answer,"
        " nothing changes, but we will be less sure of it. We ask once a week at most."
    )
    return Letter(
        id=str(asking_id),
        channel=Channel.EMAIL if way is Way.EMAIL else Channel.TEXT,
        to=to,
        subject=f"Is what we say of {name} still right?" if way is Way.EMAIL else "",
        body=text + more if way is Way.EMAIL else text,
    )
