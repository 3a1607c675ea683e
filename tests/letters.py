"""Letters as practices' systems print them, about one invented person.

Every layout says the same facts in its own way, with the practice's own details, a GP and a next of
kin around them that must not be taken for the person's.
"""

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Somebody:
    given: str = "Derek"
    family: str = "Lomas"
    born: date = date(1968, 2, 3)
    number: str = "999 004 1091"
    phone: str = "07700 900418"
    street: str = "Flat 2, 88 Barton Road, Stretford"
    postcode: str = "M32 9QA"
    words: str = (
        "Lost his job at the depot in January and is behind with the rent. "
        "Says he has stopped seeing his mates."
    )
    referrer: str = "Dr Amara Osei"

    @property
    def short_born(self) -> str:
        return f"{self.born:%d-%b-%Y}"


HEAD = """Oakmere Surgery
12 Mill Street, Sale, M33 7XX
Tel: 0161 496 0111   Fax: 0161 496 0112
www.oakmere.example

25-Nov-2026
"""
KIN = """
Next of kin: Susan Lomas (sister)
Tel: 07700 900999
"""


def emis_letter(who: Somebody) -> str:
    return f"""{HEAD}
Dear Colleague

Re: Mr {who.given} {who.family.upper()}, DOB {who.short_born}, NHS No: {who.number}
{who.street.replace(", ", chr(10))}
{who.postcode}
Mobile: {who.phone}

Thank you for seeing this gentleman.
{who.words}
He consents to this referral.
{KIN}
Problems
Active
Essential hypertension (2011)
Medication
Amlodipine 5mg tablets, one daily

Yours sincerely

{who.referrer}
GP
"""


def systmone_form(who: Somebody) -> str:
    return f"""{HEAD}
REFERRAL TO SOCIAL PRESCRIBING

Patient Details
Patient Name:\t{who.family.upper()}, {who.given} (Mr)
Date of Birth:\t{who.born:%d %b %Y} (58y)
NHS Number:\t{who.number.replace(" ", "")}
Home Address:\t{who.street}, {who.postcode}
Home Telephone:\t0161 496 0127
Mobile Telephone:\t{who.phone}
Main spoken language:\tEnglish
Interpreter required:\tNo

Registered GP:\tDr Paul Noakes
Practice:\tOakmere Surgery
Practice Telephone:\t0161 496 0111

Reason for Referral:\t{who.words}
Consent to referral:\tYes, verbal
Referred by:\t{who.referrer}
"""


def vision_lines(who: Somebody) -> str:
    return f"""Oakmere Surgery

Name: Mr {who.given} {who.family}
Date of Birth: {who.born:%d/%m/%Y}
NHS No.: {who.number}
Address: {who.street}
{who.postcode}
Tel. No.: {who.phone}

Next of Kin: Susan Lomas  Tel: 07700 900999

Reason for referral
{who.words}

Past Medical History
2011 Essential hypertension

Kind regards
{who.referrer}, GP
"""


def banner(who: Somebody) -> str:
    """The patient banner of NHS systems, then running text."""
    return f"""{who.family.upper()}, {who.given} (Mr)    Born {who.short_born} (58y)    Gender Male    NHS No. {who.number}
Address {who.street}, {who.postcode}    Phone and email  {who.phone}
Mobile: {who.phone}

Dear team

{who.words}

Many thanks
{who.referrer}
General Practitioner
"""  # noqa: E501


def rows_of_headings(who: Somebody) -> str:
    """A row of headings over a row of values."""
    return f"""SOCIAL PRESCRIBING REFERRAL FORM

Surname\tForename\tDOB\tNHS Number
{who.family}\t{who.given}\t{who.born:%d/%m/%Y}\t{who.number}

Address\tPostcode\tMobile
{who.street}\t{who.postcode}\t{who.phone}

GP Name\tPractice\tPractice Tel
Dr Paul Noakes\tOakmere Surgery\t0161 496 0111

Reason for referral
{who.words}

Referrer name\tRole
{who.referrer}\tGP
"""


def labels_above(who: Somebody) -> str:
    """Each label above its value, as converted forms come out."""
    return f"""Referral form

First name
{who.given}
Last name
{who.family}
Date of birth
{who.born.day} {who.born:%B %Y}
NHS number
{who.number}
Contact number
{who.phone}
Home address
{who.street}
{who.postcode}

Emergency contact
Susan Lomas
07700 900999

Presenting problem
{who.words}

Completed by
{who.referrer}
"""


def several_in_a_line(who: Somebody) -> str:
    return f"""{HEAD}
Title: Mr  Surname: {who.family.upper()}  Forename(s): {who.given}  DOB: {who.short_born}
NHS Number: {who.number}  Mobile: {who.phone}  Home tel: 0161 496 0127
Address: {who.street}  Postcode: {who.postcode}
Usual GP: Dr Paul Noakes  Surgery: Oakmere Surgery  Surgery Tel: 0161 496 0111

Reason for referral: {who.words}
Referrer: {who.referrer}  Job title: GP
"""


def free_letter(who: Somebody) -> str:
    return f"""{HEAD}
Dear link worker

I would like to refer Mr {who.given} {who.family}, born {who.born.day} {who.born:%B %Y}, NHS number {who.number}.
{who.words}
He is happy to be contacted on his mobile: {who.phone}.

With best wishes
{who.referrer}
"""  # noqa: E501


def email(who: Somebody) -> str:
    return f"""From: reception@oakmere.example
To: office@millrace.example
Subject: new referral

Name - {who.given} {who.family}
DOB - {who.born.day}.{who.born.month}.{who.born.year}
NHS no - {who.number.replace(" ", "-")}
Address - {who.street}, {who.postcode}
Mobile - {who.phone}
Reason for referral - {who.words}
Consent - yes

Thanks
{who.referrer}
"""


def columns(who: Somebody) -> str:
    """Two columns kept apart with spaces, as text of a PDF comes out."""
    rows = [
        ("Patient name", f"{who.given} {who.family}"),
        ("Date of birth", f"{who.short_born} (58 years)"),
        ("NHS number", who.number),
        ("Address", f"{who.street}, {who.postcode}"),
        ("Mobile number", who.phone),
        ("GP practice", "Oakmere Surgery"),
        ("Practice telephone", "0161 496 0111"),
    ]
    table = "\n".join(f"{label:<28}{value}" for label, value in rows)
    return f"{table}\n\nReason for referral\n{who.words}\n\nReferred by: {who.referrer}\n"


LAYOUTS = {
    layout.__name__: layout
    for layout in (
        emis_letter,
        systmone_form,
        vision_lines,
        banner,
        rows_of_headings,
        labels_above,
        several_in_a_line,
        free_letter,
        email,
        columns,
    )
}
