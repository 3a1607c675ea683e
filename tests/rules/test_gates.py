"""Gates: each hides what is known not to fit, counts it, and asks about what is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from linkwell.directory.freshness import Found, Trouble
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    Session,
    Status,
    Where,
)
from linkwell.matching.factors import Candidate
from linkwell.matching.gates import Gate, gate_of
from linkwell.matching.only_for import only_for
from linkwell.matching.request import Gender, Request, asked
from linkwell.matching.rules import rank
from linkwell.needs.rules import Need

pytestmark = pytest.mark.rules

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FOOD = (Offered(Need.FOOD, KnownBy.DECLARED),)
MONDAYS = (Session(Day.MO, time(13), time(14)),)
FRIDAY_NIGHT = Session(Day.FR, time(17), time(19))


# Asked for in other ways, each with rows of its own above.
_NOT_HERE = (Gate.TOO_FAR, Gate.NOT_FOR_CHILDREN, Gate.NOT_EVENINGS, Gate.NO_CHILDREN)


def candidate(number: int = 1, **said: Any) -> Candidate:
    plain = Listing(f"s{number}", f"Service {number}", "Some group", needs=FOOD)
    return Candidate(UUID(int=number), replace(plain, **said))


def steps(step_free: bool | None, kind: LocationType = LocationType.PHYSICAL) -> Where:
    return Where(kind, step_free=step_free, accessibility="Ten steps" if step_free is False else "")


def gate(listing: dict[str, Any], **wanted: Any) -> Gate | None:
    return gate_of(candidate(**listing), asked(Request(needs=(Need.FOOD,), **wanted)))


def doubts(listing: dict[str, Any], **wanted: Any) -> list[str]:
    request = Request(needs=(Need.FOOD,), **wanted)
    (option,) = rank(request, [candidate(**listing)], NOW).options
    return [doubt for doubt in option.doubts if doubt.startswith("Ask")]


@pytest.mark.parametrize(
    ("wanted", "listing", "shut"),
    [
        ({"age": 74}, {"minimum_age": 18, "maximum_age": 25}, Gate.OTHER_AGES),
        ({"age": 17}, {"minimum_age": 18}, Gate.NOT_FOR_CHILDREN),
        ({"age": 17}, {}, Gate.NOT_FOR_CHILDREN),
        ({"age": 17}, {"minimum_age": 0}, None),
        ({"age": 18}, {"minimum_age": 18}, None),
        ({"age": 18}, {"maximum_age": 17}, Gate.OTHER_AGES),
        ({"age": 18}, {}, None),
        ({}, {"minimum_age": 18, "maximum_age": 25}, None),
        ({"gender": Gender.MALE}, {"eligibility": "Women only"}, Gate.OTHER_GENDER),
        ({"gender": Gender.FEMALE}, {"eligibility": "Women only"}, None),
        ({"gender": Gender.OTHER}, {"eligibility": "Women only"}, None),
        ({}, {"eligibility": "Women only"}, None),
        ({"language": "ur"}, {"languages": ("en", "pol")}, Gate.OTHER_LANGUAGES),
        ({"language": "ur"}, {"languages": ("en", "urd")}, None),
        ({"language": "ur"}, {"languages": ("ur",)}, None),
        ({"language": "ur"}, {"languages": ()}, None),
        ({"language": "zh"}, {"languages": ("yue",)}, None),  # a kind of Chinese: ask
        ({"language": "en"}, {"languages": ("pl",)}, None),
        ({"step_free": True}, {"where": steps(False)}, Gate.STEPS),
        ({"step_free": True}, {"where": steps(None)}, None),
        ({"step_free": True}, {"where": steps(True)}, None),
        ({"step_free": True}, {"where": steps(False, LocationType.VIRTUAL)}, None),
        ({"step_free": True}, {"where": steps(False, LocationType.POSTAL)}, None),
        ({"text": "lives with his 15 year old son"}, {"minimum_age": 18}, None),  # not his age
        ({"text": "no steps"}, {"where": steps(False)}, None),  # only heard
        ({"free": True}, {"free": False}, Gate.NOT_FREE),
        ({"free": True}, {"free": None}, None),
        ({"text": "free"}, {"free": False}, None),  # only heard
        ({"days": (Day.TU, Day.FR)}, {"sessions": MONDAYS}, Gate.OTHER_DAYS),
        ({"evenings": True}, {"sessions": MONDAYS}, Gate.NOT_EVENINGS),
        ({"evenings": True}, {"sessions": (*MONDAYS, FRIDAY_NIGHT)}, None),
        ({"evenings": True}, {}, None),
        ({"evenings": True, "days": (Day.FR,)}, {"sessions": (*MONDAYS, FRIDAY_NIGHT)}, None),
        (
            {"evenings": True, "days": (Day.MO,)},
            {"sessions": (*MONDAYS, FRIDAY_NIGHT)},
            Gate.NOT_EVENINGS,
        ),
        ({"children": True}, {"minimum_age": 16}, Gate.NO_CHILDREN),
        ({"children": True}, {"minimum_age": 15}, None),
        ({"children": True}, {}, None),
        ({"days": (Day.MO, Day.FR)}, {"sessions": MONDAYS}, None),
        ({"days": (Day.TU,)}, {"hours": "most days"}, None),
    ],
)
def test_what_is_known_not_to_fit_is_hidden(
    wanted: dict[str, Any], listing: dict[str, Any], shut: Gate | None
) -> None:
    assert gate(listing, **wanted) is shut


@pytest.mark.parametrize(
    ("wanted", "listing", "asks"),
    [
        ({"age": 74}, {}, ["Ask whether they take somebody of 74"]),
        ({"age": 74}, {"minimum_age": 18}, []),
        ({"age": 74}, {"eligibility": "Anyone who likes to sing"}, []),
        (
            {"age": 74},
            {"eligibility": "People with asthma"},
            ["Ask whether they take somebody of 74"],
        ),
        ({"language": "ur"}, {}, ["Ask whether somebody speaks Urdu"]),
        ({"language": "en"}, {}, []),
        ({"step_free": True}, {}, ["Ask whether there are steps"]),
        ({"step_free": True}, {"where": steps(None, LocationType.VIRTUAL)}, []),
        ({"free": True}, {}, ["Ask what it costs"]),
        ({"free": True}, {"fees": "By donation"}, ["Ask what it costs: “By donation”"]),
        ({"text": "free"}, {}, ["Ask what it costs"]),
        ({"days": (Day.MO,)}, {}, ["Ask whether it is open on Monday"]),
        (
            {"days": (Day.MO, Day.SA)},
            {"hours": "Ring us."},
            ["Ask whether it is open on Monday or Saturday: “Ring us”"],
        ),
        ({}, {}, []),
    ],
)
def test_what_is_not_known_is_asked(
    wanted: dict[str, Any], listing: dict[str, Any], asks: list[str]
) -> None:
    assert doubts(listing, **wanted) == asks


def test_the_next_session_is_on_a_day_that_suits() -> None:
    sessions = (*MONDAYS, Session(Day.TH, time(9), time(10)))
    for days, starts in (((), "11-23T13"), ((Day.TH,), "11-26T09"), ((Day.TU, Day.MO), "11-23T13")):
        request = Request(needs=(Need.FOOD,), days=days)
        (option,) = rank(request, [candidate(sessions=sessions)], NOW).options
        assert option.next_session is not None
        assert option.next_session.startswith(f"2026-{starts}")


def test_the_doubt_about_hours_is_said_once() -> None:
    request = Request(needs=(Need.FOOD,), days=(Day.MO,))
    (option,) = rank(request, [candidate()], NOW).options
    assert [doubt for doubt in option.doubts if "open on" in doubt or "when it is" in doubt] == [
        "Ask whether it is open on Monday"
    ]


def test_steps_that_were_only_heard_of_are_doubted() -> None:
    request = Request(needs=(Need.FOOD,), text="uses a wheelchair")
    (option,) = rank(request, [candidate(where=steps(False))], NOW).options
    assert "There are steps: “Ten steps”" in option.doubts


def test_whoever_is_neither_is_told_what_it_says() -> None:
    request = Request(needs=(Need.FOOD,), gender=Gender.OTHER)
    (option,) = rank(request, [candidate(eligibility="Men only")], NOW).options
    assert "It says that it is for men only. Ask" in option.doubts


@pytest.mark.parametrize(
    ("eligibility", "wanted", "doubt"),
    [
        ("Women over 18", {}, "It seems to be for women: “Women over 18”"),
        ("Women over 18", {"gender": Gender.MALE}, "It seems to be for women: “Women over 18”"),
        ("Women over 18", {"gender": Gender.FEMALE}, ""),
        ("Men only", {}, "It says that it is for men only. Ask"),
        ("Dads and their toddlers", {}, "It seems to be for men: “Dads and their toddlers”"),
        ("Men and women over 50", {}, ""),
        ("Women, and anyone who knits", {}, ""),
        ("Mothers who speak Arabic", {"gender": Gender.FEMALE},
         "It seems to be for people who speak Arabic: “Mothers who speak Arabic”"),
        ("Urdu-speaking carers", {"language": "ur"}, ""),
        ("Urdu speakers", {}, "It seems to be for people who speak Urdu: “Urdu speakers”"),
        ("Anyone who can speak English", {}, ""),
        ("Quietly speaking to nobody", {}, ""),
    ],
)  # fmt: skip
def test_whom_it_seems_to_be_for_is_the_first_doubt(
    eligibility: str, wanted: dict[str, Any], doubt: str
) -> None:
    request = Request(needs=(Need.FOOD,), **wanted)
    (option,) = rank(request, [candidate(eligibility=eligibility)], NOW).options
    seems = [said for said in option.doubts if "seems to be" in said or "says that it is" in said]
    assert seems == ([doubt] if doubt else [])
    assert not doubt or option.doubts[0] == doubt


def test_of_two_equal_ones_that_for_whoever_comes_first() -> None:
    mothers = candidate(1, name="A", eligibility="Mothers of small children")
    anyone = candidate(2, name="B", eligibility="Anyone over 18")
    shown = rank(Request(needs=(Need.FOOD,)), [mothers, anyone], NOW).options
    assert [option.name for option in shown] == ["B", "A"]


def test_the_first_gate_counts_and_the_numbers_add_up() -> None:
    everything = {
        "status": Status.INACTIVE, "minimum_age": 90, "eligibility": "Women only",
        "languages": ("pl",), "where": steps(False), "free": False, "sessions": MONDAYS,
        "name": "Rape Crisis", "needs": (Offered(Need.GRIEF, KnownBy.DECLARED),),
        "found": found(Trouble.FULL),
    }  # fmt: skip
    mended: list[dict[str, Any]] = [
        {}, {"status": Status.ACTIVE}, {"found": ()}, {"minimum_age": None}, {"eligibility": ""},
        {"languages": ()}, {"where": None}, {"free": None}, {"sessions": ()}, {"name": "Service"},
        {"needs": FOOD},
    ]  # fmt: skip
    said, pool = dict(everything), []
    for number, change in enumerate(mended):
        said |= change
        pool.append(candidate(number, **said))
    request = Request(
        needs=(Need.FOOD,), age=40, gender=Gender.MALE, language="ur", step_free=True, free=True,
        days=(Day.TU,),
    )  # fmt: skip
    answer = rank(request, pool, NOW)
    assert answer.hidden == dict.fromkeys([str(one) for one in Gate if one not in _NOT_HERE], 1)
    assert list(answer.hidden) == [gate for gate in map(str, Gate) if gate in answer.hidden]
    assert answer.considered == len(pool) == sum(answer.hidden.values()) + 1


@pytest.mark.parametrize(
    ("name", "eligibility", "only"),
    [
        ("Women Only Gym", "", Gender.FEMALE),
        ("Gym", "Women only, 18 and over.", Gender.FEMALE),
        ("Gym", "Ladies only. All ages", Gender.FEMALE),
        ("Gym", "Only for men over 50", Gender.MALE),
        ("Shed", "Men-only", Gender.MALE),
        ("Flixton Women’s Institute", "", Gender.FEMALE),
        ("Men’s Shed", "Women welcome", None),
        ("Swim", "Everyone. Women only on Fridays", None),
        ("Swim", "Women only sessions", None),
        ("Gym", "Not women only", None),
        ("Gym", "Women", None),
        ("Gym", "Men and women only", None),
        ("The only ladies choir in Bury", "", None),
        ("Choir", "The only male voice choir", None),
        ("Cafe", "Only woman-led cafe in town", None),
        ("Kitchen", "Cooks are women only. Open for guests", None),
        ("Hub", "Exclusively for women and children", None),
        ("Circle", "Only for women", Gender.FEMALE),
        ("Gym", "Only people from Sale; women and men", None),
        ("Women’s Centre", "", None),
        ("", "", None),
    ],
)
def test_only_what_is_said_surely_is_for_one_gender(
    name: str, eligibility: str, only: Gender | None
) -> None:
    assert only_for(candidate(name=name, eligibility=eligibility).listing) is only


@pytest.mark.parametrize(
    ("name", "description", "needs", "hidden"),
    [
        ("Sale Rape Crisis", "Somebody to talk to.", (Need.LONELINESS,), True),
        ("Lotus", "For women after domestic abuse. Domestic abuse is a crime.", FOOD, True),
        ("Lotus", "For women after domestic abuse.", (Need.SAFETY,), True),
        ("Lotus", "For women after domestic abuse.", (), True),
        ("Talk", "Counselling: grief, domestic violence, divorce.", (Need.WELLBEING,), False),
        ("Food Bank", "For people in crisis.", (Need.FOOD,), False),
        ("Recovery", "After drug abuse.", (Need.WELLBEING,), False),
    ],
)
def test_help_after_harm_is_no_answer_to_loneliness(
    name: str, description: str, needs: tuple[Any, ...], hidden: bool
) -> None:
    heard = tuple(Offered(Need(need), KnownBy.INFERRED) for need in needs if isinstance(need, str))
    one = candidate(name=name, description=description, needs=heard or needs)
    for request in (Request(text="lives alone"), Request(needs=(Need.LONELINESS,)), Request()):
        assert (gate_of(one, asked(request)) is Gate.HARM) is hidden
    for request in (Request(needs=(Need.SAFETY,)), Request(text="legal advice")):
        assert gate_of(one, asked(request)) is not Gate.HARM


def found(what: Trouble, counts: bool = True) -> tuple[Found, ...]:
    return (Found(what, date(2026, 11, 3), date(2026, 12, 1), counts),)


@pytest.mark.parametrize(
    ("what", "shut"),
    [
        (Trouble.CLOSED, Gate.CLOSED),
        (Trouble.FULL, Gate.FULL),
        (Trouble.MOVED, None),
        (Trouble.WRONG_NUMBER, None),
    ],
)
def test_what_was_found_hides_only_what_nobody_can_go_to(what: Trouble, shut: Gate | None) -> None:
    assert gate({"found": found(what)}) is shut


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (Trouble.CLOSED, "It was found closed on 3 November. Ask"),
        (Trouble.FULL, "It was full on 3 November. Ask"),
    ],
)
def test_once_its_day_is_over_it_is_a_question(what: Trouble, says: str) -> None:
    lapsed: dict[str, Any] = {"found": found(what, counts=False)}
    assert gate(lapsed) is None
    (option,) = rank(Request(needs=(Need.FOOD,)), [candidate(**lapsed)], NOW).options
    assert option.doubts[0] == says
