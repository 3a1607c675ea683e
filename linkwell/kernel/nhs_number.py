"""The NHS number: ten digits, the last of which checks the others (NHS Data Dictionary)."""

from nhs_number.validate import is_valid

from linkwell.kernel.errors import InputAtFault


def read(text: str) -> str:
    """The ten digits written in `text`, without spaces or dashes.

    Raises InputAtFault, with a sentence for the form, for wrong length, check digit, or 0000000000.
    """
    digits = "".join(ch for ch in text if not ch.isspace() and ch not in "-‐‑–")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
        raise InputAtFault("Write all ten digits of the NHS number, or leave it empty")
    if not is_valid(digits) or digits == "0000000000":
        raise InputAtFault("Check the NHS number: its digits do not fit together")
    return digits


def show(digits: str) -> str:
    """As people read it aloud: 3, 3 and 4 digits."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
