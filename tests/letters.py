"""Letters as practices' systems print them, about one invented person, and as files of each kind.

Every layout says the same facts in its own way, with the practice's own details, a GP and a next of
kin around them that must not be taken for the person's.
"""

import io
from dataclasses import dataclass
from datetime import date

import docx

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


def as_docx(text: str) -> bytes:
    """A Word file: lines with tabs become a table's rows, the others paragraphs."""
    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            table = document.add_table(rows=1, cols=len(cells))
            for cell, words in zip(table.rows[0].cells, cells, strict=True):
                cell.text = words
        else:
            document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_rtf(text: str) -> bytes:
    lines = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").splitlines()
    body = "\\par\n".join(line.replace("\t", "\\tab ") for line in lines)
    escaped = "".join(ch if ord(ch) < 128 else f"\\u{ord(ch)}?" for ch in body)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {escaped}}}".encode("ascii")


def as_html(text: str) -> bytes:
    def row(line: str) -> str:
        cells = line.replace("&", "&amp;").replace("<", "&lt;").split("\t")
        if len(cells) > 1:
            return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"
        return f"<p>{cells[0].replace('  ', '&nbsp; ')}</p>"

    rows = "\n".join(row(line) for line in text.splitlines())
    style = "<style>p{color:red}</style><script>alert('Name: Nobody Here')</script>"
    return f"<!doctype html><html><head>{style}</head><body>{rows}</body></html>".encode()


def as_pdf(text: str) -> bytes:
    """A PDF with one font, one page for every 60 lines; tabs become columns."""
    lines = [line.replace("\t", "        ") for line in text.splitlines()]
    pages = [lines[at : at + 60] for at in range(0, len(lines), 60)] or [[]]
    objects = [b"", b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"]
    kids = []
    for page in pages:
        shown = "\n".join(
            f"({line.replace(chr(92), chr(92) * 2).replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*"  # noqa: E501
            for line in page
        )
        stream = f"BT /F1 9 Tf 12 TL 40 800 Td {shown} ET".encode("cp1252", "replace")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 1 0 R/MediaBox[0 0 900 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 2 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    objects.append(b"<</Type/Catalog/Pages 1 0 R>>")
    return _pdf(objects)


def _pdf(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + trailer % (len(objects) + 1, len(objects), start)


FILES = {"docx": as_docx, "rtf": as_rtf, "html": as_html, "pdf": as_pdf}
