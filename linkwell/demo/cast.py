"""The cast: everybody that tests, pictures and the try-out meet. All of them are invented."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from linkwell.people.rules import Channel, Safe
from linkwell.referrals.rules import Help, NewContact, Wants

_CAST = UUID("0f0d6e0a-4f0a-5a57-9d7c-6d6f5b1a7c01")

OAKMERE, LOCK_LANE, FERNHILL = "Oakmere Surgery", "Lock Lane Medical Centre", "Fernhill Practice"


@dataclass(frozen=True)
class Staff:
    """Somebody with an account: the key in addresses, and what the demo page says."""

    key: str
    email: str
    name: str
    line: str


@dataclass(frozen=True, kw_only=True)
class CastPerson:
    """Somebody who was referred. `taken_by` is the staff key of who accepted, if anybody did."""

    key: str
    given_name: str
    family_name: str
    born: date
    words: str
    practice: str = OAKMERE
    referred_by: str = "Dr Amara Osei, GP"
    sent_by: str = "amara"
    wants: Wants = Wants.YES
    nhs_number: str | None = None
    contacts: tuple[NewContact, ...] = ()
    address: tuple[str, str] = ("", "")
    hide_address: bool = False
    language: str = "en"
    helps: frozenset[Help] = frozenset()
    taken_by: str | None = None
    line: str = ""  # what the demo page says; empty: not on it

    @property
    def submission_key(self) -> UUID:
        return uuid5(_CAST, self.key)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


TEAM = (
    Staff(
        "nadia", "nadia@millrace.example", "Nadia Rahman", "Link worker, employed by the network."
    ),
    Staff(
        "tom",
        "tom@bridgestreet.example",
        "Tom Ibbotson",
        "Link worker for a charity, serves two practices.",
    ),
    Staff(
        "ruth",
        "ruth@millrace.example",
        "Ruth Calloway",
        "Supervisor. Sees the whole team’s people.",
    ),
)
PRACTICE = (
    Staff(
        "amara",
        "amara.osei@oakmere.example",
        "Dr Amara Osei",
        "GP. Refers, and hears what came of it.",
    ),
    Staff(
        "gemma",
        "gemma.stott@oakmere.example",
        "Gemma Stott",
        "Receptionist. Refers for the practice.",
    ),
)
RUNNING = (
    Staff(
        "helen",
        "helen@millrace.example",
        "Helen Brightmore",
        "Manager. Sees how the service stands.",
    ),
    Staff(
        "marcus",
        "marcus@millrace.example",
        "Marcus Fell",
        "Privacy lead. Sees who looked, and why.",
    ),
)
NEXT_DOOR = (
    Staff(
        "kieran",
        "kieran@peakside.example",
        "Kieran Doyle",
        "Link worker in another service. Must see nothing.",
    ),
    Staff(
        "beth",
        "beth.lonsdale@fernhill.example",
        "Dr Beth Lonsdale",
        "GP in another town.",
    ),
)
STAFF = {staff.key: staff for staff in (*TEAM, *PRACTICE, *RUNNING, *NEXT_DOOR)}


def _phone(value: str, safe: Safe = Safe.YES, times: str = "") -> NewContact:
    return NewContact(Channel.PHONE, value, safe, times)


def _text(value: str, safe: Safe = Safe.YES) -> NewContact:
    return NewContact(Channel.TEXT, value, safe)


PEOPLE = (
    CastPerson(
        key="maureen",
        given_name="Maureen",
        family_name="Ashdown",
        born=date(1951, 11, 3),
        nhs_number="9990041059",
        words="Widowed in March, low, lives alone. Used to sing in a choir. Says she would like to"
        " hear other people’s voices in the week. Knows what a link worker does and wants it.",
        contacts=(_phone("0161 496 0121", times="Landline, mornings. No messages"),),
        address=("4 Millrace Lane, Sale", "M33 7BZ"),
        helps=frozenset({Help.STEP_FREE}),
        taken_by="nadia",
        line="75, used to sing. Opens her own page.",
    ),
    CastPerson(
        key="farida",
        given_name="Farida",
        family_name="Anwar",
        born=date(1980, 2, 17),
        nhs_number="9990041067",
        words="Looks after her mother day and night and has no time for herself. Worried about"
        " money. Speaks and reads Urdu.",
        contacts=(_phone("07700 900144", times="After 1pm"), _text("07700 900144")),
        address=("19 Station Road, Urmston", "M41 9SB"),
        language="ur",
        helps=frozenset({Help.INTERPRETER, Help.WOMAN}),
        taken_by="nadia",
        line="Reads Urdu, not English.",
    ),
    CastPerson(
        key="jo",
        given_name="Jo",
        family_name="Marsden",
        born=date(1991, 7, 9),
        nhs_number="9990041075",
        words="Moved here in a hurry with two children and knows nobody. Needs furniture, and"
        " somebody to talk to about school places.",
        referred_by="Gemma Stott, reception",
        sent_by="gemma",
        contacts=(
            _phone("07700 900188", times="Only 10am to noon, ask for Jo first"),
            NewContact(Channel.POST, "No letters", Safe.NO),
        ),
        address=("7 Hidden Garth, Stretford", "M32 0JT"),
        hide_address=True,
        taken_by="tom",
        line="Her address is hidden from everyone.",
    ),
    CastPerson(
        key="alan",
        given_name="Alan",
        family_name="Whittle",
        born=date(1958, 5, 30),
        nhs_number="9990041083",
        words="Not sleeping since he stopped work. We talked about a link worker. He would rather"
        " not, this time.",
        wants=Wants.NO,
        line="Said no, this time. The door stays open.",
    ),
    CastPerson(
        key="derek",
        given_name="Derek",
        family_name="Lomas",
        born=date(1968, 2, 3),
        nhs_number="9990041091",
        words="Lost his job at the depot in January, behind with the rent. Says he has stopped"
        " seeing his mates.",
        contacts=(_text("07700 900418", Safe.NOT_ASKED),),
        address=("Flat 2, 88 Barton Road, Stretford", "M32 9QA"),
    ),
    CastPerson(
        key="joan",
        given_name="Joan",
        family_name="Fairclough",
        born=date(1945, 1, 22),
        nhs_number="9990041105",
        words="Has not been out since her fall. Gets her shopping from a neighbour who is moving.",
        practice=LOCK_LANE,
        referred_by="Sister Mary Obi, practice nurse",
        sent_by="link",
        contacts=(_phone("0161 496 0127"),),
        address=("31 Dane Road, Sale", "M33 7BP"),
        helps=frozenset({Help.LARGE_PRINT, Help.STEP_FREE}),
    ),
    CastPerson(
        key="piotr",
        given_name="Piotr",
        family_name="Zielinski",
        born=date(1987, 9, 14),
        nhs_number="9990041113",
        words="Two jobs, letters from three lenders, does not open them any more. Asked for help"
        " himself.",
        referred_by="Gemma Stott, reception",
        sent_by="gemma",
        contacts=(_text("07700 900231"),),
        address=("12 Central Road, Partington", "M31 4FL"),
        language="pl",
    ),
    CastPerson(
        key="wendy",
        given_name="Wendy",
        family_name="Marlow",
        born=date(1962, 12, 5),
        nhs_number="9990041121",
        words="New to the area and misses her garden.",
        practice=FERNHILL,
        referred_by="Dr Beth Lonsdale, GP",
        sent_by="beth",
        contacts=(_phone("01632 960177"),),
        address=("2 Peak View, Buxton", "SK17 6BD"),
        taken_by="kieran",
    ),
)


# Who keeps which entry of the directory.
ENTRIES = {"len": "Towpath Walkers", "sunita": "Money Matters Desk"}


def groups() -> list[tuple[str, list[tuple[str | None, str, str]]]]:
    """The demo page: titles, and under each (key, name, line); no key where there is no page."""
    return [
        ("In the link worker team", _staff(TEAM)),
        ("At the practice", _staff(PRACTICE)),
        (
            "In the community",
            [
                (
                    "len",
                    "Len Farrow",
                    "Leads a walking group. Has a phone, no computer. Keeps its entry by a link.",
                ),
                (
                    "sunita",
                    "Sunita Varma",
                    "Debt adviser. Keeps her desk’s entry by a link, and gets one when somebody is"
                    " sent to her.",
                ),
            ],
        ),
        ("People", [(p.key, _shown(p), p.line) for p in PEOPLE if p.line]),
        ("Running it", _staff(RUNNING)),
        ("Next door", _staff(NEXT_DOOR[:1])),
    ]


def sign_in_lines() -> list[str]:
    """What `linkwell demo` prints: who to be, and what they see."""
    return [f"{name}: {line}" for _, people in groups() for key, name, line in people if key]


def _staff(staff: tuple[Staff, ...]) -> list[tuple[str | None, str, str]]:
    return [(one.key, one.name, one.line) for one in staff]


def _shown(person: CastPerson) -> str:
    return f"“{person.given_name}”" if person.hide_address else person.name
