"""A practice's letter, read: the fields of the referral form, the words they came from, how sure.

Pure: text in, fields out; nothing is kept. What is found is shown to be checked by whoever refers,
never taken for granted; what is not found stays empty and is asked for. A detail of somebody else
(next of kin, the GP, the practice) is worse than a gap, so in doubt it is left out. Words that mean
danger are never left out, wherever in the letter they stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from linkwell.referrals import values
from linkwell.referrals.lines import Entry, entries, lines_of, vocabulary
from linkwell.referrals.passages import carried_over, sentences
from linkwell.referrals.zones import Placed, Zone, bare, placed_in

MOST_TEXT = 200_000


class Field(StrEnum):
    """What a letter may hold, by the names of the referral form."""

    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    BIRTH_DATE = "birth_date"
    NHS_NUMBER = "number"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    HIDE_ADDRESS = "hide_address"
    LANGUAGE = "language"
    HELPS = "helps"
    WANTS = "wants"
    NOT_TOLD = "not_told"
    WORDS = "words"
    REFERRED_BY = "referred_by"


class Sure(StrEnum):
    CLEAR = "clear"  # the letter names it, and its form is right
    LIKELY = "likely"  # read from where it stands, or from a sentence
    CHECK = "check"  # two of them, or a form that does not fit


@dataclass(frozen=True)
class Found:
    """One field: its value as text (dates in ISO form, codes with spaces between)."""

    field: Field
    value: str
    words: str
    sure: Sure


@dataclass(frozen=True)
class Letter:
    found: tuple[Found, ...]
    danger_added: bool = False  # words that mean danger stood outside what was carried over
    cut: bool = False  # the letter says more than the form takes

    def __getitem__(self, field: Field) -> Found | None:
        return next((one for one in self.found if one.field is field), None)


_OWN = (Zone.PERSON, Zone.BODY)
_DEAR = re.compile(r"^(?:dear|to whom)\b", re.IGNORECASE)


def read(text: str, *, today: date) -> Letter:
    """What the letter says. Any text will do; a text that is no letter finds little."""
    text = text[:MOST_TEXT]
    lines = lines_of(text)
    placed = placed_in(entries(lines))
    found: list[Found] = []
    for reader in (_names, _birth_date, _nhs_number, _phone, _home, _language, _helps, _wants):
        found += reader(placed, today)
    found += _said_with_care(placed)
    found += _referrer(placed)
    told = carried_over(placed, lines, text)
    if told.text:
        sure = Sure.CLEAR if told.named else Sure.LIKELY
        found.append(Found(Field.WORDS, told.text, told.text, sure))
    return Letter(tuple(found), told.danger_added, told.cut)


def _own(placed: Iterable[Placed], *labels: str) -> list[Entry]:
    """What the letter calls so, of the person and with something in it."""
    return [
        one.entry
        for one in placed
        if one.zone in _OWN and one.entry.label in labels and one.entry.value
    ]


def _one(field: Field, said: Sequence[tuple[str, str, Sure]]) -> Iterator[Found]:
    """The first of these values; to be checked when the letter gives several."""
    if said:
        value, words, sure = said[0]
        several = len({value for value, _, _ in said}) > 1
        yield Found(field, value, words, Sure.CHECK if several else sure)


_ASKED_TO_SEE = re.compile(
    r"\b(?:refer(?:ring)?|see(?:ing)?|about|for|regarding|introduce)\s+"
    r"(?:this \w+,?\s+|my patient,?\s+)?"
    r"(?P<title>(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+)?"
    r"(?P<name>[A-Z][\w’'\-]+(?:\s+[A-Z][\w’'\-]+){1,3})",
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][\w’'\-]+(?:\s+[A-Z][\w’'\-]+){1,3}")


def _names(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    parts = {
        label: [
            (name, entry.words, Sure.CLEAR)
            for entry in _own(placed, label)
            if (name := values.one_name(entry.value))
        ]
        for label in ("given_name", "family_name")
    }
    whole = list(_whole_names(placed))
    for field, place in ((Field.GIVEN_NAME, 0), (Field.FAMILY_NAME, 1)):
        said = parts[field.value] or [
            (names[place], words, sure) for names, words, sure in whole if names[place]
        ]
        yield from _one(field, said)


def _whole_names(placed: Sequence[Placed]) -> Iterator[tuple[tuple[str, str], str, Sure]]:
    """Names that stand whole: named, in a banner or, without these, in a sentence."""
    named = 0
    born = {one.entry.line for one in placed if one.entry.label == "birth_date"}
    for one in placed:
        entry = one.entry
        banner = not entry.label and entry.line in born and one.zone is not Zone.SOMEBODY_ELSE
        if banner or (entry.label == "name" and one.zone in _OWN):
            read = _first_name_in(entry.value)
            if read:
                named += 1
                yield read[:2], entry.words, Sure.CLEAR if read[2] else Sure.LIKELY
    if named:
        return
    for one in placed:
        if one.zone in (Zone.BODY, Zone.PERSON, Zone.HEAD) and not one.entry.label:
            hit = _ASKED_TO_SEE.search(one.entry.value) or _TITLED.search(one.entry.value)
            read = values.read_name(hit.groupdict().get("name") or hit[0]) if hit else None
            if hit and read:
                yield read[:2], hit[0], Sure.LIKELY if read[2] else Sure.CHECK
                return


def _first_name_in(value: str) -> tuple[str, str, bool] | None:
    """The name at the front of a value: all of it, or what stands before a comma or a number."""
    front = re.split(r"\s*[-–—]\s+|\s*\d|;", value)[0].strip(" ,")
    for text in (front, ",".join(front.split(",")[:2]), front.split(",")[0]):
        surname_first = "," not in text or text.split(",")[0].isupper() or text == front
        if surname_first and (read := values.read_name(text)):
            return read
    return None


def _birth_date(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    said = [
        (read[0].isoformat(), entry.words, Sure.CLEAR if read[1] else Sure.CHECK)
        for entry in _own(placed, "birth_date")
        if (read := values.read_date(entry.value, today))
    ]
    yield from _one(Field.BIRTH_DATE, said)


def _nhs_number(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    said = [
        (read[0], entry.words, Sure.CLEAR if read[1] else Sure.CHECK)
        for entry in _own(placed, "nhs_number")
        if (read := values.read_nhs_number(entry.value))
    ]
    loose = [
        (read[0], one.entry.words, Sure.LIKELY)
        for one in placed
        if one.zone in _OWN and not one.entry.label
        if (read := values.read_nhs_number(one.entry.value)) and read[1]
    ]
    yield from _one(Field.NHS_NUMBER, said or loose)


def _phone(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    """A mobile before a landline: it can also be sent a text, if that is safe."""
    for label in ("mobile", "phone"):
        said = [
            (number, entry.words, Sure.CLEAR)
            for entry in _own(placed, label)
            if (number := values.read_phone(entry.value))
        ]
        if said:
            yield from _one(Field.PHONE, said)
            return


def _home(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    """The address, from its label or below the name, and the postcode at its end or by itself."""
    for place, one in enumerate(placed):
        if one.zone in _OWN and one.entry.label == "address":
            yield from _address(one.entry, _below(placed, place), Sure.CLEAR)
            break
    else:
        for place, one in enumerate(placed):
            below = _below(placed, place) if one.zone in _OWN else []
            if one.entry.label == "name" and any(map(values.find_postcode, below)):
                yield from _address(replace(one.entry, value="", words=""), below, Sure.LIKELY)
                break
    for entry in _own(placed, "postcode"):
        if found := values.find_postcode(entry.value):
            yield Found(Field.POSTCODE, found[0], entry.words, Sure.CLEAR)


def _below(placed: Sequence[Placed], place: int) -> list[str]:
    """The lines of text right below an entry, as far as a postcode."""
    lines, start = list[str](), placed[place].entry.line
    last = start
    for one in placed[place + 1 : place + 10]:
        if one.entry.line == start:
            continue
        if one.entry.label or one.entry.line > last + 2 or len(one.entry.value) > 80:
            break
        last = one.entry.line
        lines.append(one.entry.value)
        if values.find_postcode(one.entry.value):
            break
    return lines


def _address(entry: Entry, below: Sequence[str], sure: Sure) -> Iterator[Found]:
    lines = [entry.value] if entry.value else []
    if not any(map(values.find_postcode, lines)) and any(map(values.find_postcode, below)):
        lines += below
    whole = ", ".join(line.strip(" ,") for line in lines)
    words = " ".join([entry.words, *lines[1 if entry.value else 0 :]]).strip()
    found = values.find_postcode(whole)
    if found:
        yield Found(Field.POSTCODE, found[0], words, sure)
    street = whole[: found[1]].strip(" ,") if found else whole
    if street:
        yield Found(Field.ADDRESS, street[:200], words, sure)


def _language(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    said = [
        (code, entry.words, Sure.CLEAR)
        for entry in _own(placed, "language")
        if (code := values.read_language(entry.value))
    ]
    yield from _one(Field.LANGUAGE, said)


def _helps(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    """What helps somebody take part: as a yes, or in the words of a sentence."""
    found: dict[str, str] = {}
    for entry in _own(placed, "interpreter"):
        if values.read_yes_no(entry.value) or values.read_language(entry.value):
            found["interpreter"] = entry.words
    for one in placed:
        if one.zone in (Zone.HEAD, Zone.SIGNED, Zone.SOMEBODY_ELSE):
            continue
        for code, says in vocabulary()["helps"].items():
            if any(said in one.entry.words.casefold() for said in says):
                found.setdefault(code, one.entry.words)
    if found:
        yield Found(Field.HELPS, " ".join(sorted(found)), "; ".join(found.values()), Sure.LIKELY)


_AGREES = re.compile(
    r"\b(?:consent(?:s|ed)? to (?:this|the|being|a)|happy to be (?:referred|contacted)"
    r"|agree(?:s|d) to (?:this referral|the referral|be referred|being referred)"
    r"|(?:keen|would like) to be referred)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|declin\w*|refus\w*)\b|n[’']t\b", re.IGNORECASE)


def _wants(placed: Sequence[Placed], today: date) -> Iterator[Found]:
    said = [
        ("yes" if answer else "no", entry.words, Sure.CLEAR)
        for entry in _own(placed, "wants")
        if (answer := values.read_yes_no(entry.value)) is not None
    ]
    agrees = [
        ("yes", sentence, Sure.LIKELY)
        for sentence in sentences(placed)
        if _AGREES.search(sentence) and not _NOT.search(sentence)
    ]
    yield from _one(Field.WANTS, said or agrees[:1])


def _said_with_care(placed: Sequence[Placed]) -> Iterator[Found]:
    """Who must not be told, and an address that is to stay hidden: always to be checked."""
    spoken = [(sentence, f" {bare(sentence)} ") for sentence in sentences(placed)]
    careful = [sentence for sentence, plain in spoken if _says("careful", plain)]
    if careful:
        words = " ".join(dict.fromkeys(careful))[:300]
        yield Found(Field.NOT_TOLD, words, words, Sure.CHECK)
    hidden = [sentence for sentence, plain in spoken if _says("hidden", plain)]
    if hidden:
        yield Found(Field.HIDE_ADDRESS, "on", hidden[0][:300], Sure.CHECK)


def _says(name: str, plain: str) -> bool:
    return _sayings(name).search(plain) is not None


@cache
def _sayings(name: str) -> re.Pattern[str]:
    said = (re.escape(bare(words)) for words in vocabulary()[name]["says"])
    return re.compile(f" (?:{'|'.join(said)}) ")


def _referrer(placed: Sequence[Placed]) -> Iterator[Found]:
    """Who refers: named by the letter, else who signed it."""
    for entry in (one.entry for one in placed if one.entry.label == "referred_by"):
        if entry.value:
            role = next((o.entry.value for o in placed if o.entry.label == "role"), "")
            who = f"{entry.value}, {role}" if role and role not in entry.value else entry.value
            yield Found(Field.REFERRED_BY, who[:100], entry.words, Sure.CLEAR)
            return
    signed = [o.entry.words for o in placed if o.zone is Zone.SIGNED][1:4]
    for place, line in enumerate(signed):
        name, _, rest = line.partition(",")
        if values.read_name(name):
            below = signed[place + 1] if place + 1 < len(signed) else ""
            fits = below and len(below) <= 40 and not re.search(r"\d|@", below)
            role = rest.strip() or (below if fits else "")
            who = f"{name.strip()}, {role}" if role else name.strip()
            yield Found(Field.REFERRED_BY, who[:100], who, Sure.LIKELY)
            return
