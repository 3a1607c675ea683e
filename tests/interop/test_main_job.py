"""The main job from the command line: a directory comes in, a request is answered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench import real_input
from tests.interop.installation import Installation
from tests.interop.migrated import migrated_installation

pytestmark = pytest.mark.long

SHEETS = Path(__file__).parents[1] / "sheets"
FOOD = str(SHEETS / "food_banks.csv")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    house = migrated_installation(tmp_path_factory)
    house.run("directory", "import", FOOD, "--publisher", "Oakmere Food Association")
    yield house
    house.remove()


def matched(house: Installation, *arguments: str) -> dict[str, Any]:
    done = house.run("match", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_answer_keeps_the_contract(house: Installation) -> None:
    words = "free food parcel, no referral needed"
    answer = matched(house, "--at", "m337bz", "--need", "food", "--text", words)
    assert {"query", "considered", "hidden", "options"} <= set(answer)
    assert answer["options"][0]["name"] == "Tidewater Kitchen"
    for option in answer["options"]:
        assert set(option) == {
            "service_id", "source_id", "name", "organisation", "distance_m", "score", "reasons",
            "doubts", "would_rank_higher_if", "next_session",
        }  # fmt: skip
        assert option["score"] == sum(reason["points"] for reason in option["reasons"])
        assert all(set(reason) == {"factor", "points", "text"} for reason in option["reasons"])


@pytest.mark.skipif(not real_input.SHEETS.is_dir(), reason="the shared data is not here")
def test_the_real_lists_answer_the_main_job(house: Installation) -> None:
    for name, publisher in real_input.LISTS.items():
        sheet = str(real_input.SHEETS / name)
        done = house.run("directory", "import", sheet, "--publisher", publisher, "--json")
        told = json.loads(done.stdout)
        assert told["created"] + len(told["refused"]) == real_input.lines_of(name)
        assert told["created"] > len(told["no_place"]) + len(told["refused"]) or "sport" in name
    answer = matched(house, *real_input.TYPED)
    assert real_input.faults_in(real_input.MAIN, answer) == []
    assert len(answer["options"]) == 10
