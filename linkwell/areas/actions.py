"""The verb of official files: load one, in place of what was there of its vintage."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.areas.events import AreasLoaded
from linkwell.areas.models import Deprivation, Network, Official, OfficialPractice, PostcodeArea
from linkwell.areas.reading import Values, opened
from linkwell.areas.rules import Kind, must_be_whole
from linkwell.journal.actions import record
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.ids import new_id

BATCH = 20_000
_TABLES: dict[Kind, type[Official]] = {
    Kind.POSTCODES: PostcodeArea,
    Kind.DEPRIVATION: Deprivation,
    Kind.PRACTICES: OfficialPractice,
    Kind.NETWORKS: Network,
}


@dataclass(frozen=True)
class Loaded:
    kind: Kind
    vintage: str
    rows: int


@action(Permission.CURATE_DIRECTORY)
def load_areas(
    path: Path, *, by: Actor, vintage: str = "", told: Callable[[int], None] = lambda rows: None
) -> Loaded:
    """Load an official file whole or not at all; what was there of its vintage goes."""
    with opened(path, vintage) as file:
        model, rows = _TABLES[file.kind], 0
        with connection.cursor() as cursor:  # millions of rows take their time
            cursor.execute("set local statement_timeout = 0")
        model.objects.filter(vintage=file.vintage).delete()
        while batch := list(islice(file.rows, BATCH)):
            _write(model, file.vintage, batch)
            rows += len(batch)
            told(rows)
        must_be_whole(file.kind, rows, census=file.census)
    record(AreasLoaded(subject_id=new_id(), kind=file.kind, rows=rows))
    return Loaded(file.kind, file.vintage, rows)


def _write(model: type[Official], vintage: str, batch: list[Values]) -> None:
    try:
        model.objects.copy_in(model(vintage=vintage, **values) for values in batch)
    except IntegrityError:
        raise InputAtFault(f"The file names a {model.key} twice. Fetch it again") from None
