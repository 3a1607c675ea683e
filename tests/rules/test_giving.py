"""To whom a referral is given."""

from linkwell.kernel.ids import UUID
from linkwell.referrals.giving import Asked, Colleague, in_order
from linkwell.referrals.rules import Help

OAKMERE, LOCK_LANE = UUID(int=1), UUID(int=2)


def colleague(name: str, open_cases: int = 0, **known: object) -> Colleague:
    return Colleague(UUID(int=ord(name[0])), name, open_cases, **known)  # type: ignore[arg-type]


def names(*colleagues: Colleague, **asked: object) -> list[str]:
    return [fit.colleague.name for fit in in_order(colleagues, Asked(**asked))]  # type: ignore[arg-type]


def test_fewest_open_cases_first_and_then_by_name() -> None:
    assert names(colleague("Cy", 9), colleague("Bo", 2), colleague("Al", 2)) == ["Al", "Bo", "Cy"]


def test_who_speaks_the_language_comes_before_who_has_room() -> None:
    urdu = colleague("Urmila", 40, languages=frozenset({"ur"}))
    assert names(colleague("Al"), urdu, language="ur") == ["Urmila", "Al"]


def test_the_gender_asked_for_comes_before_the_language() -> None:
    woman = colleague("Wanda", 40, gender="woman")
    man = colleague("Max", 0, gender="man", languages=frozenset({"ur"}))
    asked = {"language": "ur", "helps": frozenset({Help.WOMAN})}
    assert names(man, woman, **asked) == ["Wanda", "Max"]


def test_a_gender_that_is_not_known_is_not_a_no() -> None:
    fits = in_order([colleague("Al")], Asked(helps=frozenset({Help.WOMAN})))
    assert fits[0].gender is None


def test_who_serves_the_practice_comes_before_who_does_not() -> None:
    here = colleague("Zoe", 5, practice_ids=frozenset({OAKMERE}))
    elsewhere = colleague("Al", 0, practice_ids=frozenset({LOCK_LANE}))
    assert names(elsewhere, here, practice_id=OAKMERE) == ["Zoe", "Al"]


def test_nobody_is_left_out() -> None:
    everybody = [colleague(name, 5) for name in ("Al", "Bo", "Cy")]
    assert len(in_order(everybody, Asked(language="pl"))) == 3
