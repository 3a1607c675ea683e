"""The verbs of safety. One file for each part; all of them are found here."""

from linkwell.safety.actions.alerts import (
    acknowledge,
    hide_from_team,
    pass_on_alert,
    raise_alert,
    show_to_team,
)
from linkwell.safety.actions.callers import Sought, look_for_caller, open_sealed
from linkwell.safety.actions.concerns import (
    acknowledge_concern,
    add_words,
    close_concern,
    pass_on_concern,
    raise_concern,
)
from linkwell.safety.actions.danger import (
    heed,
    mark_latest,
    settle_danger,
    still_in_danger,
    tell_cases,
)

__all__ = [
    "Sought",
    "acknowledge",
    "acknowledge_concern",
    "add_words",
    "close_concern",
    "heed",
    "hide_from_team",
    "look_for_caller",
    "mark_latest",
    "open_sealed",
    "pass_on_alert",
    "pass_on_concern",
    "raise_alert",
    "raise_concern",
    "settle_danger",
    "show_to_team",
    "still_in_danger",
    "tell_cases",
]
