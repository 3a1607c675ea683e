"""What terms of other vocabularies mean: those that `vocabularies.toml` knows, side by side."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from linkwell.needs.rules import Need

Term = Mapping[str, Any]  # a `taxonomy_term` of HSDS


def need_of(term: Term) -> Need | None:
    """The need that a term means by its vocabulary's own definition; None where we know of none."""
    return _known().get((_vocabulary(term), term.get("name", "").casefold().strip()))


def _vocabulary(term: Term) -> str:
    """The first name of the vocabulary that it belongs to; empty where that is not known to us."""
    detail = term.get("taxonomy_detail", {})
    named = {str(one).casefold() for one in (term.get("taxonomy"), detail.get("name")) if one}
    places = [str(one) for one in (term.get("term_uri"), detail.get("uri")) if one]
    for one in _vocabularies():
        names = {name.casefold() for name in one["names"]}
        if named & names or any(_within(place, uri) for place in places for uri in one["uris"]):
            return str(one["names"][0])
    return ""


def _within(place: str, uri: str) -> bool:
    return place == uri or place.startswith((f"{uri}/", f"{uri}#"))


@cache
def _vocabularies() -> list[dict[str, Any]]:
    text = (files(__package__) / "vocabularies.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["vocabulary"])


@cache
def _known() -> Mapping[tuple[str, str], Need]:
    return {
        (vocabulary["names"][0], name.casefold()): Need(need)
        for vocabulary in _vocabularies()
        for need, names in vocabulary["needs"].items()
        for name in names
    }
