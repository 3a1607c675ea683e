"""What is done again and again, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from linkwell.connections.chasing import ask_silent_partners
from linkwell.directory import going_on
from linkwell.directory.actions.comparing import compare_changed
from linkwell.directory.handlers import write_what_is_missing
from linkwell.evaluation import projecting
from linkwell.journal import deliveries
from linkwell.messages.asking_groups import ask_groups
from linkwell.safety import clocks
from linkwell.web import once
from linkwell.web.actions import drop_old_drafts


@dataclass(frozen=True)
class Regular:
    """`run(now)` every `every_s` seconds in one worker or in several: it must not mind which."""

    name: str
    every_s: float
    run: Callable[[datetime], object]


REGULAR = (
    Regular("deliveries.sweep", 10.0, deliveries.sweep),
    Regular("safety.pass_on", 30.0, clocks.pass_on_overdue),
    Regular("connections.ask_silent", 900.0, ask_silent_partners),
    Regular("directory.write_for_search", 3600.0, write_what_is_missing),
    Regular("directory.ask_groups", 3600.0, ask_groups),
    Regular("directory.compare", 60.0, compare_changed),
    Regular(projecting.JOB, 60.0, projecting.project_recent),
    Regular("directory.lists_go_on", 30.0, going_on.take_up),
    Regular("forms.forget_old", 3600.0, once.forget_old),
    Regular("drafts.drop_old", 3600.0, drop_old_drafts),
)
