"""Names, addresses and sentences as publishers write them, made fit to read."""

import re
from string import ascii_lowercase
from urllib.parse import urlsplit

_SMALL = frozenset({"a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or",
                    "the", "to", "upon", "with"})  # fmt: skip
_CAPITALS = frozenset({
    "AA", "ADHD", "AIDS", "BAME", "BBC", "BME", "CAB", "CAP", "CE", "CIC", "CIO", "COPD", "ESOL",
    "EU", "FC", "GM", "GP", "HIV", "II", "III", "IV", "LGBT", "LGBTQ", "LGBTQ+", "MBC", "MP",
    "MS", "NCT", "NE", "NHS", "NSPCC", "NW", "PCC", "PE", "PTA", "PTFA", "PTSA", "RAF", "RC",
    "RNIB", "RSPCA", "RUFC", "SE", "SEN", "SEND", "SW", "UCAN", "UK", "URC", "USA", "VCSE", "WEA",
    "WI", "YMCA", "YPSF", "YWCA",
})  # fmt: skip
_SHORT_WORDS = frozenset(
    {"dr", "fr", "jr", "ltd", "mr", "mrs", "rd", "sr", "st", "ctr", "by", "my"}
)
_VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.ASCII)
_NO_SMALL = {ord(letter): None for letter in ascii_lowercase}
_WHOLE = re.compile(r"(\d{1,9}) ?(?:years?(?: old)?|yrs?|places?)?", re.I | re.ASCII)
_AND_OVER = re.compile(r" ?(?:\+|plus|and (?:over|above|older))$", re.I)
_PHONE = re.compile(r"\+?[\d() -]{6,20}")


def name(text: str) -> str:
    """A name in capitals as one would write it; any other name as it stands.

    "THE FRIENDS OF ST. ANNE'S PTA" -> "The Friends of St. Anne's PTA". Known initials and short
    words without a vowel stay in capitals.
    """
    tidy = re.sub(r"\s+([),.])", r"\1", text).strip(" ,;")
    return _from_capitals(tidy) if tidy.isupper() and len(tidy) > 5 else tidy


def prose(text: str) -> str:
    """A text that shouts, in sentences; any other as it stands.

    E-mail addresses are left out, since they are often one person's.
    """
    words = " ".join((_EMAIL.sub("", text) if "@" in text else text).split())
    if len(words.translate(_NO_SMALL)) < 0.8 * len(words):
        return words  # nearly every text has more small letters than that, and this is quick
    letters = [ch for ch in words if ch.isalpha()]
    if len(letters) < 20 or sum(ch.isupper() for ch in letters) < 0.8 * len(letters):
        return words
    lower = _WORD.sub(lambda match: _sentence_word(match[0]), words)
    return re.sub(r"(^|[.!?]\s+)([^\W\d_])", lambda match: match[1] + match[2].upper(), lower)


def website(text: str) -> str:
    """The first web address in the text, whole, or "" when there is none that could be right."""
    for word in text.split():
        address = word.strip("<>()[]\"',;")
        if "://" not in address:
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            continue
        host = (parts.hostname or "").lower()
        if parts.scheme.lower() in ("http", "https") and _HOST.fullmatch(host):
            if "@" in parts.netloc or len(address) > 500:
                continue
            netloc = host if port is None else f"{host}:{port}"
            return parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()
    return ""


def phone(text: str) -> str:
    """A phone number as written, or "" when it is none."""
    number = text.strip()
    return number if _PHONE.fullmatch(number) and sum(ch.isdigit() for ch in number) >= 3 else ""


def email(text: str) -> str:
    """An e-mail address as written; empty when it cannot be one."""
    found = text.strip()
    return found if len(found) <= 254 and _EMAIL.fullmatch(found) else ""


def whole(text: str, *, most: int) -> int | None:
    """A whole number: an age in years ("18 years"), places that are free. None when none is
    written."""
    found = _WHOLE.fullmatch(text.strip())
    return int(found[1]) if found and int(found[1]) <= most else None


def at_least(text: str, *, most: int) -> int | None:
    """The number from which it begins: "16+", "18 years and over"."""
    return whole(_AND_OVER.sub("", text.strip()), most=most)


def _from_capitals(text: str) -> str:
    return _WORD.sub(lambda match: _title_word(match[0], starts=_starts(text, match)), text)


def _starts(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()
    return not before or before[-1] in "(-–:/&"


def _title_word(word: str, *, starts: bool) -> str:
    lower = word.lower()
    if _stays_in_capitals(word) and lower not in _SMALL:
        return word
    if lower in _SMALL and not starts:
        return lower
    if lower[0].isdigit():
        return lower
    for apart in "'’":
        first, mark, rest = lower.partition(apart)
        if mark and len(first) == 1 and len(rest) > 2:  # O'Brien, not Anne's
            return first.upper() + mark + rest.capitalize()
    return lower.capitalize()


def _sentence_word(word: str) -> str:
    return word if word in _CAPITALS or word == "I" else word.lower()


def _stays_in_capitals(word: str) -> bool:
    lower = word.lower()
    if word in _CAPITALS:
        return True
    return (
        len(word) > 1
        and lower.isalpha()
        and lower not in _SHORT_WORDS
        and not (_VOWELS & set(lower))
    )
