"""What free text hides: read where a sentence says it, and left alone where it only seems to."""

from datetime import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.prose.places import known_places
from linkwell.directory.prose.rules import read, suggestions
from linkwell.directory.prose.said import Confidence, Field, sentences
from linkwell.directory.rules import Day, Listing, ReferralRoute, Session

pytestmark = pytest.mark.rules


def said(text: str, *fields: Field) -> list[str]:
    """Values that are read in a text, in these fields or all."""
    return [str(one.value) for one in read([text]) if not fields or one.field in fields]


def sure(text: str, field: Field) -> set[Confidence]:
    return {one.confidence for one in read([text]) if one.field is field}


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("We meet on Tuesdays 1.30-3.30pm in the hall.", ["TU 13:30-15:30"]),
        ("Coffee and a chat every Monday, 10am to 12 noon.", ["MO 10:00-12:00"]),
        ("Weekdays 9am - 5pm.", [f"{day} 09:00-17:00" for day in ["FR", "MO", "TH", "TU", "WE"]]),
        ("Daily (except Tues, Thurs & Sun) 11am - 1pm",
         ["FR 11:00-13:00", "MO 11:00-13:00", "SA 11:00-13:00", "WE 11:00-13:00"]),
        ("Weekends 2pm - 4pm", ["SA 14:00-16:00", "SU 14:00-16:00"]),
        ("Mon and Tues 10am - 4pm, except Tuesdays 10am - 1pm.",
         ["MO 10:00-16:00", "TU 10:00-13:00"]),
        ("Saturday 10am - 2pm, Sunday by appointment", ["SA 10:00-14:00"]),
        ("Wed. 7pm - 9pm", ["WE 19:00-21:00"]),
        ("Fridays 10am-12noon; Sundays 3pm-5pm", ["FR 10:00-12:00", "SU 15:00-17:00"]),
        ("First Saturday 10am - 12noon", []),
        ("Alternate Thursdays 10am - 12noon", []),
        ("Last Monday of every month 10.30am-12noon", []),
        ("Fortnightly on Fridays 2pm - 4pm", []),
        ("Closed on Wednesdays 1pm - 2pm", []),
        ("Open day on Tuesday 12 - 14 May", []),
        ("Meets on Thursdays at 2pm", []),
        ("She sat 10 - 12 exams in one summer", []),
    ],
)  # fmt: skip
def test_sessions(text: str, sessions: list[str]) -> None:
    assert said(text, Field.HOURS) == sessions


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Mondays 1pm - 3pm", Confidence.STATED),
        ("Mondays 1pm - 3pm, except bank holidays", Confidence.STATED),
        ("Mondays 1pm - 3pm except the first", Confidence.MIXED),
        ("Mondays 1pm - 3pm (term time only)", Confidence.MIXED),
        ("Ring us Mondays 1pm - 3pm", Confidence.IMPLIED),
    ],
)
def test_how_sure_a_session_is(text: str, confidence: Confidence) -> None:
    assert sure(text, Field.HOURS) == {confidence}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("For over 18s.", 18, None),
        ("18+ only", 18, None),
        ("Adults (18+)", 18, None),
        ("You must be over 18 to join.", 18, None),
        ("People aged 50 and over are welcome.", 50, None),
        ("For anyone aged 60 plus.", 60, None),
        ("A club for women over 55.", 55, None),
        ("For people over the age of 65 who live alone.", 65, None),
        ("At least 16 years old", 16, None),
        ("Minimum age 14", 14, None),
        ("No under 16s.", 16, None),
        ("Not suitable for under 5s", 5, None),
        ("For young people aged 11 to 17.", 11, 17),
        ("11-16 year olds", 11, 16),
        ("Young carers between the ages of 8 and 18", 8, 18),
        ("Counselling for those aged 13 - 25 years.", 13, 25),
        ("young people (11-25 years) with worries", 11, 25),
        ("For under 25s.", None, 25),
        ("Anyone under 30", None, 30),
        ("Young people up to the age of 19.", None, 19),
        ("Aged 18 and under", None, 18),
        ("For older people.", None, None),
        ("A friendly group for young adults.", None, None),
        ("Over 50 volunteers help us.", None, None),
        ("We have been going for over 30 years.", None, None),
        ("Over 18 months of waiting.", None, None),
        ("50+ activities each week", None, None),
        ("£2, free for over 60s", None, None),
        ("Under 16s must be accompanied by an adult.", None, None),
        ("Support for families with children aged 5 to 11.", None, None),
        ("For parents of under 5s.", None, None),
        ("The group takes all ages; most are over 70.", None, None),
        ("Tuesdays 10 - 12 and Fridays 18 - 20", None, None),
        ("Call 0161 496 0018 or write to Box 65.", None, None),
        ("In 1987 18 people began it.", None, None),
    ],
)
def test_ages(text: str, low: int | None, high: int | None) -> None:
    expected = [str(years) for years in (low, high) if years is not None]
    assert said(text, Field.MINIMUM_AGE, Field.MAXIMUM_AGE) == expected
    assert said(text, Field.MINIMUM_AGE) == ([str(low)] if low is not None else [])


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("All our sessions are free.", True),
        ("Free of charge", True),
        ("There is no charge.", True),
        ("It is free to attend.", True),
        ("Free", True),
        ("Free and confidential advice on debt.", True),
        ("We offer free weekly classes.", True),
        ("Help without cost to you", True),
        ("£3 a session", False),
        ("Entry £1.50", False),
        ("£45 for 8 week course", False),
        ("£2 membership, then £5 per basket.", False),
        ("50p each", False),
        ("A small charge helps with the hall.", False),
        ("Pay as you go", False),
        ("First session free, then £4 a week.", False),
        ("Free parking outside.", None),
        ("Free refreshments and a warm welcome", None),
        ("Feel free to ring us.", None),
        ("A drug-free and step-free place.", None),
        ("To help people stay free from alcohol.", None),
        ("Free for over 60s", None),
        ("Children go free", None),
        ("Last year we raised £5,000 for a new roof.", None),
        ("We give grants of up to £500 a family.", None),
        ("Suggested donation of £2 a week", None),
        ("Help with free school meals.", None),
        ("It is not free.", None),
        ("Free taster session", None),
        ("Free wifi", None),
        ("£0.00 a session", None),
    ],
)
def test_cost(text: str, free: bool | None) -> None:
    assert said(text, Field.FREE) == ([] if free is None else [str(free)])


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("No referral needed", "open"),
        ("You do not need a referral.", "open"),
        ("Referral not required.", "open"),
        ("Just turn up!", "open"),
        ("A drop-in on Tuesdays.", "open"),
        ("No need to book", "open"),
        ("First come, first served", "open"),
        ("Everyone welcome.", "open"),
        ("Self-referral, or ask your GP", "self"),
        ("Self referral or by agency referral", "self"),
        ("You can refer yourself online.", "self"),
        ("Booking essential", "self"),
        ("Please ring us to arrange a visit", "self"),
        ("By GP referral only", "professional"),
        ("Referral required", "professional"),
        ("People are referred by social workers.", "professional"),
        ("Referrals must come from a health professional.", "professional"),
        ("You need to be referred.", "professional"),
        ("We do not accept self-referrals.", "professional"),
        ("Food bank voucher", "voucher"),
        ("Please bring a voucher", "voucher"),
        ("This is not a drop-in.", ""),
        ("We refer people to other agencies.", ""),
        ("An information and referral service", ""),
        ("Our shop sells gift vouchers", ""),
        ("You cannot just turn up.", ""),
        ("A welcoming group of friends.", ""),
    ],
)
def test_ways_in(text: str, route: str) -> None:
    assert said(text, Field.ROUTE) == ([route] if route else [])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("For residents of Trafford.", ["E08000009"]),
        ("Open to people living in Salford or Bolton", ["E08000001", "E08000006"]),
        ("We visit people within Manchester.", ["E08000003"]),
        ("Advice for carers in the London Borough of Camden.", ["E09000007"]),
        ("For those registered with a GP in Stockport", ["E08000007"]),
        ("You must be registered with a Wigan GP.", ["E08000010"]),
        ("Classes across Greater Manchester", ["Greater Manchester"]),
        ("For the inhabitants of Little Oakmere.", ["Little Oakmere"]),
        ("Company for people in the Oakmere area.", ["Oakmere"]),
        ("Oakmere residents come first.", ["Oakmere"]),
        ("Our office is based in Manchester.", []),
        ("We meet in Salford.", []),
        ("Lunch at the centre in Bolton", []),
        ("Founded in Leeds by friends", []),
        ("For young people from Manchester and beyond", []),
        ("Based in Oldham, we work nationally.", []),
        ("The walk goes along Manchester Road.", []),
        ("Families living in poverty", []),
        ("People in Need of company", []),
        ("A group for people of African descent in England", []),
        ("Residents meet on Mondays", []),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert said(text, Field.AREA) == places


