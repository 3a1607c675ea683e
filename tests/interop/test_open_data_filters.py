"""Every parameter of the open data against a reader who looks through all that is published.

A few questions here, 1,000 with several parameters each by `make bars ONLY=interop`
(LINKWELL_QUESTIONS).
"""

import os
import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import Stemmer

from linkwell.directory.queries import postcodes
from linkwell.kernel.degrees import from_wgs84
from linkwell.kernel.geography import Place
from tests.open_data import HSDS, ORUK, Json, fill, stream

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
QUESTIONS = int(os.environ.get("LINKWELL_QUESTIONS", "12"))
_stem = Stemmer.Stemmer("english").stemWords
_AUTHORITY = re.compile(r"\bE0[6-9]\d{6}\b")


@pytest.fixture
def services() -> list[Json]:
    """All that is published, whole."""
    fill()
    return stream(f"{ORUK}/services", full="true")


def _words(text: str) -> set[str]:
    return set(_stem(re.findall(r"\w+", text.casefold())))


def _terms(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        value = dict(enumerate(value))
    for name, one in value.items() if isinstance(value, dict) else ():
        if name == "taxonomy_term":
            yield one
        yield from _terms(one)


def _sessions(service: Json) -> Iterator[tuple[str, str, str]]:
    for one in service.get("schedules", []):
        if "opens_at" in one:
            for day in one["byday"].split(","):
                yield day[-2:], one["opens_at"][:5], one["closes_at"][:5]


def _has_session(service: Json, asked: Mapping[str, str]) -> bool:
    return any(
        asked.get("day", day).upper() == day
        and opens >= asked.get("start_time", "")
        and closes <= asked.get("end_time", "99")
        for day, opens, closes in _sessions(service)
    )


OF_A_SERVICE: Mapping[str, Callable[[Json, str], bool]] = {
    "search": lambda one, words: bool(
        _words(words) & _words(f"{one['name']} {one.get('description', '')}")
    ),
    "taxonomy_term_id": lambda one, term: term in {term["id"] for term in _terms(one)},
    "taxonomy_id": lambda one, own: own in {term.get("taxonomy_id") for term in _terms(one)},
    "organization_id": lambda one, own: one["organization"]["id"] == own,
    "modified_after": lambda one, at: one["last_modified"] >= at,
    "minimum_age": lambda one, age: one.get("minimum_age", -1) >= int(age),
    "maximum_age": lambda one, age: one.get("maximum_age", 999) <= int(age),
}


def fits(service: Json, asked: Mapping[str, str]) -> bool:
    said = {name: asked[name] for name in ("day", "start_time", "end_time") if name in asked}
    return all(
        test(service, asked[name]) for name, test in OF_A_SERVICE.items() if name in asked
    ) and (not said or _has_session(service, said))


def is_near(service: Json, at: Json, asked: Mapping[str, str]) -> bool:
    if "postcode" not in asked:
        return True
    place: Place = postcodes().place(asked["postcode"])
    serves = _AUTHORITY.findall(
        str([one.get("extent") for one in service.get("service_areas", [])])
    )
    if serves and place.authority not in serves:
        return False
    if "proximity" not in asked:
        return True
    location = at.get("location", {})
    if "latitude" not in location:
        return False
    here = from_wgs84(location["latitude"], location["longitude"])
    assert place.point is not None
    return here.metres_to(place.point) <= float(asked["proximity"])


def questions(services: list[Json]) -> Iterator[dict[str, str]]:
    """Drawn from what there is, and a little from what there is not; a seed fixes the order."""
    chance = random.Random(20261128)
    terms = [term for one in services for term in _terms(one)]
    drawn: dict[str, Callable[[], str]] = {
        "search": lambda: chance.choice(
            ["singing", "cooked meals", "Walk gardens", "debts bills", "nonesuch", "tea, choirs"]
        ),
        "taxonomy_term_id": lambda: str(chance.choice(terms)["id"]),
        "taxonomy_id": lambda: str(chance.choice(terms)["taxonomy_id"]),
        "organization_id": lambda: str(chance.choice(services)["organization"]["id"]),
        "modified_after": lambda: str(chance.choice(services)["last_modified"]),
        "minimum_age": lambda: str(chance.choice([0, 1, 16, 18, 50, 60, 150])),
        "maximum_age": lambda: str(chance.choice([0, 11, 18, 25, 150])),
        "day": lambda: chance.choice(["MO", "tu", "WE", "TH", "FR", "SA", "SU"]),
        "start_time": lambda: chance.choice(["00:00", "10:00", "14:00", "18:30"]),
        "end_time": lambda: chance.choice(["12:00", "16:00", "21:00"]),
    }
    for number in range(QUESTIONS):
        names = chance.sample(sorted(drawn), 1 if number < 30 else chance.choice([2, 3]))
        yield {name: drawn[name]() for name in names}


def test_services_are_those_that_fit(services: list[Json]) -> None:
    found = 0
    for asked in questions(services):
        expected = [one["id"] for one in services if fits(one, asked)]
        for root in (ORUK, HSDS):
            told = [one["id"] for one in stream(f"{root}/services", **asked)]
            assert told == expected, asked
        found += bool(expected)
    assert found > QUESTIONS / 3  # an oracle that says no to everything would prove nothing


def test_services_at_places_are_those_that_fit_and_are_near(services: list[Json]) -> None:
    path, chance, found = f"{ORUK}/service_at_locations", random.Random(7), 0
    known = {one["id"]: one for one in services}
    every = stream(path, full="true")
    for asked in questions(services):
        if chance.random() < 0.8:
            asked["postcode"] = chance.choice(["M33 7BZ", "m337bp", "M32 9AF", "SK13 1HB"])
            if chance.random() < 0.8:
                asked["proximity"] = chance.choice(["5", "400", "1500.5", "9000", "2000000"])
        expected = [
            at["id"]
            for at in every
            if fits(known[at["service_id"]], asked) and is_near(known[at["service_id"]], at, asked)
        ]
        assert [one["id"] for one in stream(path, **asked)] == expected, asked
        found += bool(expected)
    assert found > QUESTIONS / 6


def test_organisations_are_those_of_services_that_fit(services: list[Json]) -> None:
    path = f"{HSDS}/organizations"
    every = {one["organization"]["id"]: one["organization"] for one in services}
    assert sorted(one["id"] for one in stream(path)) == sorted(every)
    for asked in questions(services):
        asked = {name: told for name, told in asked.items() if name.startswith(("taxo", "sea"))}
        words = _words(asked.pop("search", ""))
        expected = {one["organization"]["id"] for one in services if fits(one, asked)}
        if words:
            expected &= {own for own, one in every.items() if words & _words(one["name"])}
        told = stream(path, **asked, **({"search": " ".join(words)} if words else {}))
        assert {one["id"] for one in told} == expected, asked


def test_terms_and_taxonomies_are_those_that_services_use(services: list[Json]) -> None:
    terms = {one["id"]: one for one in _terms(services)}
    path = f"{ORUK}/taxonomy_terms"
    assert {one["id"]: one for one in stream(path)} == terms

    def told(**asked: str) -> set[str]:
        return {one["id"] for one in stream(path, **asked)}

    for taxonomy in {one["taxonomy_id"] for one in terms.values()}:
        own = {name for name, one in terms.items() if one["taxonomy_id"] == taxonomy}
        assert told(taxonomy_id=taxonomy) == own != set()
    tops = {name for name, one in terms.items() if "parent_id" not in one}
    assert told(top_only="true") == tops != terms.keys()
    for parent in {one["parent_id"] for one in terms.values() if "parent_id" in one}:
        assert told(parent_id=parent) == terms.keys() - tops
    assert told(search="choirs") == {own for own, one in terms.items() if one["name"] == "Choirs"}
    taxonomies = {(one["taxonomy_id"], one["taxonomy"]) for one in terms.values()}
    assert {(one["id"], one["name"]) for one in stream(f"{HSDS}/taxonomies")} == taxonomies
    (found,) = stream(f"{HSDS}/taxonomies", search="council")
    assert found["name"] == "A council's own"
    assert found["uri"] == "https://council.example/terms"


def test_full_and_minimal_say_as_much_as_is_asked_for(services: list[Json]) -> None:
    least = ["id", "name", "status", "last_modified"]
    assert stream(f"{ORUK}/services", minimal="true") == [
        {**{name: one[name] for name in least}, "modified_date": one["last_modified"]}
        for one in services
    ]
    flat = stream(f"{ORUK}/services")
    assert not any(isinstance(told, list) for one in flat for told in one.values())
    whole = {one["id"]: one for one in stream(f"{HSDS}/organizations", full_service="true")}
    by_organization: dict[str, list[Json]] = {own: [] for own in whole}
    for one in services:
        own = one["organization"]["id"]
        by_organization[own].append(
            {key: told for key, told in one.items() if key != "organization"}
        )
    assert {own: one["services"] for own, one in whole.items()} == by_organization
    for one in stream(f"{HSDS}/organizations", full="true"):
        ids = [service["id"] for service in one["services"]]
        assert ids == [service["id"] for service in by_organization[one["id"]]]
        assert not any("schedules" in service for service in one["services"])
