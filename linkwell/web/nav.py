"""The bar at the top: only pages that exist, and only those that the actor may open."""

from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Hat, Role, hats
from linkwell.web.pages import NavItem

# Address name, label, and who has it. The first of somebody's items is where they begin.
PLACES: tuple[tuple[str, str, frozenset[Hat]], ...] = (
    ("today", "Today", TEAM),
    ("people", "People", TEAM),
    ("queue", "Team queue", TEAM),
    ("cover", "Cover", TEAM),
    ("entries-waiting", "Directory", TEAM | {Role.MANAGER}),
    ("practice", "Your referrals", frozenset({Role.GP, Role.RECEPTIONIST})),
    (
        "refer",
        "Refer someone",
        frozenset({Role.GP, Role.RECEPTIONIST, *TEAM}),
    ),
    ("funnel", "Who got there", frozenset({Role.MANAGER})),
    ("gaps", "What is missing", frozenset({Role.MANAGER})),
    ("service", "Service", frozenset({Role.MANAGER})),
    ("readings", "Who looked", frozenset({Role.PRIVACY_LEAD})),
    ("explain", "Who may see", frozenset({Role.PRIVACY_LEAD})),
)


def nav_for(actor: Actor, here: str = "") -> tuple[NavItem, ...]:
    """The actor's items; `here` is the address name of the page they stand on."""
    worn = hats(actor)
    return tuple(
        NavItem(label, reverse(name), here=name == here)
        for name, label, whose in PLACES
        if not whose.isdisjoint(worn)
    )


def home_of(actor: Actor) -> str | None:
    """The address where the actor begins; None for somebody without any place here."""
    places = nav_for(actor)
    return places[0].href if places else None
