"""Print my day: the talks and the calls of today on one sheet of paper, which may be lost.

So it holds a first name and a letter, where or by which number, and the times that are safe: no
reason, no age, no word of anybody's story.
"""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.diary.queries import at_a_set_time
from linkwell.kernel import clock
from linkwell.people.queries import Listed, Way, caseload_people, ways_of
from linkwell.people.rules import Channel
from linkwell.web.design.words import clock as clock_words
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.link_worker.conversation_words import where_words
from linkwell.web.link_worker.errands import BY_RINGING
from linkwell.web.link_worker.lists import named
from linkwell.web.link_worker.pages import DaySheetPage, SheetLine
from linkwell.web.link_worker.today import my_tasks, own_people
from linkwell.web.nav import nav_for


@page(*TEAM)
def day_sheet(request: HttpRequest, actor: Actor) -> DaySheetPage:
    """Whom one meets today, in order of the clock; whom one rings, what is due first, first."""
    talks = at_a_set_time(actor, clock.today())
    met = {talk.person_id for talk in talks}
    tasks = my_tasks(actor, own_people(actor))
    due = [task for task in tasks if task.kind in BY_RINGING]
    rung = dict.fromkeys(task.person_id for task in due if task.due_on <= clock.today())
    people = caseload_people({*met, *rung})
    calls = [one for one in rung if one in people and one not in met]
    ways = ways_of(calls)
    return DaySheetPage(
        title="Print my day",
        nav=nav_for(actor, "today"),
        named=named(people[one] for one in (*met, *calls)),
        whose=actor.name,
        day=day(clock.today()),
        talks=tuple(
            SheetLine(clock_words(talk.at), _short(people[talk.person_id]), where_words(talk))
            for talk in talks
        ),
        calls=tuple(SheetLine("", _short(people[one]), _numbers(ways[one])) for one in calls),
        back=reverse("today"),
    )


def _short(person: Listed) -> str:
    """The first name, and the first letter of the other."""
    return f"{person.given_name} {person.name.removeprefix(person.given_name).strip()[:1]}"


def _numbers(ways: Sequence[Way]) -> str:
    """Numbers that somebody said are safe to ring, each with its times. Not asked is not safe.

    Where somebody near is a danger, only what they said by voice.
    """
    safe = [way for way in ways if way.channel is Channel.PHONE and way.is_safe]
    told = [f"{way.value}. {way.times or 'No times were named'}" for way in safe]
    return "; or ".join(told) or "no number is known to be safe: look at the story first"
