"""Steps that several journeys begin with."""

import json
import re
from datetime import timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import connections

from linkwell.kernel import clock
from tests import town
from tests.journeys.browser import Visitor
from tests.pages.people import client_of


def given_the_town() -> None:
    town.fill()


def somebody_is(visitor: Visitor, key: str) -> None:
    """A member of the cast signed in, and stands where they begin. The demo's switch, by which
    they would, has journeys of its own."""
    client = client_of(key, {})
    name = settings.SESSION_COOKIE_NAME
    context = visitor.page.context
    context.clear_cookies()
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.origin}]
    )
    visitor.opens("/start/")


def opens_the_story_of(visitor: Visitor, name: str) -> None:
    visitor.opens("/people/")
    visitor.follows(name)


def makes_a_choice(visitor: Visitor, words: str, given_name: str) -> None:
    """From the story: look for it, and the person would like the first."""
    visitor.follows("Find options")
    visitor.page.get_by_label("Anything to look for, in words").fill(words)
    visitor.presses("Show what could fit")
    visitor.presses(f"{given_name} would like this")


def what_follows_happens(*, after: timedelta = timedelta(0)) -> None:
    """What the worker would do in the background, done now, or after some time."""
    with time_machine.travel(clock.now() + after):
        town.run_deliveries()


def newest_letter(kind: str) -> dict[str, str]:
    """The newest message of a kind, as it left the house."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select id from messaging_message where kind = %s order by created_at desc limit 1",
            [kind],
        )
        (message_id,) = cursor.fetchone()
    letter: dict[str, str] = json.loads(
        (Path(settings.HOME) / "outbox" / f"{message_id}.json").read_text()
    )
    return letter


def address_in(text: str) -> str:
    """The path of the link that a message holds."""
    found = re.search(r"https?://[^/]+(/\w/\S+)", text)
    assert found is not None, text
    return found[1]
