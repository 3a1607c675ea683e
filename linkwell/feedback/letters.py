"""A message to the practice as tagged PDF (PDF/UA-1), drawn anew each time from the frozen text."""

import json

import typst

from linkwell.feedback.queries import Told
from linkwell.feedback.rules import Whose
from linkwell.kernel.clock import LONDON

_PAGE = b"""
#let it = json(bytes(sys.inputs.it))
#set document(title: it.title)
#set page(paper: "a4", margin: 25mm)
#set text(size: 12pt, lang: "en", region: "gb")
#set par(leading: 0.8em)
= #it.title
#v(6pt)
#for line in it.about [#line \\ ]
#v(6pt)
#for line in it.lines [#line #parbreak()]
#v(12pt)
#text(size: 11pt)[#it.written \\ #it.filed]
"""


def pdf(told: Told, *, about: Whose) -> bytes:
    """The message as one page. `about`: whose it is, as the practice finds them."""
    sent = told.sent_at.astimezone(LONDON)
    it = {
        "title": f"Message to {told.practice} about {about.name}",
        "about": [
            about.name,
            f"Born {about.birth_date}",
            about.number[:1].upper() + about.number[1:],
            f"Referral {about.reference}",
        ],
        "lines": told.text.splitlines(),
        "written": f"Written by {told.written_by}, link worker, on"
        f" {sent.day} {sent:%B} {sent.year}.",
        "filed": f"To be filed as {told.code}, {told.about.term}.",
    }
    drawn: bytes = typst.compile(  # type: ignore[call-overload]  # its types lack "ua-1"
        _PAGE, format="pdf", sys_inputs={"it": json.dumps(it)}, pdf_standards="ua-1"
    )
    return drawn
