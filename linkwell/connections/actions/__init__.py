"""The verbs of options and connections, in the order of the journey: choose, send, hear back."""

from linkwell.connections.actions.accounts import give_account, say_going, weigh
from linkwell.connections.actions.options import choose, nothing_suits, refuse, show_options
from linkwell.connections.actions.sending import (
    answer,
    change_line,
    close_disclosures,
    let_go,
    nudge,
    recall,
    send,
    stop,
    take_answer,
    take_back,
    tell,
)

__all__ = [
    "answer",
    "change_line",
    "choose",
    "close_disclosures",
    "give_account",
    "let_go",
    "nothing_suits",
    "nudge",
    "recall",
    "refuse",
    "say_going",
    "send",
    "show_options",
    "stop",
    "take_answer",
    "take_back",
    "tell",
    "weigh",
]
