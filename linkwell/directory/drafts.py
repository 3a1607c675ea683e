"""A listing that a file offers, with what is worked out from it before the database is asked."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from linkwell.directory.documents import Document, document_of
from linkwell.directory.prose.rules import Suggested, suggestions
from linkwell.directory.publishing import terms_of
from linkwell.directory.rules import Listing, Placed


@dataclass(frozen=True)
class Draft:
    """A listing that a file offers, and the line where it stands (the heading is line 1).

    `line_digest` is that of all that the line says, where it has no id of its own. A feed's record
    has its `document`, and its places there; a sheet's has the one place of the listing.
    """

    line: int
    organization_id: str
    listing: Listing
    line_digest: str = ""
    document: Document | None = None
    elsewhere: tuple[Placed, ...] = ()

    @property
    def places(self) -> tuple[Placed, ...]:
        where = self.listing.where
        return self.elsewhere or ((Placed(self.listing.source_id, where),) if where else ())

    @cached_property
    def told(self) -> Document:
        """What we publish of it: its publisher's document, or one that says what a line says."""
        return document_of(self.listing) if self.document is None else self.document

    @cached_property
    def terms(self) -> dict[str, Document]:
        """The terms of taxonomies that we publish of it, by their ids."""
        return {term["id"]: term for term in terms_of(self.told)}

    @cached_property
    def suggested(self) -> tuple[Suggested, ...]:
        """What its prose hides."""
        return suggestions(self.listing)

    @cached_property
    def digest(self) -> str:
        """Equal for equal content, wherever it stands: an unchanged row is not written again."""
        said = (self.organization_id, self.listing, self.line_digest, self.document)
        return hashlib.sha256(json.dumps(said, default=_plainly).encode()).hexdigest()


def _plainly(part: Any) -> Any:
    """A part of a listing as JSON can hold it."""
    return part.isoformat() if isinstance(part, (date, time)) else list(vars(part).values())
