"""Languages by code: how they are called, and which codes mean the same one."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from linkwell.kernel.errors import InputAtFault


def read_language(code: str) -> str:
    """The two-letter code (ISO 639-1) as it is kept: "UR" -> "ur". Raises InputAtFault."""
    short = code.strip().lower()
    if short not in _names():
        raise InputAtFault(
            f"“{code[:40]}” is not the code of a language. Write its two letters (ISO 639-1), as ur"
        )
    return short


def language_name(code: str) -> str:
    """ "ur" -> "Urdu"; a code that is not known to us stays as it is."""
    return _names().get(code, code)


def code_of(name: str) -> str | None:
    """The two-letter code of a language by its English name: "Urdu" -> "ur"."""
    return _by_name().get(name.casefold())


def short_code(code: str) -> str | None:
    """The two-letter code of the same language: "urd", "ur-PK" -> "ur". None: not known to us."""
    bare = code.strip().lower().replace("_", "-").partition("-")[0]
    return bare if bare in _names() else _by_long_code().get(bare)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {short: name for short, (_, name) in _table().items()}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {name.casefold(): short for short, name in _names().items()}


@lru_cache(maxsize=1)
def _by_long_code() -> dict[str, str]:
    return {code: short for short, (codes, _) in _table().items() for code in codes.split()}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = tomllib.loads(
        (files("linkwell.kernel") / "languages.toml").read_text("utf-8")
    )
    return table
