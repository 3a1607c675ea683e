"""Gates, points and reasons: what is promised of every list of options."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Session,
    Status,
    Where,
)
from linkwell.directory.sessions import next_session
from linkwell.kernel.geography import Place, Point
from linkwell.matching.factors import Candidate
from linkwell.matching.gates import Gate
from linkwell.matching.request import Gender, Request
from linkwell.matching.rules import Answer, Option, rank
from linkwell.matching.weights import FULL_SCORE, Factor, published
from linkwell.needs.rules import Need

pytestmark = pytest.mark.rules

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # a Sunday
SALE = Place("M33 7BZ", Point(378944, 392758), "E08000009")
FOOD = (Offered(Need.FOOD, KnownBy.DECLARED),)


def at(kind: LocationType = LocationType.PHYSICAL) -> Where:
    return Where(kind, address="1 Lock Lane", point=Point(0, 0))


def candidate(number: int = 1, *, metres: float | None = 500, **said: object) -> Candidate:
    listing = Listing(source_id=f"s{number}", name=f"Service {number}", organization="Some group")
    said.setdefault("where", at())
    return Candidate(UUID(int=number), replace(listing, **said), metres)  # type: ignore[arg-type]


words = st.sampled_from(["food parcel", "choir", "debt advice", "knitting", "free", "lonely", ""])
needs = st.lists(
    st.builds(Offered, st.sampled_from(list(Need)), st.sampled_from(list(KnownBy)), words),
    max_size=3,
    unique_by=lambda offer: offer.need,
).map(tuple)
listings = st.builds(
    Listing,
    source_id=st.text("abc", max_size=3),
    name=st.sampled_from(["Tuesday Table", "Money Desk", "Rape Crisis", "Sale Women’s Institute"]),
    organization=st.sampled_from(["Somebody", "Age UK Sale"]),
    description=words,
    status=st.sampled_from(list(Status)),
    route=st.sampled_from(list(ReferralRoute)),
    free=st.sampled_from([True, False, None]),
    checked_on=st.none() | st.dates(date(2018, 1, 1), date(2026, 11, 22)),
    serves=st.sampled_from([(), ("E08000009",), ("E08000003",)]),
    where=st.none()
    | st.builds(
        Where,
        st.sampled_from(list(LocationType)),
        point=st.just(Point(0, 0)),
        step_free=st.sampled_from([True, False, None]),
    ),
    eligibility=st.sampled_from(["", "Women only", "Men only.", "Anyone"]),
    minimum_age=st.sampled_from([None, 0, 18, 50]),
    maximum_age=st.sampled_from([None, 17, 99]),
    languages=st.sampled_from([(), ("en",), ("en", "urd"), ("pl",)]),
    sessions=st.sampled_from([(), (Session(Day.MO, time(13), time(14)),)]),
    needs=needs,
)
candidates = st.builds(
    Candidate, st.uuids(), listings, st.none() | st.floats(0, 30_000, allow_nan=False)
)
pools = st.lists(candidates, max_size=7, unique_by=lambda one: one.service_id)
requests = st.builds(
    Request,
    at=st.sampled_from([None, SALE]),
    needs=st.lists(st.sampled_from(list(Need)), max_size=2, unique=True).map(tuple),
    text=st.sampled_from(
        ["", "free food parcel, no referral needed", "lonely, loves to sing in a choir", "knitting"]
    ),
    km=st.sampled_from([1.0, 10.0]),
    top=st.integers(1, 5),
    age=st.sampled_from([None, 17, 18, 74]),
    gender=st.sampled_from([None, *Gender]),
    language=st.sampled_from(["", "en", "ur"]),
    step_free=st.booleans(),
    free=st.booleans(),
    days=st.sampled_from([(), (Day.MO,), (Day.TU, Day.SU)]),
)


def by_service(answer: Answer) -> dict[UUID, Option]:
    return {option.service_id: option for option in answer.options}


@given(requests, pools)
def test_points_sum_to_the_score(request: Request, pool: list[Candidate]) -> None:
    answer = rank(request, pool, NOW)
    assert answer.considered == len(pool)
    assert len(answer.options) <= request.top
    assert answer.considered == sum(answer.hidden.values()) + answer.below + len(answer.options)
    for option in answer.options:
        assert option.score == sum(reason.points for reason in option.reasons) <= FULL_SCORE
        assert all(reason.points >= 0 and reason.text for reason in option.reasons)
        assert option.doubts
    scores = [option.score for option in answer.options]
    assert scores == sorted(scores, reverse=True)


@given(requests, pools, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(
    request: Request, pool: list[Candidate], random: object
) -> None:
    shuffled = list(pool)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(request, pool, NOW).to_json() == rank(request, shuffled, NOW).to_json()


@given(requests, pools, candidates)
def test_one_more_service_changes_nobody_elses_points(
    request: Request, pool: list[Candidate], more: Candidate
) -> None:
    wide = replace(request, top=100)
    before = by_service(rank(wide, pool, NOW))
    after = by_service(rank(wide, [*pool, more], NOW))
    for service_id, option in before.items():
        assert service_id == more.service_id or after[service_id] == option


@given(requests, candidates, st.floats(0, 40_000), st.floats(0, 40_000))
def test_nearer_never_scores_lower(
    request: Request, one: Candidate, here: float, there: float
) -> None:
    near, far = (replace(one, metres=metres) for metres in sorted((here, there)))
    shown = [rank(request, [some], NOW).options for some in (near, far)]
    if shown[1]:
        assert shown[0]
        assert shown[0][0].score >= shown[1][0].score


better = [
    {"route": ReferralRoute.OPEN},
    {"free": True},
    {"checked_on": NOW.date()},
    {"needs": tuple(Offered(need, KnownBy.DECLARED) for need in Need)},
]


@given(requests, candidates, st.sampled_from(better))
def test_a_better_service_never_scores_lower(
    request: Request, one: Candidate, change: dict[str, object]
) -> None:
    improved = replace(one, listing=replace(one.listing, **change))  # type: ignore[arg-type]
    before, after = (rank(request, [some], NOW).options for some in (one, improved))
    if before:
        assert after
        assert after[0].score >= before[0].score


@given(requests, candidates)
def test_unknown_never_hides(request: Request, one: Candidate) -> None:
    nothing_known = replace(
        one,
        metres=None,
        listing=Listing(source_id="1", name="Tuesday Table", organization="Somebody"),
    )
    hidden = rank(request, [nothing_known], NOW).hidden
    assert hidden == ({Gate.NOT_FOR_CHILDREN: 1} if request.is_child else {})


@given(requests, pools)
def test_an_answer_is_plain_json(request: Request, pool: list[Candidate]) -> None:
    import json

    answer = rank(request, pool, NOW).to_json()
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) >= {"query", "considered", "hidden", "options"}


def test_most_points_are_whole_and_make_a_hundred() -> None:
    weights = published()
    for number in range(1, 2 ** len(Factor)):
        factors = [factor for bit, factor in enumerate(Factor) if number >> bit & 1]
        most = weights.most(factors)
        assert sum(most.values()) == FULL_SCORE
        assert set(most) == set(factors)
    assert weights.most(Factor) == weights.shares


def test_a_perfect_service_has_a_hundred() -> None:
    one = candidate(
        metres=0, needs=FOOD, description="Food parcels", route=ReferralRoute.OPEN, free=True,
        status=Status.ACTIVE, checked_on=NOW.date(), hours="Monday 1pm - 2pm",
        sessions=(Session(Day.MO, time(13), time(14)),), available=4, available_on=NOW.date(),
    )  # fmt: skip
    request = Request(SALE, (Need.FOOD,), "free food parcel, no referral needed")
    (option,) = rank(request, [one], NOW).options
    assert option.score == 100
    # Nothing is known for ever, so one doubt is left.
    assert option.doubts == ("Last checked on 22 November. Ring before a first visit",)
    assert option.would_rank_higher_if is None
    assert option.next_session == "2026-11-23T13:00:00+00:00"


def test_a_closed_service_is_hidden_and_counted() -> None:
    closed = candidate(needs=FOOD, status=Status.INACTIVE)
    for request in (Request(SALE, (Need.FOOD,)), Request(text="food"), Request()):
        answer = rank(request, [closed], NOW)
        assert (answer.options, answer.hidden) == ((), {Gate.CLOSED: 1})
    unknown = candidate(needs=FOOD, status=Status.UNKNOWN)
    (option,) = rank(Request(SALE, (Need.FOOD,)), [unknown], NOW).options
    assert option.doubts[0] == "We do not know whether it is still open. Ring first"


def test_gates_say_why_and_how_many() -> None:
    pool = [
        candidate(1, needs=FOOD),
        candidate(2, needs=FOOD, status=Status.INACTIVE),
        candidate(3, needs=FOOD, metres=10_001),
        candidate(4, needs=(Offered(Need.GRIEF, KnownBy.DECLARED),)),
        candidate(5, needs=(Offered(Need.GRIEF, KnownBy.INFERRED, "bereavement"),)),
        candidate(6),
    ]
    answer = rank(Request(SALE, (Need.FOOD,)), pool, NOW)
    assert [option.service_id.int for option in answer.options] == [1]
    assert answer.hidden == {Gate.CLOSED: 1, Gate.TOO_FAR: 1, Gate.SOMETHING_ELSE: 1}
    assert answer.below == 2  # of which we do not know that they fit


def test_an_office_is_no_meeting_place() -> None:
    office = {"where": at(LocationType.POSTAL), "needs": FOOD}
    near, far, elsewhere = (
        candidate(1, metres=800, serves=("E08000009",), **office),
        candidate(2, metres=250_000, serves=("E08000009",), **office),
        candidate(3, metres=250_000, serves=("E08000003",), **office),
    )
    answer = rank(Request(SALE, (Need.FOOD,)), [near, far, elsewhere], NOW)
    assert [option.distance_m for option in answer.options] == [800, None]
    assert answer.hidden == {Gate.TOO_FAR: 1}
    for option in answer.options:
        assert "This is the charity’s office. Ask where it meets" in option.doubts
    met_there = rank(Request(SALE, (Need.FOOD,)), [candidate(4, metres=800, needs=FOOD)], NOW)
    assert met_there.options[0].score > answer.options[0].score


def test_online_help_is_not_hidden_and_needs_no_travel() -> None:
    online = candidate(metres=None, where=Where(LocationType.VIRTUAL), needs=FOOD)
    (option,) = rank(Request(SALE, (Need.FOOD,)), [online], NOW).options
    assert "By phone, online or at home: nobody has to travel" in [r.text for r in option.reasons]
    assert option.distance_m is None


def test_what_was_not_asked_takes_no_points() -> None:
    one = candidate(needs=FOOD, route=ReferralRoute.VOUCHER, free=False)
    (option,) = rank(Request(SALE, (Need.FOOD,)), [one], NOW).options
    assert {reason.factor for reason in option.reasons} == {
        Factor.NEED, Factor.DISTANCE, Factor.CHECKED,
    }  # fmt: skip
    assert "It takes people who bring a voucher. Ask who gives one" in option.doubts


def test_an_open_door_stands_above_a_nearer_voucher_when_no_referral_is_asked() -> None:
    voucher = candidate(1, metres=900, needs=FOOD, route=ReferralRoute.VOUCHER)
    open_door = candidate(2, metres=8_500, needs=FOOD, route=ReferralRoute.OPEN)
    request = Request(SALE, (Need.FOOD,), "free food parcel, no referral needed")
    first, second = rank(request, [voucher, open_door], NOW).options
    assert (first.service_id.int, second.service_id.int) == (2, 1)
    plain = rank(Request(SALE, (Need.FOOD,)), [voucher, open_door], NOW).options
    assert plain[0].service_id.int == 1


def test_doubts_and_what_would_help_are_told() -> None:
    one = candidate(
        needs=(Offered(Need.FOOD, KnownBy.INFERRED, "emergency food"),),
        alert="Full until January.", checked_on=date(2018, 1, 31), eligibility="Families",
    )  # fmt: skip
    request = Request(SALE, (Need.FOOD,), "uses a wheelchair")
    (option,) = rank(request, [one], NOW).options
    assert option.doubts == (
        "Its notice says: “Full until January”",
        "We do not know whether it is still open. Ring first",
        "Ask whether there are steps",
        "How people come in is not known. Ask",
        "We do not know when it is open. Ask",
        "Last checked in January 2018. Ring before anyone goes",
        "That it helps with this is our reading of its words. Ask",
        "Nobody has told us whether there is room. Ask",
    )
    assert option.would_rank_higher_if is not None
    assert option.would_rank_higher_if.startswith("they said themselves that this is what they do")


@pytest.mark.parametrize(
    ("free", "told", "doubt"),
    [
        (None, None, "Nobody has told us whether there is room. Ask"),
        (0, date(2026, 11, 2), "It was full on 2 November. Ask"),
        (2, date(2026, 11, 2), "2 places were left on 2 November. They may have gone"),
        (1, None, "One place was left. They may have gone"),
        (2, NOW.date(), None),
    ],
)
def test_room_is_doubted_unless_it_was_told_lately(
    free: int | None, told: date | None, doubt: str | None
) -> None:
    one = candidate(needs=FOOD, available=free, available_on=told)
    (option,) = rank(Request(SALE, (Need.FOOD,)), [one], NOW).options
    about_room = [
        text for text in option.doubts if "room" in text or "left" in text or "full" in text
    ]
    assert about_room == ([doubt] if doubt else [])


def test_danger_words_bring_help_and_no_list() -> None:
    answer = rank(Request(SALE, (Need.FOOD,), "I want to die"), [candidate(needs=FOOD)], NOW)
    assert answer.options == ()
    shown = answer.to_json()
    assert shown["options"] == []
    assert [line["phone"] for line in shown["help"]] == ["999", "111", "116 123"]


def test_several_needs_count_together() -> None:
    both = candidate(1, needs=(*FOOD, Offered(Need.MONEY, KnownBy.DECLARED)))
    one = candidate(2, needs=FOOD)
    first, second = rank(Request(SALE, (Need.FOOD, Need.MONEY)), [one, both], NOW).options
    assert first.service_id.int == 1
    assert first.score > second.score


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        (datetime(2026, 11, 23, 12, 59, tzinfo=UTC), "2026-11-23T13:00:00+00:00"),
        (datetime(2026, 11, 23, 13, 0, tzinfo=UTC), "2026-11-30T13:00:00+00:00"),
        (datetime(2026, 5, 24, 9, 0, tzinfo=UTC), "2026-06-01T13:00:00+01:00"),  # bank holiday
    ],
)
def test_the_next_session_is_in_london_and_passes_over_bank_holidays(
    now: datetime, starts: str
) -> None:
    found = next_session([Session(Day.MO, time(13), time(14))], now)
    assert found is not None
    assert found.isoformat() == starts
    assert next_session([], now) is None


@pytest.mark.parametrize(
    ("low", "high", "age", "shown"),
    [
        (None, None, 15, False),
        (16, None, 15, False),
        (16, None, 16, True),
        (0, 15, 16, False),
        (11, 17, 15, True),
        (None, 99, 15, False),
    ],
)
def test_somebody_under_18_is_shown_only_what_is_known_to_take_them(
    low: int | None, high: int | None, age: int, shown: bool
) -> None:
    one = candidate(needs=FOOD, minimum_age=low, maximum_age=high)
    answer = rank(Request(needs=(Need.FOOD,), age=age), [one], NOW)
    assert bool(answer.options) is shown
    assert answer.hidden.get(Gate.NOT_FOR_CHILDREN.value, 0) == (not shown)
