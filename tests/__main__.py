"""`python -m tests`: the rules, then everything else that is not long. The last line counts the
tests; none at all is a failure.

`python -m tests PART`: `rules` alone, for after each change; `check`: style, types and layers;
`interop`: what others' files, tools and standards say; `journeys`: everything that goes through a
browser; `long`: all of it.
"""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

CHECKS = (
    ("mypy",),  # the longest first
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("lint-imports", "--no-cache"),
    ("djlint", "--lint", "--quiet", "--extension", "jinja", "linkwell"),
    ("deptry", "."),
)
BESIDE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
THE_REST = ["--ignore=tests/rules", *BESIDE]
# What must never be lost is tried after each change; what others send us, in `interop`.
INTEROP = [
    *sorted(
        {*(ROOT / "tests" / "interop").glob("test_*.py")} - {ROOT / "tests/interop/test_kills.py"}
    ),
    *(
        ROOT / name
        for name in (
            "tests/actions/test_broken_off.py",
            "tests/actions/test_damaged_sheets.py",
            "tests/actions/test_feeds.py",
            "tests/actions/test_fetched_feeds.py",
            "tests/actions/test_lists_from_an_address.py",
            "tests/security/test_damaged_feeds.py",
            "tests/security/test_fetching.py",
            "tests/security/test_fetching_costs.py",
        )
    ),
]


def main(words: list[str]) -> int:
    match words:
        case []:
            others = [f"--ignore={path}" for path in INTEROP]
            counted = [
                _rules(),
                _suite("everything else", [[*THE_REST, *others, "-m", "not long"]]),
            ]
        case ["rules"]:
            counted = [_rules()]
        case ["interop"]:
            counted = [_suite("interop", [[*BESIDE, *map(str, INTEROP), "-m", "not long"]])]
        case ["journeys"]:
            counted = [_suite("journeys", [[*THE_REST, "tests/journeys"]])]
        case ["check"]:
            return 0 if _checked() else 1
        case ["long"]:
            good = _checked()
            counted = [_rules(), _suite("everything else", [THE_REST])]
            counted += [] if good else [(0, 1)]
        case _:
            print(__doc__)
            return 2
    passed, failed = (sum(counts) for counts in zip(*counted, strict=True))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


def _checked() -> bool:
    with ThreadPoolExecutor(max_workers=2) as beside:
        good = [_passed(command, done) for command, done in beside.map(_check, CHECKS)]
    return all(good)


def _rules() -> tuple[int, int]:
    """In two halves, side by side: they share nothing, and somebody waits."""
    files = sorted(str(path) for path in (ROOT / "tests" / "rules").glob("test_*.py"))
    return _suite("rules", [files[::2], files[1::2]])


def _suite(name: str, parts: list[list[str]]) -> tuple[int, int]:
    """Passed and failed of all parts, each a run of its own."""
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=len(parts)) as beside:
        counted = list(beside.map(_tests, parts))
    good, bad = (sum(counts) for counts in zip(*counted, strict=True))
    print(f"{name}: {good} passed, {bad} failed, {time.monotonic() - began:.1f} s", flush=True)
    return good, bad


def _check(command: tuple[str, ...]) -> tuple[tuple[str, ...], "subprocess.CompletedProcess[str]"]:
    return command, subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def _passed(command: tuple[str, ...], done: "subprocess.CompletedProcess[str]") -> bool:
    """Tell of a check; show what it said only when it is not content."""
    print(f"{' '.join(command)}: {'failed' if done.returncode else 'passed'}", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", flush=True)
    return done.returncode == 0


def _tests(options: list[str]) -> tuple[int, int]:
    """Passed and failed, an error counting as failed. Skipped ones are neither."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = [str(BIN / "pytest"), *options, f"--junit-xml={report.name}"]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        text = Path(report.name).read_text()
    if not text:
        return 0, 1
    suite = next(ElementTree.fromstring(text).iter("testsuite"))
    count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    return passed, failed if failed or status == 0 or not passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
