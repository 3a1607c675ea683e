"""Bars that are tests at their full size: the same test, with more of the same."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, Finding

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def _at_full_size(test: str, promised: str, **sizes: int) -> list[Finding]:
    """Run one test with these sizes in its environment; it fails for the first thing it finds."""
    environment = {**os.environ, **{name: str(size) for name, size in sizes.items()}}
    done = subprocess.run(
        [BIN / "pytest", "-q", test],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stdout.strip().splitlines() or ["nothing ran"])[-1]
    return [
        Finding(
            f"{', '.join(f'{n:,}' for n in sizes.values())}: {last}", promised, not done.returncode
        )
    ]


def probes() -> Sequence[Finding]:
    return _at_full_size(
        "tests/security/test_probes.py",
        "10,000 probes across services: only 404, byte-identical to an unknown id",
        LINKWELL_PROBES=10_000,
    )


def malformed() -> Sequence[Finding]:
    return _at_full_size(
        "tests/security/test_malformed.py",
        "20,000 malformed requests: 0 server errors",
        LINKWELL_MALFORMED=20_000,
    )


def damaged() -> Sequence[Finding]:
    return _at_full_size(
        "tests/actions/test_damaged_sheets.py",
        "1,000 damaged sheets: 0 crashes, the good lines in, the bad ones listed",
        LINKWELL_DAMAGED=1_000,
    )


def fetching() -> Sequence[Finding]:
    """Hostile addresses, bombs and damaged feeds, over a wire, against servers of this machine."""
    return [
        *_at_full_size(
            "tests/security/test_fetching.py",
            "300 hostile addresses, redirects and names among them: 0 reach a canary",
        ),
        *_at_full_size(
            "tests/security/test_fetching_costs.py",
            "a bomb or a slow feed ends in 15 s under 300 MB",
            LINKWELL_FETCHING=1,
        ),
        *_at_full_size(
            "tests/security/test_damaged_feeds.py",
            "1,000 damaged feeds: 0 crashes, 0 partial records",
            LINKWELL_DAMAGED_FEEDS=1_000,
        ),
    ]


def axe() -> Sequence[Finding]:
    return _at_full_size(
        "tests/journeys",
        "axe-core finds nothing on any page of any journey, at any size",
        LINKWELL_EVERY_SIZE=1,
    )


def funnel() -> Sequence[Finding]:
    return _at_full_size(
        "tests/queries/test_funnel.py",
        "the funnel of 1,000 random histories equals an oracle in SQL, on every day",
        LINKWELL_HISTORIES=1_000,
    )


def interop() -> Sequence[Finding]:
    """The open data: Open Referral's schemas, each description of the API, and every parameter."""
    return [
        *_at_full_size(
            "tests/interop/test_open_data_schemas.py",
            "Open Referral's compiled schemas take every record that is served",
        ),
        *_at_full_size(
            "tests/interop/test_open_data_promises.py",
            "whatever a description of the API allows is answered as it promises",
            LINKWELL_ASKED=200,
        ),
        *_at_full_size(
            "tests/interop/test_open_data_filters.py",
            "what is found is what a reader of everything finds",
            LINKWELL_QUESTIONS=1_000,
        ),
    ]


def walks() -> Sequence[Finding]:
    return _at_full_size(
        "tests/actions/test_random_walks.py",
        "10,000 random steps: no promise broken after any of them",
        LINKWELL_STEPS=10_000,
    )


def pages() -> Sequence[Figure]:
    """The median of each page of a link worker's, among 100,000 cases, and its questions."""
    with tempfile.TemporaryDirectory(prefix="linkwell-pages-") as folder:
        done = subprocess.run(
            [BIN / "linkwell", "bench", "pages", "--json"],
            env={**os.environ, "LINKWELL_HOME": folder, "LINKWELL_MODE": "demo"},
            capture_output=True,
            text=True,
            check=False,
        )
    timings = json.loads(done.stdout)["timings"]
    found = [
        Figure(f"{one['what']}, median", round(one["p50"], 1), one["promised_p95"], "ms")
        for one in timings
    ]
    return [*found, Figure("most questions of a page", max(t["rows"] for t in timings), 15, "")]


def directory() -> Sequence[Finding]:
    """A directory like England's: key-strokes, pages, whom to ask; and a list that comes in."""
    with tempfile.TemporaryDirectory(prefix="linkwell-directory-") as folder:
        home = os.environ.get("LINKWELL_BENCH_HOME", folder)
        done = subprocess.run(
            [BIN / "linkwell", "bench", "directory", "--json"],
            env={**os.environ, "LINKWELL_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    return [_of_directory(one) for one in json.loads(done.stdout)["timings"]]


def _of_directory(one: dict[str, Any]) -> Finding:
    """A rate, a question in milliseconds, or a size, of which nothing is promised."""
    if "a_second" in one:
        copied = one["records"] / one["reference_seconds"]
        rate = f"{one['what']}: {one['a_second']:,.0f} records a second (COPY: {copied:,.0f})"
        return Finding(rate, f"at least {one['promised']:,.0f}", one["met"])
    if "p95" in one:
        took = f"{one['what']}: p50 {one['p50']:.1f} ms, p95 {one['p95']:.1f} ms"
        reference = f"{one['reference']}: {one['reference_p95']:.1f}"
        return Finding(f"{took} ({reference})", f"p95 {one['promised_p95']:g} ms", one["met"])
    size = f"{one['services']:,} services: {one['database'] / 1e9:.2f} GB"
    return Finding(f"{size}, search {one['search'] / 1e9:.2f} GB", "nothing", one["met"])


def access() -> Sequence[Figure]:
    """p95 of each question through both walls, among a million people."""
    with tempfile.TemporaryDirectory(prefix="linkwell-access-") as folder:
        home = os.environ.get("LINKWELL_BENCH_HOME", folder)
        done = subprocess.run(
            [BIN / "linkwell", "bench", "access", "--json"],
            env={**os.environ, "LINKWELL_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    timings = json.loads(done.stdout)["timings"]
    return [
        Figure(
            f"{one['what']}, p95 (without walls {one['reference_p95']:.2f})",
            round(one["p95"], 1),
            one["promised_p95"],
            "ms",
        )
        for one in timings
    ]
