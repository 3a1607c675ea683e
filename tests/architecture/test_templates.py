"""What no template and no script of ours may do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import linkwell
from linkwell.web.design import build

PACKAGE = Path(linkwell.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("*.jinja"))
# The only places that call text markup: what they mark was made from literals and escaped parts.
MARKUP = {
    "web/design/fields.py": 5,
    "web/design/forms.py": 3,
    "web/design/icons.py": 1,
    "web/sign_in/adapter.py": 1,
}


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_brings_no_style_script_or_raw_markup(template: Path) -> None:
    source = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style", source)
    assert not re.search(r"\son[a-z]+\s*=", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"\|\s*safe\b|autoescape", source)
    assert not re.search(r"https?://(?!www\.w3\.org)", source), "addresses belong in settings"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_words_that_we_do_not_use(template: Path) -> None:
    text = template.read_text().lower()
    for word in ("are you sure", "service user", "non-compliant", "please note", "invalid", "oops"):
        text = text.replace("“are you sure?”", "")
        assert word not in text, f"{named(template)} says “{word}”"


def test_text_is_called_markup_only_where_it_was_looked_at() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        calls = re.findall(r"\bMarkup\(|mark_safe\(|SafeString\(", path.read_text())
        if calls:
            found[named(path)] = len(calls)
    assert found == MARKUP


def test_djlint_is_content() -> None:
    djlint = shutil.which("djlint", path=str(Path(sys.executable).parent))
    assert djlint
    answer = subprocess.run(
        [djlint, str(PACKAGE), "--lint", "--quiet"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_every_class_has_a_rule() -> None:
    """A class that no sheet knows is a part that was not drawn."""
    build.build()
    sheets = "".join((build.BUILT / f"{name}.css").read_text() for name in build.SHEETS)
    drawn = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    for template in TEMPLATES:
        source = re.sub(r"{[%{#].*?[%}#]}", " ", template.read_text(), flags=re.S)
        classes = {
            name for found in re.findall(r'class="([^"]*)"', source) for name in found.split()
        }
        missing = {name for name in classes - drawn if not name.endswith("-")}
        assert not missing, f"{named(template)}: {missing}"
