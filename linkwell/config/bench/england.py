"""A directory like England's, made up by a seed: a million services where its people live.

Its rows are written as an import would leave them, by COPY, since it is questions that are measured
on them. Places are those of postcodes chosen by chance: half the services stand in a tenth of the
country. Names are made of a place nearby, somebody's name, and what it is; a tenth of the words
stand in nine tenths of the names, as in real lists.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connections, transaction

from linkwell.directory.actions.finding import IN_GRID_ORDER, ROWS
from linkwell.directory.queries import postcodes
from linkwell.kernel import clock
from linkwell.kernel.geography import Place, Point

_CHUNK = 50_000
_LISTS = 200
_NORTH_END = 657_000  # of England
Row = tuple[Any, ...]


def made_id(kind: int, number: int) -> UUID:
    """Ids are made from numbers, so that a row's neighbours are known without asking. Neighbours
    in number live far apart."""
    return UUID(int=(0xBE << 120) | (kind << 96) | (0x7000 << 64) | (0x8 << 60) | number)


def fill(services: int) -> None:
    """A directory of this many services, with what search reads, if it is not there already."""
    with transaction.atomic("bulk"), connections["bulk"].cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("select count(*) from directory_service where source_id like 'E%%'", [])
        (there,) = cursor.fetchone() or (0,)
        if there == services:
            return
        cursor.execute("truncate directory_publisher, directory_word cascade")
        _fill(cursor, services)
    _write_for_search()


def _fill(cursor: Any, services: int) -> None:
    chance = random.Random(services)
    _copy(cursor, "publisher", "id, name", ((made_id(1, n), f"List {n}") for n in range(_LISTS)))
    numbers, where = iter(range(services)), places(services)
    while chunk := list(islice(numbers, _CHUNK)):
        made = [_service(number, *next(where), chance) for number in chunk]
        for at, (table, columns) in enumerate(_TABLES):
            _copy(cursor, table, columns, (row for one in made for row in one[at]))


def _write_for_search() -> None:
    """For all at once, as the worker does for each batch: the indexes are made after the rows."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        for statement in _FOR_SEARCH:
            cursor.execute(statement)


_FOR_SEARCH = (
    "truncate directory_findable, directory_word",
    "drop index findable_point, findable_words, findable_begins",
    "insert into directory_findable (id, service_id, point, words, begins, modified)"
    f" {ROWS} {IN_GRID_ORDER}",
    "create index findable_point on directory_findable using gist (point)",
    "create index findable_words on directory_findable using gin (words)",
    "create index findable_begins on directory_findable (begins)",
    """insert into directory_word (id, word, rows, names)
       select gen_random_uuid(), every.word, every.ndoc, coalesce(of_names.ndoc, 0)
       from ts_stat('select words from directory_findable') every
       left join ts_stat('select words from directory_findable', 'A') of_names using (word)""",
    "analyze",
)


def _copy(cursor: Any, table: str, columns: str, rows: Iterator[Row]) -> None:
    with cursor.copy(f"copy directory_{table} ({columns}) from stdin") as into:
        for row in rows:
            into.write_row(row)


def places(seed: int) -> Iterator[tuple[Place, Point]]:
    """Where people live, without end."""
    chance, table = np.random.default_rng(seed), postcodes()
    while True:
        for place in table.places(chance.integers(0, len(table), 10_000)):
            if place.point is not None and place.point.northing < _NORTH_END:
                yield place, place.point


_TABLES = (
    ("organization", "id, publisher_id, source_id, name, website"),
    (
        "service",
        "id, publisher_id, source_id, organization_id, name, description, url, phone, email,"
        " minimum_age, maximum_age, status, referral_route, application_process, fees_description,"
        " free, eligibility_description, alert, serves, languages, taxonomy_terms, assured_date,"
        " last_modified",
    ),
    (
        "location",
        "id, publisher_id, source_id, location_type, address, postcode, point, authority,"
        " step_free, accessibility",
    ),
    ("serviceatlocation", "id, service_id, location_id"),
    (
        "schedule",
        "id, service_id, description, byday, opens_at, closes_at, nth, interval, term_time,"
        " exceptions",
    ),
    ("attribute", "id, service_id, need, known_by, words"),
    ("check", 'id, service_id, part, source, "by", "on"'),
)


