"""T22: nothing that a person told us reaches a log."""

import importlib
import io
import json
import logging
import logging.config
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkwell.config.logging import ALLOWED, LEFT_OUT, logging_settings, make_handler, scrub

pytestmark = [pytest.mark.rules, pytest.mark.security]


class Log:
    """A logger set up as in an installation, and what it wrote."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.logger = logging.Logger("linkwell.test")
        self.logger.addHandler(make_handler(self.stream))

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.mark.parametrize(
    "said",
    [
        "999 004 1059",
        "9990041059",
        "999-004-1059",
        "maureen@example.org",
        "first.last+tag@sub.nhs.uk",
        "07700 900144",
        "+44 7700 900144",
        "0044 7700 900144",
        "(0161) 496 0121",
        "0161 496 0121",
        "01632 960001",
        "M33 7BZ",
        "m337bz",
        "SW1A 1AA",
        "GIR 0AA",
    ],
)
def test_what_points_to_a_person_is_blotted_out(said: str) -> None:
    text = scrub(f"Told us {said}, twice: {said}.")
    assert said not in text
    assert LEFT_OUT in text
    assert text.startswith("Told us ")


@pytest.mark.parametrize(
    "said",
    [
        "01a2029f-8c3d-749d-bf36-53af17314b98",
        "2026-11-22T09:39:00.316997Z",
        "linkwell/config/requests.py:41 answer",
        "17 deliveries, 3 parked, 200 ms",
        "deliveries.sweep",
        "PostgreSQL 18.6",
    ],
)
def test_ids_times_and_places_in_the_code_stay(said: str) -> None:
    assert scrub(said) == said


digits = st.text("0123456789", min_size=10, max_size=10)


@given(digits, st.sampled_from(["", " ", "-"]), st.text(max_size=20), st.text(max_size=20))
@example("9990041059", " ", "", "")
def test_any_nhs_number_between_words_is_blotted_out(
    number: str, gap: str, before: str, after: str
) -> None:
    written = gap.join([number[:3], number[3:6], number[6:]])
    assert written not in scrub(f"{before} {written} {after}")


def test_only_named_keys_pass(log: Log) -> None:
    log.logger.warning(
        "delivery_failed", extra={"delivery": "01a2", "given_name": "Maureen", "words": "Widowed"}
    )
    (line,) = log.lines()
    assert line["event"] == "delivery_failed"
    assert line["delivery"] == "01a2"
    assert set(line) <= ALLOWED
    assert "Maureen" not in log.stream.getvalue()


def test_arguments_are_left_out_unless_they_are_numbers(log: Log) -> None:
    log.logger.error("Not Found: %s (%d)", "/link/canary-token", 404)
    log.logger.error("%(who)s waits %(n)d days", {"who": "Maureen", "n": 3})
    log.logger.error("%d rows", "Maureen")
    assert [line["event"] for line in log.lines()] == [
        f"Not Found: {LEFT_OUT} (404)",
        f"{LEFT_OUT} waits 3 days",
        "%d rows",
    ]


def test_of_an_exception_the_kind_and_the_place_are_kept_not_the_words(log: Log) -> None:
    try:
        raise ValueError("Key (nhs_number)=(9990041059) of Maureen already exists")
    except ValueError:
        log.logger.exception("it_failed")
    (line,) = log.lines()
    assert line["exception"][0] == "ValueError"
    assert "test_logging.py" in line["exception"][-1]
    assert "Maureen" not in log.stream.getvalue()
    assert "9990041059" not in log.stream.getvalue()


def test_a_defect_in_the_code_is_named(log: Log) -> None:
    try:
        importlib.import_module("linkwell.no_such_module")
    except ImportError:
        log.logger.exception("it_failed")
    (line,) = log.lines()
    assert line["exception"][0].endswith("No module named 'linkwell.no_such_module'")


def test_allowed_keys_are_scrubbed_too(log: Log) -> None:
    log.logger.warning("m33 7bz", extra={"reason": ["of 9990041059", {"x": "a@b.example"}]})
    written = log.stream.getvalue()
    assert "9990041059" not in written
    assert "a@b.example" not in written
    assert "m33 7bz" not in written


def test_python_takes_the_settings_and_no_request_line_is_logged_by_gunicorn() -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logging.config.dictConfig(logging_settings())
        assert not logging.getLogger("gunicorn.access").isEnabledFor(logging.ERROR)
        assert not logging.getLogger("django.request").isEnabledFor(logging.WARNING)
    finally:
        root.handlers[:], root.level = before, level
