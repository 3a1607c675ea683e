"""`python -m tests`: the rules, then everything else; style, types and layers beside them.

Tests that are long are left out; `python -m tests long` takes them along; `python -m tests rules`
is the rules alone, for after each change. The last line counts the tests. None at all is a failure.
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

LINTS = (
    ("mypy",),  # the longest first
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("lint-imports", "--no-cache"),
    ("djlint", "--lint", "--quiet", "--extension", "jinja", "linkwell"),
    ("deptry", "."),
)
THE_REST = ["--ignore=tests/rules", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def main(words: list[str]) -> int:
    if words == ["rules"]:
        return 0 if _rules()[1] == 0 else 1
    which = [] if words == ["long"] else ["-m", "not long"]
    with ThreadPoolExecutor(max_workers=1) as beside:
        lints = beside.map(_lint, LINTS)  # a core is idle whenever one test waits for another
        passed, failed = _rules()
        good, bad = _suite("everything else", [[*THE_REST, *which]])
    passed, failed = passed + good, failed + bad
    content = [_passed(command, done) for command, done in zip(LINTS, lints, strict=True)]
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed and all(content) else 1


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


def _lint(command: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
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
