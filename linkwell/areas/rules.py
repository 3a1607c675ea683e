"""The official files we read, how many rows each must have, and of when one is."""

import re
from enum import StrEnum

from linkwell.kernel.errors import InputAtFault


class Kind(StrEnum):
    POSTCODES = "postcodes"  # ONS Postcode Directory (ONSPD)
    DEPRIVATION = "deprivation"  # English indices of deprivation (IoD), file 7
    PRACTICES = "practices"  # epraccur
    NETWORKS = "networks"  # ePCN


# At least and at most so many rows: what has fewer was cut on the way. England has 33,755 small
# areas by the census of 2021 and 32,844 by that of 2011, and each has its rank.
LSOAS = {"2021": 33_755, "2011": 32_844}
FEWEST = {Kind.POSTCODES: 1_000_000, Kind.PRACTICES: 5_000, Kind.NETWORKS: 1_000}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*[ _-]*(20\d\d)", re.I)
_NUMBERED = re.compile(r"(?<!\d)(20\d\d)[ _-]?(0[1-9]|1[0-2])(?!\d)")
_VINTAGE = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")


def vintage_of(name: str, given: str = "") -> str:
    """Of which month a file is: as given, else as its name says ("ONSPD_AUG_2025_UK.csv")."""
    if given:
        if not _VINTAGE.fullmatch(given):
            raise InputAtFault(
                f"“{given[:20]}” is no month. Write it like 2025-08", where="--vintage"
            )
        return given
    if named := _NAMED.search(name):
        return f"{named[2]}-{_MONTHS.index(named[1].lower()) + 1:02}"
    if numbered := _NUMBERED.search(name):
        return f"{numbered[1]}-{numbered[2]}"
    raise InputAtFault(
        f"The name {name[:80]} does not say of when the file is. Add --vintage 2025-08"
    )


def must_be_whole(kind: Kind, rows: int, *, census: str = "") -> None:
    """Raises InputAtFault when a file has not the rows that the whole of it has."""
    if kind is Kind.DEPRIVATION:
        if rows != LSOAS[census]:
            raise InputAtFault(
                f"The file has {rows:,} areas; by the census of {census} England has"
                f" {LSOAS[census]:,}. Fetch it again"
            )
    elif rows < FEWEST[kind]:
        raise InputAtFault(
            f"The file has {rows:,} {kind}; the whole of it has {FEWEST[kind]:,} or more."
            " Fetch it again"
        )
