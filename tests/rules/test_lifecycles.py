"""Every state table: each state can be reached, and ends are only where an end is meant."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import linkwell
from linkwell.kernel.lifecycle import Lifecycle

PACKAGE = Path(linkwell.__file__).parent

# Where a story may end for good. Everything else leads on.
ENDS = {
    "list": {"came_in", "stopped"},
    "alert": {"acknowledged", "closed"},
    "appointment": {"happened"},
    "concern": {"closed"},
    "connection": {"lasted"},
    "delivery": {"done"},
    "edit": {"refused", "replaced"},
    "goal": {"dropped"},
    "interpreter": {"came"},
    "message": {"sent", "cancelled"},
    "new group": {"added", "refused"},
    "referral": {"returned", "declined", "passed_on", "linked"},
    "step": {"dropped"},
    "suggestion": {"refused"},
    "task": {"done", "dropped"},
}


def tables() -> list[Lifecycle]:  # type: ignore[type-arg]
    """Every lifecycle of every package's rules, in the order of the files."""
    found = []
    for path in sorted(PACKAGE.glob("*/*.py")):
        if "Lifecycle(" not in path.read_text() or path.parent.name == "kernel":
            continue
        module = import_module(f"linkwell.{path.parent.name}.{path.stem}")
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value = getattr(module, node.targets[0].id, None)
                if isinstance(value, Lifecycle):
                    found.append(value)
    return found


TABLES = tables()


def test_all_of_them_were_found() -> None:
    assert {table.noun for table in TABLES} >= {"referral", "case", "connection", "task", "message"}


@pytest.mark.parametrize("table", TABLES, ids=[table.noun for table in TABLES])
def test_every_state_can_be_reached_from_the_first(table: Lifecycle) -> None:  # type: ignore[type-arg]
    reached, waiting = {table.start}, [table.start]
    while waiting:
        state = waiting.pop()
        for move in table.open_from(state):
            after = table.after(state, move)
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    assert reached == set(table.states.__members__.values())


@pytest.mark.parametrize("table", TABLES, ids=[table.noun for table in TABLES])
def test_nothing_ends_where_no_end_is_meant(table: Lifecycle) -> None:  # type: ignore[type-arg]
    ends = {str(state) for state in table.states if table.is_final(state)}
    assert ends <= ENDS.get(table.noun, set())
