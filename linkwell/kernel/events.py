"""What a domain event may hold: ids, codes, numbers and dates. Never free text about a person."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, ClassVar, get_args, get_type_hints
from uuid import UUID

_ALLOWED = (UUID, bool, int, float, date, datetime, Enum, type(None))


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A fact, named in the past tense: `ReferralAccepted`. Subclass it as a frozen dataclass.

    `subject_id` is the row the fact is about (a referral, a case); `person_id` the person it
    concerns, or None; `service_id` the service whose journal it stands in, or None for facts
    about the directory or the installation.
    """

    version: ClassVar[int] = 1
    subject_id: UUID
    person_id: UUID | None = None
    service_id: UUID | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, hint in cls.__annotations__.items():
            if isinstance(hint, str):
                raise TypeError(f"{cls.__name__}.{name}: write the type itself, not as text.")
            for part in get_args(hint) if isinstance(hint, UnionType) else (hint,):
                if not (isinstance(part, type) and issubclass(part, _ALLOWED)):
                    raise TypeError(
                        f"{cls.__name__}.{name}: events hold ids, codes, numbers, dates."
                    )

    @property
    def name(self) -> str:
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        """The event's own fields as JSON values; the common three have columns of their own."""
        common = set(get_type_hints(DomainEvent))
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in common}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
