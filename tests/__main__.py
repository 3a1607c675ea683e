"""`python -m tests`: style, types and layers, then the rules, then everything else.

The last line counts the tests. None at all is a failure.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

LINTS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("djlint", "--lint", "--quiet", "--extension", "jinja", "linkwell"),
    ("deptry", "."),
)
SUITES = (
    ("rules", ["tests/rules"]),
    (
        "everything else",
        ["--ignore=tests/rules", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"],
    ),
)


def main() -> int:
    for command in LINTS:
        if not _passes(command):
            return 1
    passed = failed = 0
    for name, options in SUITES:
        began = time.monotonic()
        good, bad = _tests(options)
        print(f"{name}: {good} passed, {bad} failed, {time.monotonic() - began:.1f} s", flush=True)
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


def _passes(command: tuple[str, ...]) -> bool:
    """Run a check; show what it said only when it is not content."""
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
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
    sys.exit(main())
