"""What is known of a group, in a few words."""

from linkwell.directory.rules import Listing
from linkwell.matching.factors import shortened
from linkwell.web.design.words import counted, short_day
from linkwell.web.people_words import sentence


def room_of(listing: Listing) -> str | None:
    if listing.available is None:
        return None
    told = f", {short_day(listing.available_on)}" if listing.available_on else ""
    left = sentence(counted(listing.available, "place", "places")) if listing.available else "Full"
    return f"{left}{told}"


def cost_of(listing: Listing) -> str | None:
    if listing.free:
        return "Free"
    return shortened(listing.fees) or ("It costs something" if listing.free is False else None)


def first_sentence(text: str) -> str:
    """What a text says first: "Singing for pleasure. No auditions." -> "Singing for pleasure."."""
    first, dot, _ = text.strip().partition(". ")
    return first + dot.strip()


def place_of(listing: Listing) -> str:
    """Address and postcode in one line; empty where neither is known."""
    where = listing.where
    return ", ".join(filter(None, (where.address, where.postcode))) if where else ""


def ages_of(listing: Listing) -> str:
    """Whom it takes, by age in years; empty where neither bound is known."""
    low, high = listing.minimum_age, listing.maximum_age
    if high is not None:
        return f"Ages {low or 0} to {high}"
    if low is None:
        return ""
    return f"From age {low}" if low else "Any age"
