"""What a table became, all at once."""

from dataclasses import dataclass

from linkwell.directory.drafting import Drafting
from linkwell.directory.drafts import Draft
from linkwell.directory.rules import Refusal


@dataclass(frozen=True)
class Drafted:
    drafts: tuple[Draft, ...]
    refused: tuple[Refusal, ...]
    no_place: tuple[Refusal, ...]


def drafted_of(coming: Drafting) -> Drafted:
    return Drafted(tuple(coming), coming.refused, tuple(coming.aside.no_place))
