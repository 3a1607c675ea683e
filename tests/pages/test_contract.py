"""A page's dataclass and its template agree on every name, both ways."""

import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module

import pytest
from jinja2 import UndefinedError, meta, nodes

import linkwell
from linkwell.web.pages import FRAME_NAMES, PageData
from tests.pages.templates import environment


def pages() -> list[type[PageData]]:
    """Every page there is: all modules that may hold one are imported first."""
    for name in ("linkwell.web", "linkwell.demo"):
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            import_module(module.name)
    return sorted(_below(PageData), key=lambda page: f"{page.__module__}.{page.__name__}")


def _below(page: type[PageData]) -> Iterator[type[PageData]]:
    for below in page.__subclasses__():
        if below.__module__.startswith(f"{linkwell.__name__}."):
            yield below
            yield from _below(below)


def names_used(template: str, layout: str, seen: set[str]) -> set[str]:
    """The names that a template and all it stands on take from the page."""
    if template in seen:
        return set()
    seen.add(template)
    env = environment()
    assert env.loader is not None
    source = env.loader.get_source(env, template)[0]
    tree = env.parse(source)
    used = meta.find_undeclared_variables(tree) - set(env.globals) - _own_names(tree)
    targets = [node.template for node in tree.find_all(nodes.Extends)]
    targets += [node.template for node in tree.find_all(nodes.Include)]
    for target in targets:
        name = target.value if isinstance(target, nodes.Const) else layout
        used |= names_used(name, layout, seen)
    return used


def _own_names(tree: nodes.Template) -> set[str]:
    """What a template imports or defines itself: blocks see it, though jinja2.meta does not."""
    own = {macro.name for macro in tree.find_all(nodes.Macro)}
    own |= {one.target for one in tree.find_all(nodes.Import)}
    for one in tree.find_all(nodes.FromImport):
        own |= {name if isinstance(name, str) else name[1] for name in one.names}
    return own


@pytest.mark.parametrize("page", pages(), ids=lambda page: f"{page.__module__}.{page.__name__}")
def test_page_and_template_agree(page: type[PageData]) -> None:
    given = {field.name for field in fields(page)} - page.on_frame
    used = names_used(page.template, f"layout/{page.audience}.jinja", set()) - FRAME_NAMES
    assert used - given == set(), f"{page.template} uses names that {page.__name__} does not have"
    assert given - used == set(), f"{page.__name__} has names that {page.template} never uses"


def test_an_unknown_name_fails_when_it_is_drawn() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody_said_this }}").render()
    with pytest.raises(UndefinedError):
        environment().from_string("{% if page.neither_this %}{% endif %}").render(page={})
