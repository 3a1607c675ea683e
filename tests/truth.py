"""What is shown of a service, held against its row in the database: is each sentence true of it?

An oracle that shares nothing with the rules: it reads the tables by SQL of its own, and knows each
sentence by its form. A sentence that it does not know counts as untrue.
"""

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from tests.records import Json

LABELS = {
    "loneliness": "Company", "wellbeing": "Low mood or worry", "activity": "Moving more",
    "condition": "Living with a condition", "money": "Money, debt and benefits",
    "food": "Food and fuel", "housing": "Home and surroundings", "work": "Work and learning",
    "caring": "Caring for someone", "grief": "Loss and grief",
    "practical": "Getting about and practical help", "safety": "Safety, family and law",
}  # fmt: skip
DAYS = {
    "mon": ("MO", "Monday"), "tue": ("TU", "Tuesday"), "wed": ("WE", "Wednesday"),
    "thu": ("TH", "Thursday"), "fri": ("FR", "Friday"), "sat": ("SA", "Saturday"),
    "sun": ("SU", "Sunday"),
}  # fmt: skip
_vocabulary = tomllib.loads((files("linkwell.matching") / "weights.toml").read_text())["vocabulary"]
_ignored = tomllib.loads((files("linkwell.needs") / "lexicon.toml").read_text())["ignored"]
SAYS_NOTHING = {word[:4] for word in [*_vocabulary["nothing"], *_ignored]}
WEEK = [code for code, _name in DAYS.values()]
MILE = 1609.344
QUOTE = re.compile("“([^”]*)”")


@dataclass(frozen=True)
class Here:
    """Where somebody is, in metres on the grid, and the code of its local authority."""

    east: float
    north: float
    area: str


@dataclass(frozen=True)
class Shown:
    """An option, the record it stands for, and what was asked, from where."""

    option: Json
    record: Json
    query: Json
    here: Here | None

    @property
    def place(self) -> Json:
        places: list[Json] = self.record["places"]
        return places[0] if places else {}

    @property
    def kind(self) -> str:
        return str(self.place.get("kind", ""))

    @property
    def metres(self) -> float | None:
        if self.here is None or self.place.get("east") is None:
            return None
        return math.dist(
            (self.here.east, self.here.north), (self.place["east"], self.place["north"])
        )

    @property
    def wanted(self) -> set[str]:
        return {*self.query["need"], *(one["need"] for one in self.query["understood"]["needs"])}

    @property
    def facts(self) -> set[str]:
        return {one["fact"] for one in self.query["understood"]["facts"]}

    def known(self, how: str) -> set[str]:
        """Of the needs that were asked for, those that the record has, and known in this way."""
        needs: Mapping[str, list[str]] = self.record["needs"]
        return {need for need in self.wanted & set(needs) if needs[need][0] == how}

    def quotes(self, text: str, *fields: str) -> bool:
        """Whether all that stands in quotation marks stands in one of these fields."""
        told = [self.record.get(field) or self.place.get(field, "") for field in fields]
        return all(
            any(quoted.removesuffix(" …") in one for one in told) for quoted in QUOTE.findall(text)
        )


def untrue(answer: Json, records: Mapping[str, Json], here: Here | None) -> list[str]:
    """The sentences of an answer that are not true of their records."""
    shown = [
        Shown(option, records[option["service_id"]], answer["query"], here)
        for option in answer["options"]
    ]
    return [f"{one.option['name']}: {lie}" for one in shown for lie in _untrue(one)]


def _untrue(one: Shown) -> Iterator[str]:
    option = one.option
    if any(option[name] != one.record[name] for name in ("name", "organisation")):
        yield "it is called otherwise"
    if option["score"] != sum(reason["points"] for reason in option["reasons"]):
        yield "its points do not add up"
    if not _distance_m(one):
        yield f"{option['distance_m']} m"
    if not _session(one):
        yield f"opens {option['next_session']}"
    if one.record["status"] == "inactive":
        yield "it is closed"
    sentences = [
        *((reason["text"], REASONS[reason["factor"]]) for reason in option["reasons"]),
        *((doubt, DOUBTS) for doubt in option["doubts"]),
        *((lift, LIFTS) for lift in [option["would_rank_higher_if"]] if lift),
    ]
    for text, forms in sentences:
        told = [(re.fullmatch(form, text), check) for form, check in forms.items()]
        if not any(said is not None and check(one, said) for said, check in told):
            yield text