def test_every_known_place_is_found_by_its_name() -> None:
    assert len(known_places()) > 150
    for name, (value, proper) in known_places().items():
        for written in (proper, name):
            (one,) = read([f"We help people in {written}."])
            assert (one.value, one.confidence) == (value, Confidence.IMPLIED), name


def test_what_is_stated_goes_before_what_is_implied() -> None:
    ways = read(["Everyone welcome.", "By GP referral only."])
    assert [(one.value, one.confidence) for one in ways] == [("professional", Confidence.STATED)]


def test_two_things_said_outright_are_both_in_doubt() -> None:
    ways = read(["Drop-in on Mondays.", "Counselling by GP referral only."])
    assert {one.value for one in ways} == {"open", "professional"}
    assert {one.confidence for one in ways} == {Confidence.MIXED}


def test_every_band_says_its_reason() -> None:
    assert len({band.reason for band in Confidence}) == len(Confidence) == 3


def listing(**told: object) -> Listing:
    return Listing(source_id="s", name="Tea", organization="Some group", **told)  # type: ignore[arg-type]


def test_what_the_publisher_says_is_not_suggested() -> None:
    text = "Over 18s. Free of charge. Just turn up. Mondays 1pm - 3pm. For residents of Trafford."
    assert {one.said.field for one in suggestions(listing(description=text))} == {
        Field.MINIMUM_AGE, Field.FREE, Field.ROUTE, Field.HOURS, Field.AREA,
    }  # fmt: skip
    told = listing(
        description=text,
        minimum_age=18,
        free=True,
        route=ReferralRoute.OPEN,
        serves=("E08000009",),
        sessions=(Session(Day.MO, time(13), time(15)),),
    )
    assert suggestions(told) == ()


