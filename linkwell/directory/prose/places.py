"""Which place a sentence says is served: a local authority by its code, any other by its name.

Where something stands is not whom it is for, and what also serves elsewhere has no bound.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from linkwell.directory.prose.said import Confidence, Field, Said, any_of

_OF = (
    r"(?:the |all of |parts of |most of |(?:the )?(?:(?:metropolitan |london )?borough|city|town"
    r"|county|villages?|boundar(?:y|ies)) of )*"
)
_IN = "(?:in|within|across|throughout)"
# What follows these is the place served, whatever its name.
_SURE = any_of(
    rf"\b(?:residents?|inhabitants?)(?: who live| living)? (?:of|from|{_IN}) {_OF}",
    rf"\bresid(?:es?|ing|ent) {_IN} {_OF}",
    rf"\bli(?:ves?|ving) (?:and working |or work(?:ing)? )?{_IN} {_OF}",
    r"\bregistered with (?:a|any|their) (?:gp|doctor)(?: practice| surgery)? (?:in|within)"
    rf" {_OF}",
    rf"\b(?:within|throughout) {_OF}",
    flags=re.I,
)
# What follows these is probably the place served, if it is one that we know.
_PERHAPS = any_of(
    rf"\b(?:in(?: and around)?|across|around|from|serv(?:es|ing)|cover(?:s|ing)) {_OF}",
    r"\b(?:people|communit(?:y|ies)|areas?|parts|all|boroughs?|cit(?:y|ies)|towns?|county) of"
    rf" {_OF}",
    flags=re.I,
)
_WORD = r"[^\W\d_][\w’'.]*"
_NAME = re.compile(rf"{_WORD}(?:(?: |-)(?:(?:upon|on|and|of|the|le)[ -])?{_WORD}){{0,4}}")
_CAPITAL = r"[A-Z][\w’']+"
_CAPITALS = re.compile(rf"{_CAPITAL}(?:(?: |-)(?:(?:upon|on|le)[ -])?{_CAPITAL}){{0,3}}")
_AND = re.compile(r"(?: area| region)?(?:, | and | & |, and | or | / )(?:the )?")
_NAMED = any_of(  # the place stands before the word that tells of it
    rf"\b(?:in|of) the ((?:{_CAPITAL}[ -]){{1,3}})(?:area|district|community)\b",
    rf"\b((?:{_CAPITAL}[ -]){{1,3}})residents\b",
    rf"\b({_CAPITAL} )GPs?\b",
)
_ELSEWHERE = any_of(
    r"\b(?:nationally|nation-?wide|internationally|world-?wide|globally|elsewhere|overseas|abroad"
    r"|beyond|anywhere|national and international|across the world)",
    r"\b(?:u\.?k|united kingdom|great britain|europe|germany|africa|asia|india|pakistan"
    r"|bangladesh|israel)\b",
    flags=re.I,
)
_HOUSE = (
    r"(?:offices?|premises|cent(?:re|er)s?|church(?:es)?|schools?|halls?|venues?|clubs?|park|museum"
    r"|buildings?|hospitals?|colleges?|university|diocese|bishop|base)"
)
_STOOD = (
    r"(?:based|located|situated|founded|formed|registered|established|meet(?:s|ing)?|held|born"
    r"|built|made|studying|operates from)"
)
_STANDS_THERE = any_of(  # up to the place
    rf"\b(?:{_HOUSE}|{_STOOD}|north|south|east|west)[’'”\"]?(?: is| are| was)?(?: both)? $",
    rf"\b(?:{_HOUSE}|{_STOOD}) (?:in|at|on) [^.,;]{{2,40}} $",
    flags=re.I,
)
_NO_PLACE = any_of(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)\b",
    r"^(?:god|jesus|christ\w*|british|britain|england|wales|scotland|europe|africa\w*|asia\w*|india"
    r"|pakistan|islam\w*|jew\w*|muslim\w*|gp|nhs|covid|bible|social|mental|local|community|gr)\b",
    r"^(?:our|the|their|we|it|all|for|some|new|most|many|need|other|older|young|these|those)\b",
    r"\b(?:area|district|parish|township|circuit|county|borough|hospital|schools?|church|college"
    r"|centre|university|club|road|street|hall|park|house|library|council|trust|nhs|society"
    r"|association|deed|act|army)\b",
    flags=re.I,
)
_HEDGED = any_of(
    r"\b(?:primarily|mainly|mostly|particularly|especially|predominantly|principally|generally"
    r"|exclusively|in particular|without limitation)\b",
    r"\b(?:surrounding|nearby|neighbouring|neighbou?rhood|environs)\b",
    flags=re.I,
)
_GOES_ON = re.compile(r" (?!GPs?\b|Borough\b)[A-Z]\w+|[’'](?!s?\b)")  # "Manchester Road"


@lru_cache(maxsize=1)
def known_places() -> Mapping[str, tuple[str, str]]:
    """By name in small letters: the value that stands for a place, and its name."""
    data = tomllib.loads((files("linkwell.directory.prose") / "places.toml").read_text("utf-8"))
    authorities = {
        name.casefold(): (code, names[0])
        for code, names in data["authorities"].items()
        for name in names
    }
    return authorities | {name.casefold(): (name, name) for name in data["regions"]["names"]}


@lru_cache(maxsize=1)
def hints() -> frozenset[str]:
    """What stands where a place may be named."""
    firsts = {re.split(r"[ .-]", name)[0][:5] for name in known_places()}
    return frozenset(
        firsts | {"resid", "inhab", "live", "lives", "livin", "withi", "throu", "area", "distr"}
    )


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return dict(known_places().values())


def place_name(value: str) -> str:
    """What people call the place that an area's value stands for."""
    return _names().get(value, value)


