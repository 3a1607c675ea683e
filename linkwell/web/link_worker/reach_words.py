"""What is said about reaching somebody: the buttons, and when the next try is best."""

from linkwell.conversations.queries import Reaching
from linkwell.conversations.reaching import TRIES, Outcome, Part, Stage, decide_on, read_times
from linkwell.kernel import clock
from linkwell.web.design.words import counted, day
from linkwell.web.link_worker.reach_pages import TryButton
from linkwell.web.people_words import sentence
from linkwell.web.stories.conversations import OUTCOMES

PARTS = {
    Part.EARLY: "before 9am",
    Part.MORNING: "in the morning",
    Part.AFTERNOON: "in the afternoon",
    Part.EVENING: "after 5pm",
}
BUTTONS = (
    TryButton(Outcome.SPOKE, "We spoke", "The conversation opens."),
    TryButton(Outcome.NO_ANSWER, "No answer", ""),
    TryButton(Outcome.NO_MESSAGE, "A machine answered", "Leave no message: others may hear it."),
    TryButton(
        Outcome.SOMEBODY_ELSE,
        "Somebody else answered",
        "Say your first name and that you will ring again. No more.",
    ),
    TryButton(Outcome.WRONG_NUMBER, "Wrong number", "Then ask the practice for the right one."),
)


def outcome_words(outcome: Outcome) -> str:
    return OUTCOMES[outcome]


def advice(where: Reaching, times: str, *, asked: bool) -> tuple[str, ...]:
    """When the next try is best, and why; or what comes instead of one."""
    if where.stage is Stage.WRITE:
        return (f"{sentence(counted(TRIES, 'try', 'tries'))} reached nobody. Write to them now.",)
    if where.stage in (Stage.WAITING, Stage.DECIDE) and where.letter_at:
        until = day(decide_on(clock.on_day(where.letter_at)))
        return (f"You wrote on {day(where.letter_at)}. They have until {until} to answer.",)
    first = "" if where.unreached or where.next.on == clock.today() else "By "
    best = f"{first}{day(where.next.on)}, {PARTS[where.next.part]}."
    reasons = []
    if where.unreached:
        reasons.append("Another day and another time of day reach more people.")
    if where.next.part.outside_hours:
        reasons.append("One of three tries is outside 9 to 5.")
    if times and read_times(times) is None:
        reasons.append(f"They said: “{times}”. That goes first.")
    if not asked:
        reasons.append("Nobody has asked yet whether ringing is safe. Ask the practice first.")
    return (best, *reasons)
