"""The house keeps its shape: sizes, layers, one way to write, every field thought about."""

import ast
import csv
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from linkwell.config import generated
from linkwell.tables.base import Record
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord

ROOT = Path(__file__).parent.parent.parent
CODE = sorted(path for path in (ROOT / "linkwell").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=name)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    long = [
        f"{function.name}: {function.end_lineno - function.lineno + 1}"
        for function in functions(path)
        if function.end_lineno is not None and function.end_lineno - function.lineno >= 40
    ]
    assert not long


def test_dependencies_go_one_way() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_no_module_imports_itself_by_a_detour() -> None:
    import grimp

    graph = grimp.build_graph("linkwell")
    circles = {
        tuple(sorted((module, other)))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
        if graph.chain_exists(importer=other, imported=module)
    }
    assert not circles


def ours() -> list[type[Record]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("linkwell.")]
    assert len(models) > 15
    return models  # type: ignore[return-value]


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.db_table)
def test_every_field_is_classified_once(model: type[Record]) -> None:
    assert set(model.field_classes) == {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.db_table)
def test_a_table_with_a_person_in_it_is_a_table_about_people(model: type[Record]) -> None:
    columns = {field.column for field in model._meta.concrete_fields}
    assert ("person_id" in columns) == issubclass(model, PersonRecord)
    if issubclass(model, PersonRecord):
        assert "service_id" in columns
        assert isinstance(model.record_class, RecordClass)


# Who may open the way to write: the wrapper, the journal, and the acceptance of an invitation.
WRITERS = {
    "linkwell/access/actions.py",
    "linkwell/access/links.py",
    "linkwell/journal/actions.py",
    "linkwell/journal/deliveries.py",
    "linkwell/tables/writing.py",
}
WRITES = re.compile(
    r"\.(save|create|copy_in|copy_values|bulk_create|bulk_update|update_or_create|get_or_create)\("
    r"|\)\.update\(|\.objects\b.*\.delete\("
)
MAY_WRITE = re.compile(
    r"linkwell/(\w+/actions(/\w+)?|access/(cover|links|setting_up)|config/bench/pages|journal/deliveries|tables/base|messages/\w+"
    r"|web/sign_in/\w+)\.py"
)


def test_only_the_wrapper_opens_the_way_to_write() -> None:
    opened = {name(path) for path in CODE if re.search(r"\bwriting\(\)", path.read_text())}
    assert opened <= WRITERS


def test_only_the_demo_town_lives_in_another_moment() -> None:
    found = {name(path) for path in CODE if re.search(r"\b(at_moment|unwoken)\(", path.read_text())}
    assert found - {"linkwell/kernel/clock.py", "linkwell/journal/deliveries.py"} == {
        "linkwell/demo/story.py",
        "linkwell/demo/year.py",
        "linkwell/demo/year_verbs.py",
    }


def test_rows_are_written_in_actions_only() -> None:
    wrong = [
        f"{name(path)}:{number}"
        for path in CODE
        if not MAY_WRITE.fullmatch(name(path))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if WRITES.search(line) and "hashlib" not in line and "digest.update" not in line
    ]
    assert not wrong


def test_every_delivery_to_a_person_passes_the_guard() -> None:
    """The backend is called in one place, and that place asks first (H06)."""
    callers = [name(path) for path in CODE if "backend()" in path.read_text()]
    assert sorted(callers) == ["linkwell/messages/actions.py", "linkwell/messages/backends.py"]


def test_nothing_is_marked_safe_by_hand() -> None:
    found = [
        name(path)
        for path in [*CODE, *(ROOT / "linkwell").rglob("*.jinja")]
        if re.search(r"mark_safe|\|\s*safe\b", path.read_text())
    ]
    assert not found


@pytest.mark.parametrize("page", generated.PAGES)
def test_generated_docs_are_fresh(page: str) -> None:
    written = (generated.FOLDER / page).read_text()
    assert written == generated.page(page), "Run python -m linkwell.config.generated"


def test_every_hazard_names_tests_that_exist() -> None:
    with (ROOT / "docs" / "clinical-safety" / "hazards.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows) >= 10
    for row in rows:
        assert row["tests"].strip(), row["id"]
        for test in row["tests"].split():
            path, _, function = test.partition("::")
            assert re.search(rf"def {function}\b", (ROOT / path).read_text()), (row["id"], test)


def test_the_readme_draws_every_layer() -> None:
    picture = (ROOT / "README.md").read_text().split("```")[3]
    drawn = {word for line in picture.splitlines() for word in re.findall(r"\w+", line[:22])}
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    named = {name.strip() for row in layers["contracts"][0]["layers"] for name in row.split(":")}
    assert named <= drawn, named - drawn


def test_tests_outweigh_the_code() -> None:
    code, tests = (sum(len(p.read_text().splitlines()) for p in paths) for paths in (CODE, TESTS))
    assert tests >= code * 0.5, f"{tests} lines of tests for {code} of code"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
