"""What is counted as a gap, in words for whoever runs a service."""

from linkwell.gaps.rules import ENOUGH, Kind
from linkwell.web.design.words import number_word

# In the order in which they are named beside a number.
KINDS = {
    Kind.NOTHING: "nothing found",
    Kind.POOR: "only a poor list",
    Kind.UNSUITED: "nothing suited",
}

COUNTED: tuple[tuple[str, str], ...] = (
    ("Nothing found", "The list was empty: nothing open in reach answered what was asked."),
    (
        "Only a poor list",
        f"Fewer than {number_word(ENOUGH)} good options: with one there is nothing to choose from."
        " Good is what answers the need, is within three miles or needs no travel, and was"
        " confirmed within a year."
        " Where nobody keeps the directory fresh, every list is poor: that is a gap too, of another"
        " kind.",
    ),
    (
        "Nothing suited",
        "There were options, and the person said that none would do.",
    ),
    (
        "With a link worker",
        "One need of one story counts once a day, by what the day ended with, however often it was"
        " tried. On another day it counts anew. A list for several needs counts for each.",
    ),
    (
        "On the public page",
        "Nobody knows who asks there. The same need near the same area, from one address and kind"
        " of browser, counts once an hour. So it counts looking, not people: somebody who comes"
        " back counts again, and many who share an address may count once. It is the same for"
        " every service here. What is asked only for today is not counted.",
    ),
    (
        "Words of danger",
        "They lead to help and not to a list. They are counted nowhere here.",
    ),
    (
        "Areas",
        "The local authority of the place that was asked about; where the file of small areas is"
        " loaded, the middle-layer area of some eight thousand people. Never a postcode. Where a"
        " home must be known to nobody, not even that: it stands under “Place not said”.",
    ),
    (
        "Rounded",
        "To multiples of 5, so that they add up. Each need, and each need in one area, is at most 4"
        " off; “fewer than 5” may be none. What adds up several of them, the kinds and the areas,"
        " may be further off, and is “too few” where nothing is left to add.",
    ),
)
