"""A language is known by either of its codes."""

import pytest

from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.languages import language_name, read_language, short_code

pytestmark = pytest.mark.rules


def test_a_code_is_read_and_named() -> None:
    assert read_language(" UR ") == "ur"
    assert language_name("ur") == "Urdu"
    assert language_name("??") == "??"
    with pytest.raises(InputAtFault, match="“urd” is not the code of a language"):
        read_language("urd")


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("ur", "ur"),
        ("urd", "ur"),
        ("ur-PK", "ur"),
        ("en_GB", "en"),
        ("wel", "cy"),
        ("cym", "cy"),
        ("yue", None),
        ("", None),
        ("Urdu", None),
    ],
)
def test_codes_of_the_same_language_meet(code: str, short: str | None) -> None:
    assert short_code(code) == short
