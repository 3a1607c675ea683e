"""A text as a file of each kind that a practice sends."""

import io

import docx


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
