"""The story of questions: that they were offered and answered, never what was said."""

from linkwell.measures.rules import Offered, Stage
from linkwell.web.stories.telling import PAPER, Teller, Told

HOW = {
    Offered.TOGETHER: "Together.",
    Offered.PAPER: "On paper.",
    Offered.TEXT: "By text.",
    Offered.SCREEN: "On a handed-over screen.",
}

STAGES = {
    Stage.START: "At the start.",
    Stage.END: "At the end.",
    Stage.LATER: "Three months after.",
}

TELLERS: dict[str, Teller] = {
    "MeasureOffered": lambda _, d, c: Told(
        "Offered a few questions", HOW[Offered(d["how"])], PAPER
    ),
    "MeasureAnswered": lambda _, d, c: Told(
        "Answered a few questions" if d["answered"] else "Would rather not answer",
        STAGES[Stage(d["stage"])]
        + (f" {d['refused']} left out." if d["answered"] and d["refused"] else ""),
        PAPER,
    ),
    "PulsesOffered": lambda _, d, c: Told(
        "Offered two questions about how this goes", HOW[Offered(d["how"])], PAPER
    ),
}
