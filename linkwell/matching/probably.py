"""What is not known of a service but its own words suggest: asked about by what they say."""

from linkwell.directory.prose.places import place_name
from linkwell.directory.prose.said import Field, Perhaps, read_session
from linkwell.directory.rules import Day, ReferralRoute
from linkwell.matching.factors import View, with_quote
from linkwell.matching.request import DAY_NAMES

_WAYS = {
    ReferralRoute.OPEN: "Probably the door is open",
    ReferralRoute.SELF: "Probably people can ask for themselves",
    ReferralRoute.PROFESSIONAL: "Probably somebody has to refer",
    ReferralRoute.VOUCHER: "Probably it takes people who bring a voucher",
}


def open_then(view: View) -> str:
    """The days that its words name; "" where they name none."""
    found = _of(view, Field.HOURS)
    days = {read_session(str(one.value)).day for one in found}
    names = [DAY_NAMES[day] for day in Day if day in days]
    return _asked(f"Probably open on {_and(names)}", found)


def costs(view: View) -> str:
    """Where one sentence speaks of a price and another of none, there is something to pay."""
    found = _of(view, Field.FREE)
    paid = [one for one in found if not one.value]
    return _asked("Probably it costs something" if paid else "Probably free", paid or found)


def way_in(view: View) -> str:
    """By the first of them: where there are several, each is in doubt."""
    found = _of(view, Field.ROUTE)
    return _asked(_WAYS[ReferralRoute(str(found[0].value))], found) if found else ""


def takes(view: View, age: int) -> str:
    """Where its words tell of several groups, one that fits is enough."""
    lowest, highest = _of(view, Field.MINIMUM_AGE), _of(view, Field.MAXIMUM_AGE)
    too_young = [] if any(age >= int(one.value) for one in lowest) else lowest
    too_old = [] if any(age <= int(one.value) for one in highest) else highest
    if too_young or too_old:
        return _asked(f"Probably not for somebody of {age}", too_young or too_old)
    return _asked(f"Probably it takes somebody of {age}", [*lowest, *highest])


def serves_elsewhere(view: View) -> str:
    """Where its words name places as served, and none of them is surely where the person is."""
    found = _of(view, Field.AREA)
    here = view.asked.at.authority if view.asked.at else None
    if here is None or here in [one.value for one in found]:
        return ""
    names = _and([place_name(str(one.value)) for one in found])
    if found and all(one.confirmed for one in found):
        return with_quote(f"It is for people in {names}", found[0].sentence)
    return _asked(f"Probably it is for people in {names}", found)


def says_otherwise(view: View) -> str:
    """Where its words contradict what its publisher says."""
    found = [one for one in view.candidate.perhaps if one.contradicts]
    return _asked("Its words may say otherwise than its listing", found)


def _of(view: View, field: Field) -> list[Perhaps]:
    return [one for one in view.candidate.perhaps if one.field is field and not one.contradicts]


def _asked(text: str, found: list[Perhaps]) -> str:
    return f"{with_quote(text, found[0].sentence)}. Ask" if found else ""


def _and(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
