"""Plain words to needs, typos and all; and words that mean danger."""

import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel.errors import InputAtFault
from linkwell.needs.rules import (
    DangerKind,
    Fact,
    Need,
    danger_in,
    help_for,
    offered,
    read_need,
    understand,
)

pytestmark = pytest.mark.rules

LEXICON = tomllib.loads((files("linkwell.needs") / "lexicon.toml").read_text("utf-8"))
DANGER = tomllib.loads((files("linkwell.needs") / "danger.toml").read_text("utf-8"))


def test_the_twelve_needs_have_labels_that_people_read() -> None:
    assert len(Need) == 12
    assert str(Need.LONELINESS) == "loneliness"
    assert Need.LONELINESS.label == "Company"
    assert all(need.label and need.snomed == "" for need in Need)


def test_a_need_is_read_by_its_code_and_an_unknown_one_is_named() -> None:
    assert read_need(" Food ") is Need.FOOD
    with pytest.raises(InputAtFault, match="“fun” is not a need"):
        read_need("fun")


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("nothing in the cupboards", "food"),
        ("78F lives alone, low mood", "loneliness wellbeing"),
        ("Rarely goes out since he lost his partner", "grief loneliness"),
        ("Eviction notice came through", "housing"),
        ("Behind with the rent and in debt", "housing money"),
        ("wants an evening class in French", "work"),
        ("She has no transport", "practical"),
        ("Owes money to three lenders", "money"),
        ("carer for his mum, needs respite", "caring"),
        ("Newly diagnosed with diabetes", "condition"),
        ("used to swim every week", "activity"),
        ("asylum claim refused", "safety"),
        ("a lunch club or a choir", "loneliness"),
    ],
)
def test_everyday_words_lead_to_needs(text: str, needs: str) -> None:
    assert set(understand(text).codes) == {Need(code) for code in needs.split()}


@pytest.mark.parametrize(
    ("slip", "need"),
    [
        ("so lonley", Need.LONELINESS),
        ("benifits stopped", Need.MONEY),
        ("bereavment", Need.GRIEF),
        ("a food parsel", Need.FOOD),
        ("alzhiemers", Need.CARING),
        ("homless", Need.HOUSING),
        ("gardning", Need.ACTIVITY),
    ],
)
def test_a_slip_of_the_key_is_understood(slip: str, need: Need) -> None:
    assert need in understand(slip).codes


@pytest.mark.parametrize(
    "text",
    [
        "He had three careers in signing contracts",  # not carers, not singing
        "would benefit from it",  # not benefits
        "of course, all right",
        "not lonely, no debts",
        "spoke to Mr Carera about the policy",
        "limited company",
        "a letter from the energy company",
        "a bus driver, told me in confidence",
        "whatever their sexual orientation",
        "the neighbours are kind",
        "he has passed his test and is a good sort",
        "",
        "   ",
    ],
)
def test_words_that_only_look_alike_lead_nowhere(text: str) -> None:
    assert understand(text).needs == ()


def test_what_was_heard_shows_the_words_that_led_there() -> None:
    text = "She has lost her husband. Cupboards are bare!"
    heard = understand(text).needs
    assert [(h.what, h.words) for h in heard] == [
        (Need.GRIEF, "lost her husband"),
        (Need.FOOD, "Cupboards are bare"),
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("free food parcel, no referral needed", {Fact.FREE, Fact.NO_REFERRAL}),
        ("a step-free place", {Fact.STEP_FREE}),
        ("uses a wheelchair, can't afford to pay", {Fact.STEP_FREE, Fact.FREE}),
        ("somewhere I can just turn up", {Fact.NO_REFERRAL}),
        ("feel free to ring; gluten free bread", set()),
        ("it is not free", set()),
    ],
)
def test_facts_are_heard_apart_from_needs(text: str, facts: set[Fact]) -> None:
    understood = understand(text)
    assert {fact for fact in Fact if understood.says(fact)} == facts


def test_a_service_is_read_by_what_it_offers_not_by_a_story() -> None:
    words = "Befriending for people who have lost a partner. Jobs: none. Debt advice on Mondays."
    assert {heard.what for heard in offered(words)} == {Need.LONELINESS, Need.MONEY}


def test_phrases_do_not_reach_across_sentences() -> None:
    assert understand("lost. wife").needs == ()


@pytest.mark.parametrize("code", list(Need))
def test_every_phrase_of_the_lexicon_is_heard(code: Need) -> None:
    for phrase in LEXICON["needs"][code]["says"] + LEXICON["needs"][code]["offers"]:
        assert code in understand(phrase.replace("=", "")).codes, phrase


@given(st.text(max_size=400))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    understood = understand(text)
    for heard in (*understood.needs, *understood.facts, *offered(text)):
        assert 0 <= heard.start < heard.end <= len(text)
        assert text[heard.start : heard.end] == heard.words
    for danger in danger_in(text):
        assert text[danger.start : danger.end] == danger.words != ""


