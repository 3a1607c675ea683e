"""Time something many times; say it as percentiles, beside a reference measured in the same run."""

import os
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class Measured(Protocol):
    """What a bench answers with, one row after another."""

    @property
    def met(self) -> bool: ...

    def as_json(self) -> dict[str, object]: ...


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one question asked many times, and of its reference."""

    what: str
    runs: int
    rows: int  # that one answer held, at most
    p50: float
    p95: float
    p99: float
    reference_p95: float
    promised_p95: float

    @property
    def ratio(self) -> float:
        return self.p95 / self.reference_p95

    @property
    def met(self) -> bool:
        return self.p95 <= self.promised_p95

    def __str__(self) -> str:
        met = "met" if self.met else "NOT MET"
        return (
            f"{self.what}: p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms, p99 {self.p99:.2f} ms,"
            f" {self.rows} rows at most, {self.runs} runs; without walls p95"
            f" {self.reference_p95:.2f} ms, ratio {self.ratio:.1f};"
            f" at most {self.promised_p95:g} ms: {met}"
        )

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


def each(ask: Callable[[T], int], chances: Iterable[T]) -> tuple[list[float], int]:
    """Milliseconds of `ask` for each of `chances`, and the most rows that one answer held."""
    took, most = [], 0
    for chance in chances:
        began = time.perf_counter()
        most = max(most, ask(chance))
        took.append((time.perf_counter() - began) * 1000)
    return took, most


def percentile(took: list[float], share: float) -> float:
    ordered = sorted(took)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"
