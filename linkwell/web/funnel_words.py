"""The steps of the funnel in words: for who runs a service, and for a practice about its own."""

from collections.abc import Mapping

from linkwell.evaluation.rules import Step

# Step -> what it is called, in a few words, and how it is counted.
STEPS: Mapping[Step, tuple[str, str, str]] = {
    Step.OFFERED: (
        "Offered",
        "a referral",
        "A practice sent a referral, or somebody asked by a poster’s link, on a day of the period.",
    ),
    Step.ACCEPTED: (
        "Accepted",
        "by the person",
        "They said yes when they were asked about the referral, or spoke with a link worker after."
        " Not known: whoever referred did not ask.",
    ),
    Step.REACHED: (
        "Reached",
        "spoke with a link worker",
        "A first talk has happened. No: it ended, was returned or passed on before that. Not known:"
        " they still wait.",
    ),
    Step.PLANNED: (
        "Planned",
        "a plan in their words",
        "A goal is written down, or they chose an option. No: it ended without either.",
    ),
    Step.CONNECTED: (
        "Connected",
        "chosen and answered yes",
        "They were told about a group and go by themselves, or the group said yes, or yes in some"
        " weeks. No: it ended without that. A group’s silence is never a no.",
    ),
    Step.ATTENDED: (
        "Got there",
        "at least one visit",
        "They or the group say so. Disputed: one says yes, the other no or, after it, “not yet”."
        " “Not yet” alone, or beside a no, is not known. No: that is the answer about every group"
        " that expected them. It stays not known, also after the end, until somebody says.",
    ),
    Step.HELPED: (
        "Helped",
        "the person says so",
        "The person’s own word, “a little” counted too. Disputed: the group says otherwise.",
    ),
}

# How all of them are counted, for who sees rounded numbers.
COUNTED: tuple[tuple[str, str], ...] = (
    (
        "Referrals, not people",
        "Somebody referred twice counts twice: each referral goes its own way.",
    ),
    (
        "Yes, of the step before",
        "Each step counts only those that took the one before. What came later shows what came"
        " before: whoever got there was connected.",
    ),
    (
        "As known at the end of a day",
        "Only what had happened by then. A later correction, or two records that turn out to be one"
        " person’s, changes nothing of an earlier day.",
    ),
    (
        "Practices",
        "Those whose agreement was in force on any day from the first of these months until the day"
        " asked for, and any other that sent a referral in these months.",
    ),
    (
        "Rounded",
        "Every number is a multiple of 5. “Fewer than 5” stands where that would be 0, and may be"
        " nobody. So that the numbers add up, running totals are rounded to the nearest 5, and a"
        " part is what lies between two of them: all of them and each yes are at most 2 off, other"
        " numbers at most 4.",
    ),
    (
        "Shares",
        "Worked out from the rounded numbers, to the nearest 5 per cent; of 500 or more to the"
        " nearest 1. Of fewer than 50 there is none, since it would say more than is known.",
    ),
)
