"""What a service must name before people's records may be kept in it."""

from dataclasses import dataclass

ASKED = {
    "clinical_safety_officer": "clinical safety officer",
    "data_protection_contact": "data-protection contact",
    "safeguarding_lead": "safeguarding lead",
    "duty_phone": "duty phone",
    "duty_hours": "duty hours",
}


@dataclass(frozen=True)
class Named:
    """A service, what it has named (as in `Assurance`), and its practices' signed agreements."""

    service: str
    assurance: dict[str, str]
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    silent: tuple[str, ...] = ()  # practices without an e-mail address for receipts


def missing(named: Named) -> list[str]:
    """One sentence for each thing that is still to be named. Empty: the service is ready."""
    sentences = [
        f"{named.service}: name the {words}."
        for key, words in ASKED.items()
        if not named.assurance.get(key, "").strip()
    ]
    sentences += [
        f"{named.service}: write down when {practice} signed its agreement."
        for practice in named.unsigned
    ]
    sentences += [
        f"{named.service}: write the e-mail address of {practice}, for receipts."
        for practice in named.silent
    ]
    if not named.signed and not named.unsigned:
        sentences.append(f"{named.service}: name a practice that has signed an agreement.")
    return sentences