@pytest.mark.parametrize(
    ("text", "told", "against"),
    [
        ("Over 55s only.", {"minimum_age": 18}, 18),
        ("£3 a session", {"free": True}, True),
        ("By GP referral only", {"route": ReferralRoute.OPEN}, "open"),
        ("Under 25s.", {"maximum_age": 30}, 30),
    ],
)
def test_what_contradicts_the_publisher_says_so(
    text: str, told: dict[str, object], against: object
) -> None:
    (one,) = suggestions(listing(eligibility=text, **told))
    assert one.against == against
    (fresh,) = suggestions(listing(eligibility=text))
    assert fresh.against is None


# What people write, and what breaks readers of it, in any order.
PIECES = (
    "Over 18s", "aged 11 to 17", "£3", "free", "no referral", "drop in", "Mondays", "10am", "-",
    "2pm", "except", "(", ")", ".", ";", "residents of", "Trafford", "within", "GP", "voucher",
    "é", "\n", "İ", "the", "first", "under", "25", "a session", "ﬁ", "½", "\u202e", "ǅ", "and",
    ",", "999", "Mon.",
)  # fmt: skip
texts = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@given(texts)
def test_any_text_is_safe_and_every_sentence_stands_in_it(text: str) -> None:
    for one in read([text]):
        assert one.sentence in text
        assert one.sentence.strip()
        assert one.value != ""


@given(st.lists(texts, max_size=4), st.randoms(use_true_random=False))
def test_the_same_texts_say_the_same_in_any_order(some: list[str], random: Random) -> None:
    found = read(some)
    random.shuffle(some)
    assert read(some) == found == read([*some, *some])


@given(st.text(alphabet=" \n\t.;•", max_size=9))
def test_nothing_is_said_by_nothing(text: str) -> None:
    assert read([text]) == ()
    assert read([]) == ()


@given(st.text(alphabet="ab .;\n", max_size=900))
def test_sentences_hold_every_word_and_are_not_long(text: str) -> None:
    found = list(sentences(text))
    assert all(one in text and 0 < len(one) <= 300 for one in found)
    assert "".join("".join(found).split()).replace(";", "") == "".join(text.split()).replace(
        ";", ""
    )
