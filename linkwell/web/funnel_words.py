"""The steps of the funnel in words: for who runs a service, and for a practice about its own."""

from collections.abc import Mapping

from linkwell.evaluation.rules import Step

# Step -> what it is called, in a few words, and how it is counted.
STEPS: Mapping[Step, tuple[str, str, str]] = {
    Step.OFFERED: (
        "Offered",
        "a referral",
        "A practice sent a referral, or somebody asked by a poster’s link, on a day of the period."
        " Somebody referred twice counts twice.",
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
        "They or the group say so. Disputed: the two say different things. No: that is the answer"
        " about every group that expected them. It stays not known, also after the end, until"
        " somebody says.",
    ),
    Step.HELPED: (
        "Helped",
        "the person says so",
        "The person’s own word, “a little” counted too. Disputed: the group says otherwise.",
    ),
}