def _service(
    number: int, at: Place, point: Point, chance: random.Random
) -> tuple[Sequence[Row], ...]:
    """The rows of one service, for each of the tables."""
    what, needs, about = chance.choice(_KINDS)
    own, publisher = made_id(2, number), made_id(1, number % _LISTS)
    group, here = made_id(3, number // 3), made_id(4, number)
    place = place_name(point)
    today = clock.today()
    assured = today - timedelta(days=chance.randint(0, 460)) if chance.random() < 0.7 else None
    service: Row = (
        own, publisher, f"E{number}", group, _name(place, what, chance),
        f"{about} {chance.choice(_MORE)} {chance.choice(_MORE)}", "",
        f"01632 {number % 1_000_000:06}" if chance.random() < 0.8 else "",
        f"hello@group{number}.example" if chance.random() < 0.5 else "",
        chance.choice((None, None, 5, 16, 18, 55)), None,
        "inactive" if chance.random() < 0.03 else "active",
        chance.choice(("open", "self", "unknown", "professional")), "", "",
        chance.choice((True, False, None)), "", "", [], [], [], assured, clock.now(),
    )  # fmt: skip
    return (
        [(group, publisher, f"G{number // 3}", _group(number // 3), "")] * (number % 3 == 0),
        [service],
        [(here, publisher, f"P{number}", "physical", f"{number % 200 + 1} {place} Road",
          at.postcode, f"({point.easting},{point.northing})", at.authority or "",
          chance.choice((True, False, None)), "")],
        [(made_id(5, number), own, here)],
        _hours(number, own, chance),
        [(made_id(7, number * 3 + at), own, need, "inferred", "") for at, need in enumerate(needs)],
        _checks(number, own, today, chance),
    )  # fmt: skip


def _name(place: str, what: str, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.55:
        return f"{place} {what}"
    if kind < 0.8:
        return f"{chance.choice(_WHOSE)} {what}, {place}"
    return f"{rare_word(int(chance.paretovariate(0.6)))} {chance.choice(_WHOSE)} {what}"


def _group(number: int) -> str:
    return f"{rare_word(number * 7 % 30_011)} {_ENDS[number % len(_ENDS)]}"


def _hours(number: int, own: UUID, chance: random.Random) -> list[Row]:
    if chance.random() < 0.4:
        return []
    opens = chance.choice((9, 10, 13, 14, 18, 19))
    day = chance.choice(("MO", "TU", "WE", "TH", "FR", "SA"))
    words = f"{day}, {opens} o’clock for two hours"
    return [(made_id(6, number), own, words, day, time(opens), time(opens + 2), 0, 1, False, [])]


def _checks(number: int, own: UUID, today: date, chance: random.Random) -> list[Row]:
    if chance.random() < 0.8:
        return []
    on = today - timedelta(days=chance.randint(0, 300))
    parts = ("contact", "times", "place")
    return [
        (made_id(8, number * 3 + at), own, part, "provider", "", on)
        for at, part in enumerate(parts)
    ]


@lru_cache(maxsize=65_536)
def rare_word(number: int) -> str:
    """A word that sounds like one: there are as many as one asks for, up to 60,000."""
    number = number * 48_271 % 60_013
    first, number = divmod(number, 2_501)
    middle, last = divmod(number, 61)
    return f"{_FIRST[first % len(_FIRST)]}{_MIDDLE[middle % len(_MIDDLE)]}{_LAST[last]}".title()


def place_name(point: Point) -> str:
    """Of each square of five kilometres."""
    return rare_word(30_000 + int(point.easting // 5_000) * 211 + int(point.northing // 5_000))


_FIRST = (
    "a", "ba", "be", "bra", "ca", "cha", "da", "do", "e", "fa", "ga", "gre", "ha", "he", "i", "ka",
    "la", "lo", "ma", "mo", "na", "o", "pa", "ra", "sta", "te", "tho", "u", "wa", "we",
)  # fmt: skip
_MIDDLE = (
    "b", "ck", "d", "ff", "g", "k", "l", "ld", "ll", "m", "mb", "n", "nd", "ng", "nn", "p", "r",
    "rb", "rd", "rk", "rl", "rm", "rn", "rs", "rt", "rth", "s", "sh", "sk", "st", "t", "tch", "th",
    "tt", "v", "w", "x", "z", "zz", "lt", "pp",
)  # fmt: skip
_LAST = (
    "ingham",
    *(
    f"{vowel}{end}"
    for vowel in ("e", "o", "i", "a")
    for end in ("ton", "ham", "by", "ley", "wick", "field", "worth", "ford", "bury", "dale", "well",
                "mere", "don", "combe", "stead")
    ),
)  # fmt: skip
_WHOSE = (
    "Friday", "Morning", "Neighbours", "Open Door", "St Mary's", "New Leaf", "Corner", "Community",
    "Women's", "Men's", "Tuesday", "Evening", "Young People's", "Over 60s", "Bangladeshi", "Polish",
    "Green", "Grand", "Methodist", "Village Hall", "Growing", "Happy", "Together", "Friendly",
)  # fmt: skip
_ENDS = ("Trust", "Together", "Community Centre", "Association", "Society", "CIC", "Foundation")
_KINDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Lunch Club", ("loneliness", "food"), "Lunch for older people who would like company."),
    ("Choir", ("loneliness", "wellbeing"), "A community choir; no need to read music."),
    ("Debt Advice", ("money",), "Debt advice and help with welfare benefits."),
    ("Walking Group", ("activity", "loneliness"), "Slow and sociable walks, with tea after."),
    ("Food Bank", ("food",), "A food bank with fresh vegetables. Bring a voucher."),
    ("Counselling", ("wellbeing",), "Counselling and peer support after a hard time."),
    ("Carers Group", ("caring",), "For those who look after somebody at home."),
    ("Men's Shed", ("loneliness", "activity"), "Wood, tools, tea and talk."),
    ("Warm Space", ("food", "housing"), "Somewhere warm to sit, with soup."),
    ("Gardening Club", ("activity",), "An allotment that anybody can help with."),
    ("Bereavement Café", ("grief",), "For people who have lost somebody."),
    ("Dementia Singing", ("condition", "caring"), "Songs for people with dementia."),
    ("Tai Chi", ("activity", "condition"), "Gentle movement, also in a chair."),
    ("Community Transport", ("practical",), "Lifts to the doctor and the shops."),
    ("Job Club", ("work",), "Help with forms, a CV and computers."),
    ("Legal Advice", ("safety", "money"), "A first talk with a solicitor."),
    ("Befriending", ("loneliness",), "A volunteer visits or rings once a week."),
    ("Art Class", ("wellbeing",), "Paint, clay and company."),
    ("Coffee Morning", ("loneliness",), "A coffee and a chat with neighbours."),
    ("Swimming Lessons", ("activity",), "Lessons for adults who never learnt."),
    ("Repair Café", ("practical",), "Bring what is broken."),
    ("Youth Club", ("loneliness",), "Games and music for young people."),
    ("Stroke Support Group", ("condition",), "For people after a stroke, and their families."),
    ("Advice Centre", ("housing", "money"), "Advice on rent, repairs and benefits."),
)
_MORE = (
    "We have met here since 1987 and new faces are always welcome.",
    "The hall is warm, and somebody will greet you at the door.",
    "Volunteers give lifts within five miles.",
    "Bring a friend, or come by yourself and leave with one.",
    "There is a loop for hearing aids and parking behind the building.",
    "Our helpers have been trained, and all of them live nearby.",
)
