"""The environment that pages are drawn with, for tests that draw a piece of one."""

from typing import cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment


def environment() -> Environment:
    return cast(Jinja2, engines.all()[0]).env
