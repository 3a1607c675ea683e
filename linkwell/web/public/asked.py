"""What somebody asked the public directory for. It travels in the address sealed: one can go back
to it and keep it, and it says nothing to whoever reads a history or a log."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from linkwell.directory.queries import postcodes
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import METRES_IN_A_MILE
from linkwell.matching.request import DAYS, Request
from linkwell.needs.rules import Need
from linkwell.tables.sealing import seal, unseal

FIRST = 10  # that are shown before somebody asks for more
MOST = 50
MILES = 6
SEALED = "q"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`need` is one of the twelve, or empty; `near` a postcode as it was typed."""

    text: str = ""
    near: str = ""
    need: str = ""
    free: bool = False
    step_free: bool = False
    today: bool = False
    evenings: bool = False
    children: bool = False
    top: int = FIRST

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Of an address that cannot be read, nothing was asked."""
        text = unseal(request.GET.get(SEALED, ""))
        try:
            return cls(**json.loads(text)) if text else cls()
        except TypeError:  # sealed by us for something else
            return cls()

    def address(self, **other: Any) -> str:
        """Where the same is asked, or with something `other`."""
        sealed = seal(json.dumps(asdict(replace(self, **other))))
        return f"{reverse('find')}?{urlencode({SEALED: sealed})}"

    @property
    def is_anything(self) -> bool:
        return bool(self.text or self.near or self.need)

    def request(self) -> Request:
        """InputAtFault where the postcode is none, or not on our map."""
        place = postcodes().place(self.near) if self.near else None
        if place is not None and place.point is None:
            raise InputAtFault(f"“{self.near}” is not on our map of Great Britain")
        here = list(DAYS.values())[clock.today().weekday()]
        return Request(
            at=place,
            needs=(Need(self.need),) if self.need else (),
            text=self.text,
            km=MILES * METRES_IN_A_MILE / 1000,
            free=self.free,
            step_free=self.step_free,
            days=(here,) if self.today else (),
            evenings=self.evenings,
            children=self.children,
            top=self.top,
        )
