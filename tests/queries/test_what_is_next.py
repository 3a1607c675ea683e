"""What a person's own page says first: whatever is sooner, a visit or a talk."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from linkwell.cases.rules import CaseState
from linkwell.connections.rules import ConnectionState
from linkwell.diary.rules import Interpreter, Where
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.web.person import next as page

CASE: Any = SimpleNamespace(state=CaseState.ACTIVE, holder="Nadia Rahman")


def talk(days: int) -> Any:
    at = datetime.combine(clock.today() + timedelta(days=days), time(15), LONDON)
    return SimpleNamespace(at=at, where=Where.PHONE, place="", interpreter=Interpreter.NOT_NEEDED)


def visit(planned: date | None) -> Any:
    return SimpleNamespace(
        state=ConnectionState.EXPECTED, planned_on=planned, connection_id=UUID(int=7)
    )


@pytest.mark.parametrize(
    ("planned", "first"),
    [(None, "talk"), (5, "talk"), (3, "visit"), (2, "visit"), (-4, "visit")],
)
def test_whatever_is_sooner_comes_first(
    planned: int | None, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_the_visit", lambda row: "visit")
    monkeypatch.setattr(page, "_the_talk", lambda talk, name: "talk")
    on = None if planned is None else clock.today() + timedelta(days=planned)
    shown: Any = page.next_thing(CASE, CASE, [visit(on)], talk(3))
    assert shown == first


def test_without_a_talk_a_visit_without_a_day_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_the_visit", lambda row: "visit")
    shown: Any = page.next_thing(CASE, CASE, [visit(None)], None)
    assert shown == "visit"
