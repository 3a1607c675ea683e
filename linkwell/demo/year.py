"""A year of the demo town: some eighty more people, whose stories are told through the actions.

Each happens at its own moments in the year that ends today, with all that follows from it, in one
transaction for each person. Whoever is there already is left alone, so that it may be told again.
"""

import csv
import logging
import random
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import uuid5

from django.db import transaction

from linkwell.access.models import Organisation
from linkwell.access.rules import OrganisationKind
from linkwell.demo.cast import LOCK_LANE, OAKMERE, CastPerson
from linkwell.demo.seed import new_referral, refer, staff_actor
from linkwell.demo.story import Beat, Story, Theme
from linkwell.demo.year_verbs import VERBS
from linkwell.gaps.actions import count_search
from linkwell.gaps.models import Gap
from linkwell.gaps.queries import area_of
from linkwell.gaps.rules import AskedIn
from linkwell.journal.deliveries import unwoken
from linkwell.kernel import clock
from linkwell.matching.queries import match
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.models import Receipt
from linkwell.referrals.rules import Help, NewContact, Wants
from linkwell.web.public.asked import Asked

log = logging.getLogger(__name__)
_WRITTEN_TO = ("lost", "kept_trying", "letter")  # their practice knows that a letter is safe
_SATURDAY = 5
HALF_A_YEAR = 180  # days
_EVENING = time(18, 10)  # when somebody is tried outside office hours