Check = Callable[[Shown, "re.Match[str]"], bool]


def _needs(one: Shown, said: "re.Match[str]", how: str) -> bool:
    """The labels are just those of the needs that are known in this way."""
    left, labels = said["labels"], {LABELS[need] for need in one.known(how)}
    for label in labels:
        if label not in left:
            return False
        left = left.replace(label, "")
    return bool(labels) and not re.sub(", | and ", "", left)


def _heard(one: Shown, said: "re.Match[str]") -> bool:
    own = {phrase for _how, words in one.record["needs"].values() for phrase in words.split("; ")}
    return (
        not one.known("declared")
        and _needs(one, said, "inferred")
        and one.quotes(said[0], "name", "description")
        and set(QUOTE.findall(said[0])) <= own
    )


def _own_words(one: Shown, said: "re.Match[str]") -> bool:
    """Each word stands in what they write, and somebody asked for it, if in another form."""
    asked = re.findall(r"\w+", one.query["text"].casefold())
    return bool(QUOTE.findall(said[0])) and all(
        any(word[:3] == quoted.casefold()[:3] for word in asked)
        and any(
            re.search(rf"(?<!\w){re.escape(quoted)}(?!\w)", one.record[field]) for field in TEXTS
        )
        for quoted in QUOTE.findall(said[0])
    )


def _no_words(one: Shown, _said: "re.Match[str]") -> bool:
    """No word of the request stands there, but such as say nothing or were heard as a fact."""
    facts = " ".join(fact["words"] for fact in one.query["understood"]["facts"]).casefold()
    asked = set(re.findall(r"\w{4,}", one.query["text"].casefold())) - set(facts.split())
    stands = {word for field in TEXTS for word in re.findall(r"\w+", one.record[field].casefold())}
    return all(word[:4] in SAYS_NOTHING for word in asked & stands)


TEXTS = ("name", "organisation", "description", "way_in", "eligibility", "alert")


def _distance_m(one: Shown) -> bool:
    told, metres = one.option["distance_m"], one.metres
    if metres is None or metres > one.query["km"] * 1000 + 1:
        return told is None
    return told is not None and abs(told - metres) <= 1


def _far(one: Shown, said: "re.Match[str]", kind: str) -> bool:
    if one.kind != kind or one.metres is None:
        return False
    miles = one.metres / MILE
    if said["miles"] == "under 0.1 miles":
        return miles < 0.11
    number = float(said["miles"].split()[0])
    within = 0.51 if number >= 10 else 0.051
    return abs(number - miles) <= within and ("mile" in said["miles"])


def _on_foot(one: Shown, said: "re.Match[str]") -> bool:
    """At 80 metres a minute, by streets that are a fifth longer than the straight line."""
    minutes = (one.metres or 0) * 1.2 / 80
    return _far(one, said, "physical") and abs(int(said["minutes"]) - minutes) <= 1


def _is_known_place(one: Shown) -> bool:
    return one.kind == "physical" and one.metres is not None


def _route(route: str) -> Check:
    return lambda one, said: one.record["route"] == route and one.quotes(said[0], "way_in")


def _when(one: Shown, said: "re.Match[str]", field: str) -> bool:
    """The words name the day, or of one long past the month."""
    if one.record[field] is None:
        return False
    on, words = date.fromisoformat(one.record[field]), said["when"]
    day = f"{on.day} {on:%B}"
    return words in (f"on {day}", f"on {day} {on.year}", f"in {on:%B %Y}")


def _steps(one: Shown) -> bool | None:
    return {"virtual": True, "physical": one.place.get("step_free")}.get(one.kind)


def _days(one: Shown) -> set[str]:
    return {DAYS[day][0] for day in one.query["day"]}


def _session(one: Shown) -> bool:
    """It opens on a day that was asked for, by a session of its own; one without has none."""
    told, days = one.option["next_session"], _days(one)
    sessions = [(day, at[:5]) for day, at in one.record["sessions"]]
    if sessions and days and not any(day in days for day, _at in sessions):
        return False
    if told is None:
        return True
    opens = datetime.fromisoformat(told)
    day = WEEK[opens.weekday()]
    return (day, f"{opens:%H:%M}") in sessions and (not days or day in days)


