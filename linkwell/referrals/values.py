"""What stands in a letter, read as values: names, dates, phone numbers, yes and no."""

import re
from datetime import date
from functools import lru_cache

from linkwell.kernel import nhs_number, postcode
from linkwell.kernel.errors import InputAtFault
from linkwell.people import phones
from linkwell.referrals.lines import vocabulary

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4})-(?P<im>\d{1,2})-(?P<iday>\d{1,2})"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s./\-]+"
    r"(?P<month>\d{1,2}|[A-Za-z]{3,9})[\s.,/\-]+(?P<year>\d{4}|\d{2}))(?!\d)"
)
_PHONE = re.compile(r"(?:\+44|0044|\(?0)[\d\s()\-]{8,18}\d")
_NHS = re.compile(r"(?<!\d)\d{3}[ \-]?\d{3}[ \-]?\d{4}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|mx|master|dr|sir|lady|rev|prof)\b\.?\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_WORD = r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"^{_WORD}(?:,? {_WORD}){{0,5}}$")


def read_date(text: str, today: date) -> tuple[date, bool] | None:
    """The first date in the text, day first as here, and whether it is sure.

    Two digits of a year are not sure: the latest such year that has been.
    """
    for hit in _DATE.finditer(text):
        if hit["iso"]:
            found, sure = _date(hit["iso"], hit["im"], hit["iday"]), True
        else:
            year, sure = hit["year"], len(hit["year"]) == 4
            if not sure:
                century = today.year // 100 * 100
                year = str(century + int(year) - (100 if int(year) > today.year % 100 else 0))
            found = _date(year, hit["month"], hit["day"])
        if found is not None and date(1900, 1, 1) <= found <= today:
            return found, sure
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        return None


def read_phone(text: str) -> str | None:
    """The first UK phone number in the text, as it is dialled here."""
    for hit in _PHONE.finditer(text):
        try:
            return phones.read(hit[0])
        except InputAtFault:
            continue
    return None


def read_nhs_number(text: str) -> tuple[str, bool] | None:
    """Ten digits as people read them, and whether they fit together."""
    hit = _NHS.search(text)
    if hit is None:
        return None
    digits = "".join(ch for ch in hit[0] if ch.isdigit())
    try:
        return nhs_number.show(nhs_number.read(digits)), True
    except InputAtFault:
        return nhs_number.show(digits), False


def find_postcode(text: str) -> tuple[str, int, int] | None:
    """The last postcode in the text, as Royal Mail writes it, and where it stands."""
    hits = list(_POSTCODE.finditer(text))
    if not hits:
        return None
    return postcode.read(hits[-1][0]), hits[-1].start(), hits[-1].end()


def read_name(text: str) -> tuple[str, str, bool] | None:
    """Given names, family name, and whether it is sure which is which.

    "LOMAS, Derek (Mr)", "Mr Derek LOMAS", "Derek Lomas". None for what is no name.
    """
    bare = " ".join(_TITLE.sub("", _IN_BRACKETS.sub("", text)).strip(" ,.;:-").split())
    if len(bare) > 80 or not _NAME.match(bare):
        return None
    family, comma, given = bare.partition(",")
    if comma:
        given = _TITLE.sub("", given.strip())
        return (_cased(given), _cased(family), True) if given and "," not in given else None
    names = bare.split()
    if len(names) < 2:
        return None
    capitals = _last_in_capitals(names)
    if 0 < capitals < len(names):
        return _cased(" ".join(names[:-capitals])), _cased(" ".join(names[-capitals:])), True
    return _cased(" ".join(names[:-1])), _cased(names[-1]), len(names) == 2


def _last_in_capitals(names: list[str]) -> int:
    """How many of the last names are written in capitals, as systems print the family name."""
    count = 0
    for name in reversed(names):
        if len(name) < 2 or not name.isupper():
            break
        count += 1
    return count


def one_name(text: str) -> str | None:
    """A name that a letter gives by itself: a forename, a surname."""
    bare = " ".join(_TITLE.sub("", _IN_BRACKETS.sub("", text)).strip(" ,.;:-").split())
    return _cased(bare) if bare and len(bare) <= 60 and _NAME.match(bare) else None


def _cased(name: str) -> str:
    """Names in capitals as people write them: O'BRIEN-SMITH -> O'Brien-Smith."""
    if not name.isupper() or len(name) < 2:
        return name.strip()
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), name).strip()


def read_yes_no(text: str) -> bool | None:
    """A yes or a no at the front of a value; None for anything else."""
    first = " ".join(re.findall(r"[\w’']+", text.casefold())[:2])
    book = vocabulary()
    for answer in ("no", "yes"):
        if any(first == said or first.split(" ")[0] == said for said in book[answer]["says"]):
            return answer == "yes"
    return None


def read_language(text: str) -> str | None:
    """The code of the first language of ours that is named."""
    names = _languages()
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        if word in names:
            return names[word]
    return None


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    return {said: code for code, says in vocabulary()["languages"].items() for said in says}
