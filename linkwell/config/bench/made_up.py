"""A directory made up by a seed, as a sheet and with its mapping: to measure with."""

import csv
import io
import random

_HEADING = ("id", "name", "group", "about", "when", "address", "postcode", "web", "way_in", "cost")
MAPPING = """
title = "A list made up to measure with"
headers = ["id", "name", "group", "about", "when", "address", "postcode", "web", "way_in", "cost"]
given_id = "id"
hear = ["name", "description"]
[fields]
name = "name"
organization = "group"
description = "about"
hours = "when"
address = "address"
postcode = "postcode"
url = "web"
application_process = "way_in"
fees = "cost"
[codes]
location_type = "physical"
status = "active"
[codes.route]
columns = ["way_in"]
when = [{ words = ["turn up"], is = "open" }, { words = ["ring first"], is = "self" }]
[codes.free]
columns = ["cost"]
when = [{ words = ["free"], is = "yes" }, { words = ["£"], is = "no" }]
"""


def made_up(records: int) -> bytes:
    """A list as its publisher might send it: CSV with words, hours, prices and real postcodes."""
    chance = random.Random(records)
    file = io.StringIO()
    sheet = csv.writer(file)
    sheet.writerow(_HEADING)
    for number in range(records):
        what, about = chance.choice(_KINDS)
        place = chance.choice(_PLACES)
        sheet.writerow(
            (
                f"B{number}",
                f"{place} {chance.choice(_WHOSE)} {what}",
                f"{place} Together {number // 3}",
                f"{about} {chance.choice(_MORE)} {chance.choice(_MORE)}",
                chance.choice(_HOURS),
                f"{chance.randint(1, 200)} {place} Road",
                chance.choice(_POSTCODES),
                f"https://group{number}.example/what-we-do",
                chance.choice(_WAYS_IN),
                chance.choice(_COSTS),
            )
        )
    return file.getvalue().encode()


_KINDS = (
    ("Lunch Club", "A lunch club for older people who would like company."),
    ("Choir", "A community choir; no need to read music."),
    ("Money Desk", "Debt advice and help with welfare benefits."),
    ("Walkers", "A walking group, slow and sociable, with a tea dance once a month."),
    ("Pantry", "A food pantry with fresh vegetables."),
    ("Listening Room", "Counselling and peer support after a hard time."),
    ("Carers", "A carers centre for those who look after somebody at home."),
    ("Men's Shed", "A men's shed: wood, tools, tea and talk, to reduce isolation."),
)
_MORE = (
    "We have met here since 1987 and new faces are always welcome.",
    "The hall is warm, and somebody will greet you at the door.",
    "Volunteers give lifts within five miles.",
    "Bring a friend, or come by yourself and leave with one.",
    "There is a loop for hearing aids and parking behind the building.",
    "Our helpers have been trained, and all of them live nearby.",
)
_WHOSE = ("Friday", "Morning", "Neighbours'", "Open Door", "St Example's", "New Leaf", "Corner")
_HOURS = ("Tuesday 1pm - 3pm", "Mon, Wed 10am - 12 noon", "Thursdays 7-9pm", "By appointment", "")
_WAYS_IN = ("Just turn up", "Ring first", "Your GP can refer you", "")
_COSTS = ("Free", "£2 a week", "")
_PLACES = ("Lock Lane", "Millrace", "Harbour", "Beech Yard", "Ropewalk", "Quayside", "Northgate")
_POSTCODES = (
    "M33 7BZ", "M32 9AF", "M41 9EH", "M33 2RP", "WA14 1LL", "M16 7QB", "M33 4QW", "M31 4BU",
    "M32 0LG", "OL1 1AL", "SK1 3RS", "BL1 1SE", "WN1 1NH", "M6 5FX", "M2 5PD", "OL16 1XU",
)  # fmt: skip