def read_year() -> list[dict[str, str]]:
    """The people of the year, one row each."""
    with (files(__package__) / "year.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seed_year(rows: list[dict[str, str]] | None = None) -> int:
    """Tell every story that has not been told, the newest first; how many were."""
    told, today = 0, clock.today()
    practices = {
        row.name: row for row in Organisation.objects.filter(kind=OrganisationKind.PRACTICE)
    }
    rows = sorted(rows or read_year(), key=lambda row: int(row["Days ago"]))
    keys = {_receipt_key(_person(row), practices): row for row in rows}
    known = set(Receipt.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, row in keys.items():
        if key not in known:
            try:
                with transaction.atomic(), unwoken():
                    _tell(row, today)
            except Exception:  # one story that cannot be told must not keep back the others
                log.exception("story_not_told", extra={"demo_story": row["Story"]})
            else:
                told += 1
    if told:
        log.info("year_told", extra={"count": told})
    return told


def seed_searches() -> int:
    """What anybody looked for on the public page in half a year, once; how many searches."""
    if Gap.objects.filter(asked_in=AskedIn.PUBLIC, day__lt=clock.today()).exists():
        return 0
    with (files(__package__) / "year_searches.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        asked = Asked(text=row["Words"], need=row["Need"], near=row["Near"]).request()
        answer = match(asked, public=True).to_json()  # the town was what it is now
        for time_ago in range(int(row["Times"])):
            days = 1 + (time_ago * HALF_A_YEAR // int(row["Times"]) + 7 * number) % HALF_A_YEAR
            with clock.at_moment(clock.now() - timedelta(days=days)):
                count_search(row["Need"], answer, area=area_of(asked.at))
    return sum(int(row["Times"]) for row in rows)


def _receipt_key(person: CastPerson, practices: Mapping[str, Organisation]) -> Any:
    return uuid5(person.submission_key, new_referral(person, practices[person.practice]).content())


def _tell(row: Mapping[str, str], today: date) -> None:
    """One story, from the referral until now."""
    chance = random.Random(row["Given name"] + row["Family name"])  # noqa: S311 - no secret
    began = _worked(today - timedelta(days=int(row["Days ago"])))
    arrived = _moment(began, chance, early=True)
    person, beats = _person(row), _beats(row["Story"], began, today, chance)
    now = clock.now()
    with clock.at_moment(min(arrived, now)):
        story = Story(
            person,
            _themes()[row["Theme"]],
            refer(person),
            staff_actor(row["Taken by"] or "nadia"),
            staff_actor("ruth"),
            staff_actor("amara"),
            beats,
            chance,
        )
        story.pass_time(clock.now())
    for beat in beats.copy():
        if beat.at > now:
            break
        with clock.at_moment(max(arrived, beat.at)):
            story.pass_time(clock.now())
            story.to_come.remove(beat)
            story.keep_up()
            VERBS[beat.verb](story, *beat.said)
            story.pass_time(clock.now())
    story.pass_time(now)
    story.keep_up(late=1 if chance.random() < 0.15 else 0)  # some are a little late, as it goes
    story.pass_time(now)


def _beats(name: str, began: date, today: date, chance: random.Random) -> list[Beat]:
    """What happens, in order of time."""
    told, beats = _stories(), []
    lines = [
        line for part in told["stories"].get(name, []) for line in told["parts"].get(part, [part])
    ]
    for line in lines:
        day, verb, *said = line.split()
        near = day.startswith("-")
        on = (today if near else began) + timedelta(days=int(day))
        beats.append((_worked(on, -1 if near else 1), verb, tuple(said)))
    found: list[Beat] = []
    moments: dict[date, datetime] = {}
    for on, verb, said in sorted(beats, key=lambda beat: beat[0]):
        at = moments.get(on) or _moment(on, chance, late="late" in said)
        if found:  # a call in the evening is never followed by what was done that morning
            at = max(at, found[-1].at + timedelta(minutes=2))
        moments[on] = at
        found.append(Beat(at, verb, tuple(word for word in said if word != "late")))
    return found


def _worked(day: date, step: int = 1) -> date:
    """That day; where nobody works on it, the next (or the last) day that somebody does.

    What would be on a Saturday is on the Friday: not everything waits for a Monday.
    """
    if day.weekday() == _SATURDAY and clock.is_working_day(day - timedelta(days=1)):
        return day - timedelta(days=1)
    while not clock.is_working_day(day):
        day += timedelta(days=step)
    return day


def _moment(
    day: date, chance: random.Random, *, early: bool = False, late: bool = False
) -> datetime:
    """A time of that day as people work."""
    hour = 8 if early else chance.choice((9, 10, 11, 13, 14, 15))
    at = time(hour, chance.randrange(60 if early else 50))
    return datetime.combine(day, _EVENING if late else at, clock.LONDON)


def _person(row: Mapping[str, str]) -> CastPerson:
    contacts = [NewContact(Channel.PHONE, row["Phone"], Safe.YES)]
    if row["Text"]:
        contacts.append(NewContact(Channel.TEXT, row["Phone"], Safe.NOT_ASKED))
    if row["Story"] in _WRITTEN_TO:
        contacts.append(NewContact(Channel.POST, row["Address"], Safe.YES))
    oakmere = row["Practice"] == "Oakmere"
    return CastPerson(
        key=f"year: {row['Given name']} {row['Family name']}",
        given_name=row["Given name"],
        family_name=row["Family name"],
        born=date.fromisoformat(row["Born"]),
        words=row["Words"],
        practice=OAKMERE if oakmere else LOCK_LANE,
        referred_by="Dr Amara Osei, GP" if oakmere else "Sister Mary Obi, practice nurse",
        sent_by="amara" if oakmere else "link",
        wants=Wants.NO if row["Story"] == "declined" else Wants.YES,
        nhs_number=row["NHS number"],
        contacts=tuple(contacts),
        address=(row["Address"], row["Postcode"]),
        language=row["Language"],
        helps=frozenset(map(Help, row["Helps"].split())),
    )


@lru_cache(maxsize=1)
def _stories() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "year_stories.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _themes() -> dict[str, Theme]:
    told = tomllib.loads((files(__package__) / "year_themes.toml").read_text(encoding="utf-8"))
    return {name: Theme(**_as_tuples(one)) for name, one in told.items()}


def _as_tuples(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}
