"""What the pages of an ending show, and their forms."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from linkwell.cases.rules import FOR_GOOD, Because
from linkwell.conversations.rules import SKIPS, Again
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, DrawnBoundField, Hidden, Radios, Tick
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.link_worker.conversation_words import AGAIN
from linkwell.web.pages import FormPage
from linkwell.web.stories.cases import BECAUSE

SKIP = "skip_"  # before the name of what is not asked again
SEEN = ("read", "seen")  # what is ticked counts for what stands on the page, and for no other
LOOK_FIRST = "Look at what stays undone, and tick that you have seen it"
READ_FIRST = "Read what was said first, and tick that danger stays open"


@dataclass(frozen=True)
class UndoneLine:
    """Something that is under way, and what becomes of it when it ends."""

    what: str
    note: str
    href: str


class _Shown(Hidden):
    """What stands on the page as it is drawn now; what is sent says what stood there then."""

    kept = False
    now = ""

    def carried(self, bound: DrawnBoundField) -> str:
        return self.now


class EndForm(Form):
    """Why it ends; why what was begun is not asked again; and that what stays undone, and danger
    that is open, was seen: what has come since the page was shown was not."""

    button = "End it"

    because = Radios(
        "Why does it end?",
        [Choice(one, BECAUSE[one]) for one in Because if one not in FOR_GOOD],
        missing="Choose why it ends",
        stacked=True,
    )
    undone_shown = _Shown()
    danger_shown = _Shown()

    def __init__(
        self,
        *args: Any,
        repeats: Sequence[tuple[str, str]],
        undone: Sequence[UndoneLine],
        danger: Collection[str] = (),
        **options: Any,
    ) -> None:
        """`danger`: what is open, for whoever may end it all the same."""
        super().__init__(*args, **options)
        self.left = [what for what, _ in repeats]
        for what, label in repeats:
            self.fields[f"{SKIP}{what}"] = Radios(
                f"{label}: not asked again. Why not?",
                [Choice(why, AGAIN[why]) for why in SKIPS],
                missing="Ask it again, or say why not",
                stacked=True,
            )
        self._show("undone_shown", _fingerprint(undone) if undone else "")
        self._show("danger_shown", " ".join(sorted(danger)))
        if danger:
            self._ask_whether_seen("read", "I have read the words; danger stays open", READ_FIRST)
        if undone:
            self._ask_whether_seen("seen", "I have seen what stays undone", LOOK_FIRST)
        self.order_fields([*(f"{SKIP}{what}" for what in self.left), *SEEN, "because"])

    def _show(self, name: str, now: str) -> None:
        self.fields[name].now = now  # type: ignore[attr-defined]

    def _ask_whether_seen(self, name: str, label: str, missing: str) -> None:
        """A tick counts for what stands beside it now: no draft brings it back."""
        self.fields[name] = tick = Tick(label, missing=missing)
        tick.kept = False

    def is_as_shown(self) -> bool:
        """Nothing stays undone that was not on the page which was sent."""
        now = self.fields["undone_shown"].now  # type: ignore[attr-defined]
        same = now in ("", self.cleaned_data["undone_shown"])
        if not same:
            self.refuse("seen", "This list has changed since you opened the page. Look at it again")
        return same

    def refuse(self, name: str, sentence: str) -> None:
        """Shown again as it is now, with nothing of it ticked as seen."""
        self.add_error(name, sentence)
        self.data = {key: self.data[key] for key in self.data if key not in SEEN}

    def danger_read(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["danger_shown"].split())

    def chosen(self) -> Because:
        return Because(self.cleaned_data["because"])

    def skipped(self) -> dict[str, Again]:
        return {what: Again(self.cleaned_data[f"{SKIP}{what}"]) for what in self.left}


def _fingerprint(undone: Sequence[UndoneLine]) -> str:
    """Other for another list."""
    return hashlib.sha256(repr(undone).encode()).hexdigest()


class UntilForm(Form):
    """Hold, pause, or agree when it ends: which, and until when."""

    button = "Write it down"

    what = Radios(
        "What happens now?",
        [
            Choice("hold", "Holding", "Something has a queue. You keep them steady until then."),
            Choice("pause", "A pause", "They wish to stop for a while."),
            Choice("end", "Agree on the last day", "Both of you know when this ends."),
        ],
        missing="Choose what happens now",
        stacked=True,
    )
    day = DateParts("Until which day?", missing="Write a day, within four weeks for the first two")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].not_before = clock.today()  # type: ignore[attr-defined]
        self.fields["day"].outside = "Choose a day that is still to come"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RepeatLine:
    """Something begun at the start: whether it was asked again, or where it is."""

    label: str
    begun: str
    state: str  # empty while it is open
    href: str
    act: str


@dataclass(frozen=True, kw_only=True)
class EndPage(FormPage):
    """End an episode: what is asked again before that, what stays undone, and why it ends."""

    template: ClassVar[str] = "link_worker/end.jinja"
    window: ClassVar[str] = "How it ends"

    card: PersonCard
    given_name: str
    danger_is_open: bool
    may_end: bool  # danger that is open is ended over by a supervisor alone
    danger: str  # where it is settled, while words are open
    planned: str  # the day that was agreed; empty without one
    repeats: tuple[RepeatLine, ...]
    undone: tuple[UndoneLine, ...]
    until: str
    reach: str
    back: str


@dataclass(frozen=True, kw_only=True)
class UntilPage(FormPage):
    """Hold, pause, or agree on the last day."""

    template: ClassVar[str] = "link_worker/until.jinja"
    window: ClassVar[str] = "How it goes on"

    card: PersonCard
    end: str
    back: str