@given(
    st.lists(
        st.sampled_from(LEXICON["needs"]["food"]["says"] + ["I", "not", "kill", ".", "\ud800"])
    )
)
def test_heaps_of_phrases_never_overlap(parts: list[str]) -> None:
    heard = understand(" ".join(parts)).needs
    spans = sorted({(one.start, one.end) for one in heard})  # a phrase may mean two needs
    for (_, end), (start, _) in pairwise(spans):
        assert start >= end


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to die", DangerKind.HARM_TO_SELF),
        ("I just don't really want to be here any more", DangerKind.HARM_TO_SELF),
        ("denies being suicidal", DangerKind.HARM_TO_SELF),
        ("feeling suicidle", DangerKind.HARM_TO_SELF),
        ("thoughts of suiside", DangerKind.HARM_TO_SELF),
        ("going to kill mysefl", DangerKind.HARM_TO_SELF),
        ("She’s been cutting herself", DangerKind.HARM_TO_SELF),
        ("better off dead", DangerKind.HARM_TO_SELF),
        ("I can't go on.", DangerKind.HARM_TO_SELF),
        ("She cannot go on and does not sleep", DangerKind.HARM_TO_SELF),
        ("he can’t carry on", DangerKind.HARM_TO_SELF),
        ("doesn't see the point.", DangerKind.HARM_TO_SELF),
        ("would be better off if she was not here", DangerKind.HARM_TO_SELF),
        ("says he'll kill me", DangerKind.HARM_BY_OTHERS),
        ("feels unsafe at home", DangerKind.HARM_BY_OTHERS),
        ("nobody would miss me", DangerKind.HARM_TO_SELF),
        ("wish I could sleep and never wake up", DangerKind.HARM_TO_SELF),
        ("My partner hits me", DangerKind.HARM_BY_OTHERS),
        ("she is frightened of her son", DangerKind.HARM_BY_OTHERS),
        ("husband threw a plate at me", DangerKind.HARM_BY_OTHERS),
        ("he has been very violent", DangerKind.HARM_BY_OTHERS),
        ("history of domestic abuse", DangerKind.HARM_BY_OTHERS),
        ("he won't let me leave", DangerKind.HARM_BY_OTHERS),
        ("I'm going to stab someone", DangerKind.HARM_TO_OTHERS),
        ("has lost the will to live", DangerKind.HARM_TO_SELF),
        ("she is stockpiling her medication", DangerKind.HARM_TO_SELF),
        ("wishes she wouldn't wake up", DangerKind.HARM_TO_SELF),
        ("wants to join her husband, who died in May", DangerKind.HARM_TO_SELF),
        ("thinking of jumping off the bridge", DangerKind.HARM_TO_SELF),
        ("they'd be better off if I was gone", DangerKind.HARM_TO_SELF),
        ("thoughts of not being here", DangerKind.HARM_TO_SELF),
        ("I'll drink myself to death", DangerKind.HARM_TO_SELF),
        ("took an OD in March", DangerKind.HARM_TO_SELF),
        ("DV at home", DangerKind.HARM_BY_OTHERS),
        ("Chcę się zabić", DangerKind.HARM_TO_SELF),
        ("juz nie chce zyc", DangerKind.HARM_TO_SELF),
        ("Mąż mnie bije, kiedy pije", DangerKind.HARM_BY_OTHERS),
        ("میں خودکشی کرنا چاہتی ہوں", DangerKind.HARM_TO_SELF),
        ("میں مرنا چاہتا ہوں", DangerKind.HARM_TO_SELF),
        ("وہ مجھے مارتا ہے", DangerKind.HARM_BY_OTHERS),
        ("mera shohar mujhe marta hai", DangerKind.HARM_BY_OTHERS),
    ],
)
def test_danger_pauses_even_when_denied_or_misspelt(text: str, kind: DangerKind) -> None:
    assert kind in {danger.kind for danger in danger_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "alcohol abuse in the past",
        "just killing time on her own",
        "frightened of falling, scared of the post",
        "grows violets and plays the violin",
        "he cooked and slipped on the stairs",
        "struggled with money",
        "can't go on the bus alone",
        "can't carry on working nights",
        "sertraline 50mg OD, last reviewed in June",
        "wants to join a walking group with her husband",
        "lost his partner, rarely goes out",
        "chcę się zapisać na kurs angielskiego",
        "chce zabić czas przy kartach",
        "میں انگریزی سیکھنا چاہتی ہوں",
    ],
)
def test_ordinary_trouble_does_not_pause(text: str) -> None:
    assert danger_in(text) == ()


@pytest.mark.parametrize("kind", list(DangerKind))
def test_every_danger_phrase_is_found(kind: DangerKind) -> None:
    for phrase in DANGER[kind]["says"]:
        assert kind in {danger.kind for danger in danger_in(f"She said: {phrase}")}, phrase


def test_help_fits_the_danger() -> None:
    names = [line.name for line in help_for(danger_in("I want to die"))]
    assert names[0] == "999"
    assert "Samaritans" in names
    assert "National Domestic Abuse Helpline" not in names
    assert "National Domestic Abuse Helpline" in [
        line.name for line in help_for(danger_in("he hits me"))
    ]
    assert help_for(()) == ()
