"""The story of what the practice was told."""

from django.urls import reverse

from linkwell.web.stories.telling import PAPER, Teller, Told

TELLERS: dict[str, Teller] = {
    "PracticeTold": lambda row, d, c: Told(
        "Message to the practice",
        f"{d['words']} words, shown before it went.",
        PAPER,
        link=("Read it", reverse("practice-message", args=[row])),
    ),
    "PracticeMessageFiled": lambda row, d, c: Told("Filed in the practice’s record", kind=PAPER),
}
