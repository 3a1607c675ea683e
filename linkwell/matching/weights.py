"""The published weights, read once from `weights.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from linkwell.needs.rules import ignored_words
from linkwell.needs.words import stem


class Factor(StrEnum):
    """What points are given for, in the order in which reasons stand."""

    NEED = "need"
    WORDS = "words"
    DISTANCE = "distance"
    REFERRAL = "referral"
    COST = "cost"
    CHECKED = "checked"


FULL_SCORE = 100


@dataclass(frozen=True)
class Weights:
    """One version of the weights. `parts[factor]` holds that factor's own numbers."""

    version: str
    shares: Mapping[Factor, int]
    parts: Mapping[Factor, Mapping[str, Any]]
    common: frozenset[str]  # stems
    nothing: frozenset[str]
    variety: Mapping[str, int]

    def most(self, factors: Iterable[Factor]) -> dict[Factor, int]:
        """The most points of each of these factors: whole, in proportion, 100 in all.

        What rounding leaves over goes to the largest remainders, then in the order of factors.
        """
        asked = [factor for factor in Factor if factor in set(factors)]
        total = sum(self.shares[factor] for factor in asked)
        exact = {factor: self.shares[factor] * FULL_SCORE / total for factor in asked}
        most = {factor: int(points) for factor, points in exact.items()}
        left = FULL_SCORE - sum(most.values())
        by_remainder = sorted(asked, key=lambda factor: most[factor] - exact[factor])
        for factor in by_remainder[:left]:
            most[factor] += 1
        return most

    def of_word(self, word: str) -> float:
        """How much a word of the request says about which service is meant."""
        word_stem = stem(word)
        if word in ignored_words() or word_stem in self.nothing:
            return 0.0
        weight: float = self.parts[Factor.WORDS]["common"] if word_stem in self.common else 1.0
        return weight


@lru_cache(maxsize=1)
def published() -> Weights:
    data = tomllib.loads((files("linkwell.matching") / "weights.toml").read_text("utf-8"))
    return Weights(
        version=data["version"],
        shares={factor: data["shares"][factor] for factor in Factor},
        parts={factor: data[factor] for factor in Factor},
        common=frozenset(map(stem, data["vocabulary"]["common"])),
        nothing=frozenset(map(stem, data["vocabulary"]["nothing"])),
        variety=data["variety"],
    )
