"""The Jinja environment of every page. An unknown name in a template of ours fails, loudly.

The nhsuk macros rely on chained unknown names, so they are rendered by an environment of their
own, and our templates call them as functions: `{{ nhsuk("button", text="Send") }}`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from linkwell.web.design import build, words
from linkwell.web.design.icons import ICONS, WORDMARK


@lru_cache(maxsize=1)
def _nhsuk_environment() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # of an installed package: nothing is looked at again for each include
    )


def nhsuk(component: str, **params: Any) -> Markup:
    """Draw one component of the NHS design system; `params` are those of its macro.

    Text in `params` is escaped, `html` in them is not: pass only Markup there.
    """
    return _macro(component)(params)


@lru_cache(maxsize=64)
def _macro(component: str) -> Callable[[dict[str, Any]], Markup]:
    first, *rest = component.split("-")
    template = _nhsuk_environment().get_template(f"nhsuk/components/{component}/macro.jinja")
    macro: Callable[[dict[str, Any]], Markup] = getattr(
        template.module, first + "".join(word.title() for word in rest)
    )
    return macro


@lru_cache(maxsize=1)
def _build_stamp() -> str:
    if not build.STAMP.exists():
        raise FileNotFoundError(
            "The style sheets are not built yet: run python -m linkwell.web.design.build"
        )
    return build.STAMP.read_text()


def asset(name: str) -> str:
    """The address of a built file; it changes with each build, so that browsers may keep it."""
    return f"{static(name)}?v={_build_stamp()}"


def environment(**options: Any) -> Environment:
    """The environment for Django's Jinja2 backend (TEMPLATES, OPTIONS, `environment`)."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["autoescape"] = _escapes
    made = Environment(**options)  # noqa: S701 - `_escapes` leaves out plain text only
    made.globals.update(
        asset=asset,
        nhsuk=nhsuk,
        icons=ICONS,
        wordmark=WORDMARK,
        url=reverse,
        show_nhs_identity=getattr(settings, "LINKWELL_NHS_IDENTITY", False),
    )
    made.filters.update(
        day=words.day,
        clock=words.clock,
        moment=words.moment,
        number=words.number_word,
        outside=words.outside,
    )
    return made


def _escapes(name: str | None) -> bool:
    return not (name or "").endswith(".txt")
