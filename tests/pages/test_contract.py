"""A page's dataclass and its template agree on every name, both ways."""

import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from typing import cast

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment, meta, nodes

import linkwell
from linkwell.web.pages import FRAME_NAMES, PageData


def environment() -> Environment:
    return cast(Jinja2, engines.all()[0]).env


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
    used = meta.find_undeclared_variables(tree) - set(env.globals)
    inherited = [node.template for node in tree.find_all((nodes.Extends, nodes.Include))]
    for target in inherited:
        name = target.value if isinstance(target, nodes.Const) else layout
        used |= names_used(name, layout, seen)
    return used


@pytest.mark.parametrize("page", pages(), ids=lambda page: f"{page.__module__}.{page.__name__}")
def test_page_and_template_agree(page: type[PageData]) -> None:
    given = {field.name for field in fields(page)} - page.on_frame
    used = names_used(page.template, f"layout/{page.audience}.jinja", set()) - FRAME_NAMES
    assert used - given == set(), f"{page.template} uses names that {page.__name__} does not have"
    assert given - used == set(), f"{page.__name__} has names that {page.template} never uses"


def test_an_unknown_name_fails_when_it_is_drawn() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody_said_this }}").render()
    with pytest.raises(UndefinedError):
        environment().from_string("{% if page.neither_this %}{% endif %}").render(page={})
