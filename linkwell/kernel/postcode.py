"""UK postcodes as text: their written form and parts. Where they are is `kernel/geography.py`."""

import re

from linkwell.kernel.errors import InputAtFault

# Outward: one or two letters, a digit, perhaps one more digit or letter. Inward: digit, two
# letters. Source: ONS Postcode Directory user guide; GIR 0AA is the one that breaks the rule.
_FORM = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})", re.ASCII)
_LONGEST_SHOWN = 20


def read(text: str) -> str:
    """The postcode written in `text`, as Royal Mail writes it: "m337bz" -> "M33 7BZ".

    Case and spaces do not matter. Raises InputAtFault, naming what was written, for anything
    else; letters and digits that look alike are never swapped.
    """
    found = _FORM.fullmatch("".join(text.split()).upper())
    if not found:
        raise InputAtFault(f"{_as_written(text)} is not a postcode. Write it like M33 7BZ")
    return f"{found[1]} {found[2]}"


def outward(postcode: str) -> str:
    """The district of a postcode from `read`: "M33 7BZ" -> "M33"."""
    return postcode.split(" ")[0]


def sector(postcode: str) -> str:
    """The sector of a postcode from `read`: "M33 7BZ" -> "M33 7"."""
    return postcode[:-2]


def _as_written(text: str) -> str:
    shown = " ".join(text.split())
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "…"
    return f"“{shown}”" if shown else "An empty line"
