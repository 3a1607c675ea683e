"""The quarters that a page of numbers can be asked for: whole ones, so that none overlap."""

from datetime import date, timedelta

from linkwell.evaluation.queries import quarter_of
from linkwell.kernel import clock
from linkwell.web.design.fields import Choice

QUARTERS = 8  # that can be chosen, this one among them


def this_quarter() -> str:
    return quarter_of(clock.today())[0].isoformat()


def choices() -> list[Choice]:
    """This quarter and those before it, newest first."""
    found = [quarter_of(clock.today())]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1][0] - timedelta(days=1)))
    return [Choice(first.isoformat(), months(first, last)) for first, last in found]


def months(first: date, last: date) -> str:
    return f"{first:%B} to {last:%B} {last.year}"