def _asks_days(one: Shown, said: "re.Match[str]") -> bool:
    names = " or ".join(name for day, (_code, name) in DAYS.items() if day in one.query["day"])
    return said["days"] == names and not one.record["sessions"] and one.quotes(said[0], "hours")


def _is_old(one: Shown, said: "re.Match[str]") -> bool:
    today = datetime.now().astimezone().date()
    on = date.fromisoformat(one.record["checked"] or today.isoformat())
    return _when(one, said, "checked") and today - on > timedelta(days=364)


def _asks_age(one: Shown, said: "re.Match[str]") -> bool:
    age, low, high = one.query["age"], one.record["from_age"], one.record["to_age"]
    return int(said[1]) == age and low is None and (high is None or age <= high)


def _only(gender: str, word: str) -> Check:
    """Whoever asks is not known to be that; the name or whom it is for names that, or a quotation
    of it does."""
    return lambda one, said: (
        one.query["gender"] != gender
        and re.search(word, f"{one.record['name']} {one.record['eligibility']}", re.I) is not None
        and one.quotes(said[0], "eligibility")
    )


def _speakers(one: Shown, said: "re.Match[str]") -> bool:
    """They write of that language, and nobody asked for it."""
    asked = {"": "English", "en": "English", "ur": "Urdu", "pl": "Polish", "ar": "Arabic"}
    return (
        said["language"] in one.record["eligibility"]
        and asked.get(one.query["language"] or "") != said["language"]
        and one.quotes(said[0], "eligibility")
    )


def _is(**values: Any) -> Check:
    """The record says just these; quotations are of its fees."""
    return lambda one, said: (
        all(one.record[field] == value for field, value in values.items())
        and one.quotes(said[0], "fees")
    )


def _costs_nothing(one: Shown, _said: "re.Match[str]") -> bool:
    return one.record["free"] is True and not re.search(r"£\s*[1-9]", one.record["fees"])


_WOMEN = "wom[ae]n|ladies|lady|female|girls|mothers?|mums?|mams?|widows|sisters"
_MEN = r"\bm[ae]n\b|gentlemen|\bmales?\b|boys|lads|fathers?|dads?|widowers|blokes"
MILES = r"(?P<miles>under 0\.1 miles|1 mile|\d+(?:\.\d)? miles)"
WHEN = r"(?P<when>(?:on|in) [\w ]+)"
MAYBE = "(?:: “[^”]*”)?"
REASONS: Mapping[str, Mapping[str, Check]] = {
    "need": {
        "We do not know that it helps with this": lambda one, _: (
            not (one.wanted & set(one.record["needs"]))
        ),
        "(?P<labels>.+): it is listed for this": lambda one, said: _needs(one, said, "declared"),
        "(?P<labels>.+): they write “.+”": _heard,
    },
    "words": {
        "None of the words asked for is in what they write": _no_words,
        "They write of “.+”": _own_words,
    },
    "distance": {
        "By phone, online or at home: nobody has to travel": lambda one, _: one.kind == "virtual",
        "We do not know where it meets": lambda one, _: not _is_known_place(one),
        "Its name says that it is for (?P<which>this|another) area": lambda one, said: (
            one.kind == "postal"
            and bool(one.place["area"])
            and (one.place["area"] == (one.here and one.here.area)) is (said["which"] == "this")
        ),
        f"Its office is {MILES} away": lambda one, said: _far(one, said, "postal"),
        f"{MILES} away": lambda one, said: _far(one, said, "physical"),
        rf"{MILES}, (?P<minutes>\d+) minutes? on foot": _on_foot,
    },
    "referral": {
        f"The door is open: no referral{MAYBE}": _route("open"),
        f"People can ask for themselves{MAYBE}": _route("self"),
        f"Somebody has to refer{MAYBE}": _route("professional"),
        f"You need a voucher first{MAYBE}": _route("voucher"),
        "How people come in is not clear: “[^”]*”": _route("unknown"),
        "We do not know how people come in": _is(route="unknown", way_in=""),
    },
    "cost": {
        "Free": _costs_nothing,
        f"It costs something{MAYBE}": _is(free=False),
        f"We do not know what it costs{MAYBE}": _is(free=None),
    },
    "checked": {
        "Nobody has told us when this was last checked": _is(checked=None),
        f"Last checked {WHEN}": lambda one, said: _when(one, said, "checked"),
    },
}
PROBABLY: Mapping[tuple[str, ...], tuple[str, Any]] = {
    ("open",): ("sessions", []), ("free", "it costs"): ("free", None),
    ("the door", "people can", "somebody has", "it takes people"): ("route", "unknown"),
    ("it takes somebody", "not for"): ("from_age", None),
}  # fmt: skip


