"""What follows from an answer: the link that opened the questions opens nothing any more."""

from linkwell.access.links import revoke_links_of
from linkwell.access.rules import LinkPurpose
from linkwell.journal.models import Event


def close_link(event: Event) -> None:
    """Done here and not by the link itself: what is revoked may write nothing, not even that."""
    person_id, _ = event.whose()
    revoke_links_of(person_id, LinkPurpose.SURVEY, about_id=event.subject_id)
