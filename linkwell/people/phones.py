"""Phone numbers as people here write and read them."""

import phonenumbers

from linkwell.kernel.errors import InputAtFault


def read(text: str) -> str:
    """The number in `text` as it is dialled here: "07700900418" -> "07700 900418".

    A number of another country keeps its +. Raises InputAtFault when it cannot be a number.
    """
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not _whole(number):
        raise InputAtFault("Write a phone number, like 07700 900418, or leave this empty")
    here = number.country_code == 44
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if here else style.INTERNATIONAL)


def same(one: str, other: str) -> bool:
    """Is it the same number, however each is written? What cannot be read is compared as it is."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    try:
        return read(text)
    except InputAtFault:
        return text


def _whole(number: phonenumbers.PhoneNumber) -> bool:
    """As long as numbers of its country are, with the area code: it could be dialled from here."""
    if number.country_code == 44:  # nine digits or ten follow the 0, which here is a prefix
        dialled = number.national_number or 0
        return bool(10**8 <= dialled < 10**10 and not number.italian_leading_zero)
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)
