"""What a letter tells in words: which passages are carried over into the referral."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linkwell.needs.rules import danger_in, passage
from linkwell.referrals.zones import Placed, Zone, bare

MOST_WORDS = 4000  # characters that the form takes
_KEPT_FOR_DANGER = 800  # of these
_SALUTATION = re.compile(
    r"^(?:dear|to whom|re:|yours|thank you for (?:seeing|your))\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Told:
    """`named`: the letter calls it the reason. `danger_added`: from outside these passages."""

    text: str
    named: bool = False
    danger_added: bool = False
    cut: bool = False


def carried_over(placed: Sequence[Placed], lines: Sequence[str], whole: str) -> Told:
    """The reason as the letter names it, else its running text; never the printed record.

    Sentences with words that mean danger come along from wherever they stand.
    """
    text = _reason(placed)
    named = bool(text)
    text = text or _body(placed, lines)
    short = _shortened(text)
    missing = _danger_outside(short, whole)
    if missing:
        lines = "\n".join(f"The letter also says: “{sentence}”" for sentence in missing)
        short = f"{short}\n\n{lines}".strip()
    return Told(short, named, bool(missing), len(_shortened(text)) < len(text))


def sentences(placed: Sequence[Placed]) -> Iterator[str]:
    """The sentences of the letter, without letterhead and signature."""
    runs, last = list[str](), -9
    for one in placed:
        entry = one.entry
        if one.zone in (Zone.HEAD, Zone.SIGNED):
            continue
        full_line = bool(runs) and len(runs[-1].split("\n")[-1]) > 45
        if not entry.label and entry.line <= last + 1 and full_line:
            runs[-1] += f"\n{entry.words}"
        else:
            runs.append(entry.words)
        last = entry.line
    for run in runs:
        parts = re.split(r"(?<=[.!?;])\s+", " ".join(run.split()))
        yield from (part for part in parts if part)


def _reason(placed: Sequence[Placed]) -> str:
    """What stands after a label such as "Reason for referral", as far as the next label."""
    parts, taking, last = list[str](), False, 0
    for one in placed:
        entry = one.entry
        if entry.label:
            taking = entry.label == "words" and one.zone in (Zone.PERSON, Zone.BODY)
            if taking and entry.value:
                parts.append(entry.value)
        elif taking and one.zone in (Zone.PERSON, Zone.BODY):
            parts.append(("\n" if entry.line > last + 1 and parts else "") + entry.value)
        else:
            taking = False
        last = entry.line
    return _joined(parts)


def _body(placed: Sequence[Placed], lines: Sequence[str]) -> str:
    """The letter's running text, from the salutation, or from the person's details on."""
    dear = any(one.zone is Zone.BODY for one in placed)
    parts, last, seen = list[str](), 0, -1
    for one in placed:
        line = one.entry.line
        first, seen = line != seen, line
        fits = one.zone is Zone.BODY or (not dear and one.zone in (Zone.PERSON, Zone.HEAD))
        text = " ".join(lines[line].split())
        if first and fits and not one.entry.label and _is_prose(text):
            parts.append(("\n" if line > last + 1 and parts else "") + text)
            last = line
    return _joined(parts)


def _is_prose(text: str) -> bool:
    """Words of a sentence, and no line of an address or a heading."""
    return len(bare(text).split()) >= 4 and not _SALUTATION.match(text)


def _joined(parts: Sequence[str]) -> str:
    """Lines of one paragraph run on; paragraphs stand apart."""
    text = " ".join(parts).replace(" \n", "\n\n")
    return re.sub(r"[ \t]+", " ", text).strip()


def _shortened(text: str) -> str:
    """As much as the form takes, to the end of a sentence."""
    room = MOST_WORDS - _KEPT_FOR_DANGER
    if len(text) <= room:
        return text
    front = text[:room]
    end = max(front.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return front[: end + 1 if end > room // 2 else room].strip()


def _danger_outside(carried: str, whole: str) -> list[str]:
    """Sentences of the letter with words that mean danger which are not carried over yet."""
    known = {bare(danger.words) for danger in danger_in(carried)}
    found, room = dict[str, None](), _KEPT_FOR_DANGER
    for danger in danger_in(whole):
        if bare(danger.words) in known:
            continue
        known.add(bare(danger.words))
        sentence = passage(whole, danger)
        if len(sentence) + 30 <= room:
            room -= len(sentence) + 30
            found[sentence] = None
    return list(found)
