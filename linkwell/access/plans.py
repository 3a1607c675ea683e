"""The file that sets a service up: who it is, who answers for what, practices, people who work.

Read from TOML by `read_plan`; docs/guide/setting-up.md shows one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints

from linkwell.access.rules import Role
from linkwell.kernel.errors import InputAtFault


@dataclass(frozen=True)
class OrganisationPlan:
    name: str
    ods_code: str = ""
    phone: str = ""
    email: str = ""
    agreed_on: date | None = None  # of a practice: when its agreement was signed


@dataclass(frozen=True)
class MemberPlan:
    """`at` names the practice or partner somebody works for; empty means the service itself."""

    name: str
    email: str
    role: Role
    at: str = ""
    employer: str = ""
    practices: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # besides English, as ISO 639-1 codes
    gender: str = ""  # woman or man, for those who ask for one; empty: not said


@dataclass(frozen=True)
class AssurancePlan:
    """The names a live service must have; `linkwell check` asks for each that is empty."""

    clinical_safety_officer: str = ""
    data_protection_contact: str = ""
    safeguarding_lead: str = ""
    duty_phone: str = ""
    duty_hours: str = ""


@dataclass(frozen=True)
class ServicePlan:
    service: OrganisationPlan
    assurance: AssurancePlan
    practices: tuple[OrganisationPlan, ...]
    partners: tuple[OrganisationPlan, ...]
    members: tuple[MemberPlan, ...]


_TABLES = {"service", "assurance", "practice", "partner", "member"}


def read_plan(text: str) -> ServicePlan:
    """The plan in `text`. Raises InputAtFault that names the table and key at fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputAtFault(f"The file is not TOML: {error}.") from error
    unknown = set(data) - _TABLES
    if unknown:
        raise InputAtFault(f"There is no table called {', '.join(sorted(unknown))}.")
    plan = ServicePlan(
        service=_read(OrganisationPlan, data.get("service", {}), "service"),
        assurance=_read(AssurancePlan, data.get("assurance", {}), "assurance"),
        practices=_read_all(OrganisationPlan, data, "practice"),
        partners=_read_all(OrganisationPlan, data, "partner"),
        members=tuple(_read_member(row, n) for n, row in _numbered(data, "member")),
    )
    _check_names(plan)
    for practice in plan.practices:
        if not practice.ods_code:
            raise InputAtFault(f"{practice.name}: write the practice’s ODS code.")
    return plan


def _read(kind: type[Any], row: Mapping[str, Any], where: str) -> Any:
    if not isinstance(row, Mapping):
        raise InputAtFault(f"Write [{where.split()[0]}] as a table.", where=where)
    wanted = get_type_hints(kind)
    for key, value in row.items():
        if key in wanted and not isinstance(value, _TOML[wanted[key]]):
            raise InputAtFault(f"{key}: “{value}” is not {_AS_WORDS[wanted[key]]}.", where=where)
    try:
        return kind(**row)
    except TypeError as error:
        raise InputAtFault(f"{str(error).split(') ')[-1]}.", where=where) from error


# How each field of a plan stands in TOML, and how to say so.
_TOML: Mapping[Any, type] = {str: str, Role: str, date | None: date, tuple[str, ...]: tuple}
_AS_WORDS: Mapping[Any, str] = {
    str: "text in quotation marks",
    Role: "a role in quotation marks",
    date | None: "a date like 2026-01-05",
    tuple[str, ...]: "a list",
}


def _numbered(data: Mapping[str, Any], table: str) -> list[tuple[str, Mapping[str, Any]]]:
    rows = data.get(table, [])
    if not isinstance(rows, list):
        raise InputAtFault(f"Write [[{table}]] with two brackets: there may be several.")
    return [(f"{table} {n}", row) for n, row in enumerate(rows, start=1)]


def _read_all(kind: type[Any], data: Mapping[str, Any], table: str) -> tuple[Any, ...]:
    return tuple(_read(kind, row, where) for where, row in _numbered(data, table))


def _read_member(row: Mapping[str, Any], where: str) -> MemberPlan:
    if isinstance(row, Mapping):
        lists = {key for key in ("practices", "languages") if isinstance(row.get(key), list)}
        row = {**row, **{key: tuple(str(one) for one in row[key]) for key in lists}}
    member: MemberPlan = _read(MemberPlan, row, where)
    if member.role not in list(Role):
        raise InputAtFault(f"There is no role “{member.role}”.", where=where)
    if member.gender not in ("", "woman", "man"):
        raise InputAtFault("gender: write “woman” or “man”, or leave it out.", where=where)
    return member


def _check_names(plan: ServicePlan) -> None:
    practices = {practice.name for practice in plan.practices}
    places = practices | {partner.name for partner in plan.partners} | {""}
    for member in plan.members:
        if member.at not in places:
            raise InputAtFault(
                f"{member.name} works at “{member.at}”, which the file does not name."
            )
        for practice in member.practices:
            if practice not in practices:
                raise InputAtFault(
                    f"{member.name} serves “{practice}”, which the file does not name."
                )
