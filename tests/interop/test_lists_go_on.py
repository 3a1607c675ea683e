"""A list that the command brings in is killed with it, and the worker after it: the next worker
brings in the rest."""

from functools import partial
from pathlib import Path

import psycopg
import pytest

from linkwell.config.bench.made_up import MAPPING, made_up
from linkwell.config.postgres.server import DATABASE
from tests.interop.installation import Installation, until
from tests.interop.migrated import migrated_installation

pytestmark = pytest.mark.long
RECORDS = 2_500


def reached(house: Installation) -> tuple[str, int, int]:
    """State, records that are in by the import's own word, and services that are there."""
    try:
        with house.server.superuser(DATABASE) as admin:
            found = admin.execute(
                "select state, created, (select count(*) from directory_service)"
                " from directory_listimport"
            ).fetchone()
    except psycopg.Error:  # it starts, or stops
        found = None
    return found or ("", 0, 0)


def is_behind(house: Installation, records: int) -> bool:
    return reached(house)[1] > records


def test_a_killed_command_and_a_killed_worker_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    sheet, mapping = tmp_path / "list.csv", tmp_path / "list.toml"
    sheet.write_bytes(made_up(RECORDS))
    mapping.write_text(MAPPING)
    house = migrated_installation(tmp_path_factory)
    house.environment["LINKWELL_MODE"] = "demo"  # nobody is served, so nothing has to be set up
    try:
        house.run("migrate").check_returncode()
        bring_in = house.start(
            "directory", "import", str(sheet), "--publisher", "A", "--mapping", str(mapping)
        )
        until(lambda: reached(house)[1] >= 500)
        bring_in.kill()
        bring_in.wait()
        state, had, _services = reached(house)
        assert (state, 0 < had < RECORDS) == ("coming_in", True)
        worker = house.start("worker")
        until(partial(is_behind, house, had), seconds=120)
        worker.kill()
        worker.wait()
        worker = house.start("worker")
        until(lambda: reached(house)[0] == "came_in", seconds=240)
        assert reached(house) == ("came_in", RECORDS, RECORDS)
        until(lambda: not any((house.home / "incoming").iterdir()))
        worker.terminate()
        worker.wait()
    finally:
        house.remove()