def is_authority(value: str) -> bool:
    """Is it a local authority's code, and no name?"""
    return place_name(value) != value


def places_in(sentence: str) -> Iterator[Said]:
    found: dict[str, Confidence] = {}
    for value, confidence in _served(sentence):
        found.setdefault(value, confidence)
    if not found or _ELSEWHERE.search(sentence):
        return
    hedged = bool(_HEDGED.search(sentence))
    for value, confidence in found.items():
        yield Said(Field.AREA, value, sentence, Confidence.MIXED if hedged else confidence)


def _served(sentence: str) -> Iterator[tuple[str, Confidence]]:
    for match in _SURE.finditer(sentence):
        for value in _listed(sentence, match.end(), any_name=True):
            yield value, Confidence.STATED
    for match in _NAMED.finditer(sentence):
        name = next(filter(None, match.groups())).strip(" -")
        known = known_places().get(name.casefold())
        if known or not ("GP" in match[0] or _NO_PLACE.search(name)):  # "Chinese GP"
            yield known[0] if known else name, Confidence.STATED
    for match in _PERHAPS.finditer(sentence):
        some = list(_listed(sentence, match.end(), any_name=False))
        if some and not _STANDS_THERE.search(sentence, 0, match.start()):
            yield from ((value, Confidence.IMPLIED) for value in some)


def _listed(sentence: str, at: int, *, any_name: bool) -> Iterator[str]:
    """The places that stand at `at`, joined by "and" or a comma."""
    while place := _known_at(sentence, at) or (_named_at(sentence, at) if any_name else None):
        value, at = place
        yield value
        joined = _AND.match(sentence, at)
        if joined is None:
            return
        at = joined.end()


def _known_at(sentence: str, at: int) -> tuple[str, int] | None:
    """The longest place there that we know by name, and where it ends; none where a longer name
    goes on, as "Manchester Road" does."""
    found = _NAME.match(sentence, at)
    parts = re.split(r"(?<=[ -])", found[0]) if found else []
    for length in range(len(parts), 0, -1):
        name = "".join(parts[:length]).rstrip(" -.’'")
        spaced = name.casefold().replace("north-", "north ").replace("south-", "south ")
        if known := known_places().get(spaced):
            end = at + len(name)
            return None if _GOES_ON.match(sentence, end) else (known[0], end)
    return None


def _named_at(sentence: str, at: int) -> tuple[str, int] | None:
    found = _CAPITALS.match(sentence, at)
    if found is None or _NO_PLACE.search(found[0]):
        return None
    return found[0], found.end()
