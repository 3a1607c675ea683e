"""What happened to drafts, for the journal."""

from dataclasses import dataclass

from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class DraftKept(DomainEvent):
    """A session locked over an unsent form; what was written is kept. Subject: the draft."""


@dataclass(frozen=True, kw_only=True)
class DraftDropped(DomainEvent):
    """A kept form was sent after all, or grew too old. Subject: the draft."""
