"""Forms of deciding about a referral."""

from linkwell.web.design.fields import LongText, Text
from linkwell.web.design.forms import Form


class AskMoreForm(Form):
    button = "Ask the practice"

    question = LongText(
        "What do you need to know?",
        missing="Write what you need to know",
        max_length=500,
        rows=3,
        hint="The practice reads this under “Your referrals”, and answers there.",
    )


class PassOnForm(Form):
    button = "Pass it on"

    to = Text(
        "To whom?",
        missing="Write to whom it goes",
        max_length=100,
        width=30,
        hint="For example: the community mental health team",
    )
    note = LongText(
        "Why?",
        missing="Write why in a line: the practice reads it",
        max_length=500,
        rows=3,
        hint="Say it plainly. Ring them first, so that nobody falls between two stools.",
    )