def _probably(one: Shown, said: "re.Match[str]") -> bool:
    """The sentence stands in some text of the record, which does not know it otherwise."""
    quoted, about = said["words"].removesuffix(" …"), said[0].removeprefix("Probably ")
    return any(quoted in one.record[name] for name in (*TEXTS, "fees", "hours")) and all(
        one.record[name] == told for so, (name, told) in PROBABLY.items() if about.startswith(so)
    )


DOUBTS: Mapping[str, Check] = {
    "(Probably .+|Its words may say otherwise than its listing): “(?P<words>.+)”. Ask": _probably,
    "Its notice says: “[^”]*”": lambda one, said: one.quotes(said[0], "alert"),
    "It was full. Ask": _is(available=0, told=None),
    f"It was full {WHEN}. Ask": lambda one, said: (
        one.record["available"] == 0 and _when(one, said, "told")
    ),
    "We do not know whether it is still open. Ring first": _is(status="unknown"),
    f"Ask whether it is open on (?P<days>[\\w ]+){MAYBE}": _asks_days,
    "Ask whether there are steps": lambda one, _: _steps(one) is None,
    f"There are steps{MAYBE}": lambda one, said: (
        _steps(one) is False and one.quotes(said[0], "access")
    ),
    "Ask whether somebody speaks [A-Z].*": lambda one, _: (
        one.query["language"] not in one.record["languages"]
    ),
    f"Ask what it costs{MAYBE}": _is(free=None),
    "We do not know where it is. Ask": lambda one, _: (
        one.place.get("east") is None and one.kind != "virtual"
    ),
    "This is the charity’s office. Ask where it meets": lambda one, _: one.kind == "postal",
    f"How people come in is not known. Ask{MAYBE}": _route("unknown"),
    "It takes people who bring a voucher. Ask who gives one": _route("voucher"),
    "Somebody has to refer: it is not a place to turn up at": _route("professional"),
    "We do not know when it is open. Ask": _is(hours="", sessions=[]),
    "Its hours, in its own words: “[^”]*”": lambda one, said: (
        not one.record["sessions"] and one.quotes(said[0], "hours")
    ),
    "Nobody has told us when this was last checked": _is(checked=None),
    f"Last checked {WHEN}. Ring before anyone goes": _is_old,
    r"Ask whether they take somebody of (\d+)": _asks_age,
    "It says that it is for women only. Ask": _only("female", _WOMEN),
    "It says that it is for men only. Ask": _only("male", _MEN),
    "It seems to be for women: “[^”]*”": _only("female", _WOMEN),
    "It seems to be for men: “[^”]*”": _only("male", _MEN),
    "It seems to be for people who speak (?P<language>[A-Z]\\w+): “[^”]*”": _speakers,
    f"Last checked {WHEN}. Ring before a first visit": lambda one, said: (
        _when(one, said, "checked") and len(one.option["doubts"]) == 1
    ),
    "That it helps with this is our reading of its words. Ask": lambda one, _: (
        bool(one.known("inferred")) and not one.known("declared")
    ),
    "Nobody has told us whether there is room. Ask": _is(available=None),
    f"(One place was|(?P<places>\\d+) places were) left(?: {WHEN})?. They may have gone": (
        lambda one, said: one.record["available"] == int(said["places"] or 1)
    ),
}
MORE = r" \(\d+ more points?\)"
LIFTS: Mapping[str, Check] = {
    f"they said themselves that this is what they do{MORE}": lambda one, _: (
        bool(one.known("inferred")) and not one.known("declared")
    ),
    f"it met where its office is{MORE}": lambda one, _: one.kind == "postal",
    f"somebody found out that the door is open{MORE}": _is(route="unknown"),
    f"somebody found out that it is free{MORE}": _is(free=None),
    f"somebody checked it now{MORE}": lambda one, _: True,
}
