"""Which of what a group says by its link waits for a curator before it counts."""

import re
from collections.abc import Iterator

from linkwell.directory.edits import EditField
from linkwell.needs.rules import danger_in

# Whoever has the link may not send people, calls or trust elsewhere before somebody has looked.
GUARDED = frozenset({
    EditField.NAME, EditField.RUN_BY, EditField.PLACE, EditField.PHONE, EditField.EMAIL,
    EditField.WEBSITE,
})  # fmt: skip
_SENTENCES = re.compile(r"(?<=[.!?;\n])\s+")
_SAFEGUARDING = re.compile(
    r"\b(safeguard\w*|dbs|crb|disclosure and barring|police.check\w*|vetted|vetting|criminal"
    r" record\w*|ofsted|cqc|first.aid\w*|child protection|regulated|accredit\w*|registered)\b",
    re.I,
)
_CONTACTS = re.compile(
    r"\S+@\S+|\b(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|uk|info|co)\b\S*"
    r"|\+?\d(?:[ ()-]{0,2}\d){8,}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    re.I,
)


def waits(field: EditField, was: str, said: str) -> bool:
    """Whether a curator looks before it counts: an address, a contact, who runs it; what is said
    about safeguarding, in whatever field; a contact that hides in another text; and words that can
    mean danger, where there were none."""
    if field in GUARDED:
        return True
    if set(_safeguarding(was)) != set(_safeguarding(said)):
        return True
    if contacts_in(said) - contacts_in(was):
        return True
    return bool(danger_in(said)) and not danger_in(was)


def contacts_in(text: str) -> frozenset[str]:
    """Numbers, addresses and postcodes that stand in a text."""
    return frozenset(
        re.sub(r"[ ()-]", "", found).casefold().rstrip(".,;") for found in _CONTACTS.findall(text)
    )


def _safeguarding(text: str) -> Iterator[str]:
    """The sentences in which it is claimed."""
    for sentence in _SENTENCES.split(text):
        if _SAFEGUARDING.search(sentence):
            yield " ".join(sentence.split()).casefold()
