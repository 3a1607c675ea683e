"""What is looked for with somebody: what a form says, what is asked, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.http import HttpRequest

from linkwell.directory.queries import postcodes
from linkwell.gaps.queries import area_of
from linkwell.kernel import postcode
from linkwell.kernel.geography import METRES_IN_A_MILE
from linkwell.matching.gates import ENGLISH
from linkwell.matching.request import DAYS, Gender, Request
from linkwell.needs.rules import Need
from linkwell.people.models import Person
from linkwell.people.rules import age_on
from linkwell.referrals.rules import Help
from linkwell.tables.sealing import seal, unseal

SHOWN = 4  # options on one list: few enough to choose from
MILES = 6  # how far to look when nobody says how far
HOME = "home"
SOMEWHERE = "somewhere"  # near a place that was typed, of which nothing is kept


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`near` is a postcode that somebody typed; without one it is near their home, if known."""

    need: tuple[str, ...] = ()
    text: str = ""
    km: float = MILES * METRES_IN_A_MILE / 1000
    near: str = ""
    days: tuple[str, ...] = ()
    free: bool = False
    step_free: bool = False
    language: str = ""  # other than English
    age: int | None = None
    gender: str = ""  # as they say it, where it was asked

    @classmethod
    def for_person(cls, person: Person, day: date, said: Mapping[str, Any]) -> Self:
        """What was typed, and what is known to fit this person."""
        return cls(
            need=tuple(said["need"]),
            text=said["text"],
            km=(said["miles"] or MILES) * METRES_IN_A_MILE / 1000,
            near=said["near"],
            step_free=Help.STEP_FREE in person.helps,
            language="" if person.language == ENGLISH else person.language,
            age=age_on(person.birth_date, day),
        )

    @classmethod
    def of_list(cls, asked: Mapping[str, Any]) -> Self:
        """What a list was asked for, but for its place: of that little is kept."""
        return cls(
            need=tuple(asked["need"]),
            text=asked["text"],
            km=float(asked.get("km", cls.km)),
            days=tuple(asked.get("days", ())),
            free=asked.get("free", False),
            step_free=asked.get("step_free", False),
            language=asked.get("language", ""),
            age=asked.get("age"),
            gender=asked.get("gender", ""),
        )

    def for_a_child(self, age: int) -> Self:
        """Whatever was typed: somebody under 18 sees only what is known to take them."""
        return replace(self, age=age)

    def request(self, home: str, *, guarded: bool) -> Request:
        """`guarded`: where they live is hidden, so that nothing is measured from a door."""
        near = self.near or home
        at = postcodes().find(near) if near else None
        return Request(
            at=replace(at, point=postcodes().sector(at.postcode)) if at and guarded else at,
            needs=tuple(Need(code) for code in self.need),
            text=self.text,
            km=self.km,
            top=SHOWN,
            age=self.age,
            language=self.language,
            gender=Gender(self.gender) if self.gender else None,
            step_free=self.step_free,
            free=self.free,
            days=tuple(DAYS[code] for code in self.days),
        )

    def kept(self, home: str, *, guarded: bool) -> dict[str, Any]:
        """Without the place: half of a postcode that was typed, or that it was their home; where
        that is hidden, no part of any postcode, since it may be theirs. Gaps are counted by `area`,
        of thousands of people; where the home is hidden, not even by that."""
        typed = SOMEWHERE if guarded else postcode.outward(self.near) if self.near else ""
        place = typed if self.near else HOME if home else ""
        near = "" if guarded else self.near or home
        return {
            **asdict(self),
            "need": list(self.need),
            "days": list(self.days),
            "km": f"{self.km:g}",
            "near": place,
            "area": area_of(postcodes().find(near)) if near else "",
        }


_PLACES, _MOST = "places_of_lists", 5


def remember_place(request: HttpRequest, list_id: UUID, near: str) -> None:
    """A list keeps half of the postcode; for as long as one is signed in, filters know it whole."""
    if near:
        before = list(request.session.get(_PLACES, {}).items())[1 - _MOST :]
        request.session[_PLACES] = {**dict(before), str(list_id): seal(near)}


def place_of(request: HttpRequest, list_id: UUID) -> str:
    """The postcode that this list was looked for near to, if it was typed by whoever asks."""
    sealed = request.session.get(_PLACES, {}).get(str(list_id))
    return (unseal(sealed) or "") if sealed else ""
