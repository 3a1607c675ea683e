"""Docs that are made from the code: `python -m linkwell.config.generated` writes them, and a test
fails when they are stale."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

FOLDER = Path(__file__).parent.parent.parent / "docs" / "generated"


def states() -> Iterator[str]:
    """Every lifecycle, as a diagram."""
    from linkwell.kernel.lifecycle import Lifecycle

    found = {
        lifecycle.noun: lifecycle
        for module in _modules("rules")
        for lifecycle in vars(module).values()
        if isinstance(lifecycle, Lifecycle)
    }
    yield "# States\n"
    yield "Each table drives the moves, the buttons, the database's CHECK and this picture.\n"
    for noun in sorted(found):
        yield f"## {noun.capitalize()}\n\n```mermaid\n{found[noun].mermaid()}\n```\n"


def permissions() -> Iterator[str]:
    """Who may do what."""
    from linkwell.access.rules import PERMISSIONS, Role

    yield "# Roles and permissions\n\n## Roles\n"
    yield from (f"- **{_words(role)}**: {role.sentence}" for role in Role)
    yield "\n## Permissions\n\nWhich record each may touch is the sharing table's business.\n"
    yield "| permission | who |\n|---|---|"
    for permission, hats in PERMISSIONS.items():
        yield f"| {_words(permission)} | {', '.join(sorted(_words(hat) for hat in hats))} |"
    yield ""


def sharing() -> Iterator[str]:
    """The data-sharing agreement: kind of relationship x class of record."""
    from linkwell.access.sharing import MATRIX, OF_LOCKED, Verb
    from linkwell.tables.record_classes import RecordClass

    yield "# Who sees what\n"
    yield "R: reads. W: reads and writes. An empty cell: nothing. The same table makes the filter"
    yield "of every query and the row-level security of the database.\n"
    yield "| | " + " | ".join(_words(record_class) for record_class in RecordClass) + " |"
    yield "|---|" + "---|" * len(RecordClass)
    locked = [(f"{_words(kind)}, of what is locked away", one) for kind, one in OF_LOCKED.items()]
    for name, share in [*((_words(kind), share) for kind, share in MATRIX.items()), *locked]:
        cells = [
            "W" if share.gives(one, Verb.WRITE) else "R" if share.gives(one, Verb.READ) else ""
            for one in RecordClass
        ]
        roles = ", ".join(sorted(_words(role) for role in share.roles)) or "nobody by role"
        yield f"| **{name}** ({roles}) | {' | '.join(cells)} |"
    yield ""


def events() -> Iterator[str]:
    """Every event, what it holds, and who hears of it."""
    from linkwell.config.wiring import handlers
    from linkwell.journal.deliveries import handler_name
    from linkwell.kernel.events import DomainEvent

    yield "# Events\n"
    yield "Ids, codes, numbers and dates; never words about a person. Each also holds what it is"
    yield "about, the person and the service.\n\n| event | holds | heard by |\n|---|---|---|"
    found = {
        event.__name__: event
        for module in _modules("events")
        for event in vars(module).values()
        if isinstance(event, type) and issubclass(event, DomainEvent) and event is not DomainEvent
    }
    for name, event in sorted(found.items()):
        holds = ", ".join(event.__annotations__) if "__annotations__" in vars(event) else ""
        heard = ", ".join(f"`{handler_name(one)}`" for one in handlers().get(event, ()))
        yield f"| {name} | {holds} | {heard} |"
    yield ""


def data_dictionary() -> Iterator[str]:
    """Every field of every table of ours, and how sensitive it is."""
    from django.apps import apps

    yield "# Data dictionary\n"
    yield "personal: identifies or locates somebody. special: health, risk, the story. operational:"
    yield "ids, states, times, codes. public: the directory, and what is printed on leaflets.\n"
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        classes = getattr(model, "field_classes", None)
        if classes is None:
            continue
        about = f", {model.record_class}" if hasattr(model, "record_class") else ""
        yield f"## {model._meta.db_table}{about}\n\n{(model.__doc__ or '').splitlines()[0]}\n"
        yield "| field | class | type |\n|---|---|---|"
        for field in model._meta.concrete_fields:
            kind = type(field).__name__.removesuffix("Field").lower()
            yield f"| {field.column} | {classes[field.name]} | {kind} |"
        yield ""


def points() -> Iterator[str]:
    """How options are ranked: the published weights."""
    from linkwell.matching.gates import Gate
    from linkwell.matching.weights import FULL_SCORE, published

    weights = published()
    yield f"# How points are given (version {weights.version})\n"
    yield f"A service has at most {FULL_SCORE} points. What was not asked about takes none, and the"
    yield "other factors share its points in proportion. Nobody can pay for points, and no points"
    yield "depend on another service. A list that was shown keeps the version it was made with.\n"
    yield "| factor | points | who gets what part of them |\n|---|---|---|"
    for factor, share in weights.shares.items():
        numbers = {name: _shown(value) for name, value in weights.parts[factor].items()}
        yield f"| {factor} | {share} | {_POINTS[factor].format(**numbers)} |"
    gates, variety = ", ".join(f"“{gate}”" for gate in Gate), weights.variety
    yield f"\nNot shown, and counted by the first of these that holds: {gates}."
    yield "What is not known hides nothing, but from somebody under 18: it costs points, or is"
    yield "asked. What was asked for only in words (free, step-free) hides nothing either.\n"
    yield f"Of one organisation or kind of name, {variety['alike']} in each ten stand on a list"
    yield f"before others that score at most {variety['near']} points less, unless just that kind"
    yield "was asked for. The order stays that of the points.\n"


_POINTS = {
    "need": "Listed for a need that was asked for: {declared}. Heard in its name, or more than"
    " once: {clear}; once in its other words: {inferred}."
    " Of either, {breadth} goes by how many of several needs it answers.",
    "words": "Shares words with the request: all, when they weigh {enough}, or as much as the"
    " request holds. A common word weighs {common} of any other.",
    "distance": "On the spot: all; at {half_at} metres half, as 1 / (1 + metres / {half_at})."
    " An office that is not the meeting place: {office} of that. Not known:"
    " {unknown}; {named} where its name is that of the area, {other} where it is another's. By"
    " phone, online or at home: {no_travel}.",
    "referral": "No referral was asked for. The door is open: {open}; people ask for themselves:"
    " {self}; not known: {unknown}; somebody refers: {professional}; a voucher: {voucher}.",
    "cost": "Free was asked for. Free: {free}; not known: {unknown}; costs something: {paid}.",
    "checked": "Last checked at most so many days ago: {steps}; longer ago or not known: nothing.",
}


def _shown(value: object) -> str:
    """A part of 1 as a percentage; steps in their order; other numbers as they are."""
    if isinstance(value, list):
        return ", ".join(f"{days}: {_shown(part)}" for days, part in value)
    return f"{value:.0%}" if isinstance(value, float) and value <= 1 else f"{value:g}"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "states.md": states,
    "permissions.md": permissions,
    "sharing.md": sharing,
    "events.md": events,
    "data-dictionary.md": data_dictionary,
    "points.md": points,
}


def page(name: str) -> str:
    return "<!-- Made from the code: python -m linkwell.config.generated -->\n\n" + "\n".join(
        PAGES[name]()
    )


def _modules(name: str) -> Iterator[object]:
    import linkwell

    for found in walk_packages(linkwell.__path__, "linkwell."):
        if found.name.endswith(f".{name}"):
            yield import_module(found.name)


def _words(code: str) -> str:
    return str(code).replace("_", " ")


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkwell.config.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (FOLDER / name).write_text(page(name))


if __name__ == "__main__":
    main()
