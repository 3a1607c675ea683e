"""The words of a letter that comes as a file: Word, RTF, PDF, a web page, or plain text.

Nothing is stored. What a file is, its first bytes say, not its name. Files that are more than text
are read by another process with little time and memory, so that a damaged or hostile one ends
there and costs a sentence: `python -m linkwell.referrals.documents KIND`, file in, text out.
"""

import subprocess
import sys
from enum import StrEnum
from typing import Final

from linkwell.kernel.errors import InputAtFault

LARGEST: Final = 5 * 1024 * 1024  # bytes of a file
MOST_TEXT: Final = 200_000  # characters of it that are read
_SECONDS: Final = 10
_MEMORY: Final = 1024**3  # bytes of address space, of which most is never touched

PASTE_INSTEAD = "Open it and paste its words here instead"


class Kind(StrEnum):
    DOCX = "docx"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"


_CANNOT = {
    b"\xd0\xcf\x11\xe0": "This is an old kind of Word file. Save it as .docx or PDF",
    b"\x89PNG": "This is a picture",
    b"\xff\xd8\xff": "This is a picture",
    b"II*\x00": "This is a picture",
    b"MM\x00*": "This is a picture",
    b"GIF8": "This is a picture",
}


def text_of(data: bytes) -> str:
    """The words in a file. Raises InputAtFault with a sentence that says what to do instead."""
    if len(data) > LARGEST:
        raise InputAtFault(f"The file is larger than 5 MB. {PASTE_INSTEAD}")
    if not data.strip(b"\x00\t\r\n "):
        raise InputAtFault("The file is empty. Choose another, or paste the letter’s words")
    kind = _kind(data)
    text = _plain_text(data) if kind is Kind.TEXT else _read_apart(kind, data)
    if not text.strip():
        raise InputAtFault(f"There are no words in this file; it may be a picture. {PASTE_INSTEAD}")
    return text[:MOST_TEXT]


def _kind(data: bytes) -> Kind:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, sentence in _CANNOT.items():
        if data.startswith(magic):
            raise InputAtFault(f"{sentence}. {PASTE_INSTEAD}")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK"):
        return Kind.DOCX
    if start.startswith(b"{\\rtf"):
        return Kind.RTF
    low = start.lower()
    if low.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<meta")):
        return Kind.HTML
    return Kind.TEXT


def _plain_text(data: bytes) -> str:
    """Text in the encodings that systems here write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    odd = sum(1 for ch in text[:4000] if ord(ch) < 32 and ch not in "\t\r\n\f")
    if odd > len(text[:4000]) // 20:
        raise InputAtFault(f"This file is not a letter that we can read. {PASTE_INSTEAD}")
    return text


def _read_apart(kind: Kind, data: bytes) -> str:
    """Have a process of its own read it; whatever happens to that one is a sentence here."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "linkwell.referrals.documents", kind],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={"PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        raise InputAtFault(f"The file takes too long to read. {PASTE_INSTEAD}") from None
    if done.returncode == 3:
        raise InputAtFault(f"The file is locked with a password. {PASTE_INSTEAD}")
    if done.returncode:
        raise InputAtFault(f"The file is damaged and cannot be read. {PASTE_INSTEAD}")
    return done.stdout.decode("utf-8", "replace")


def main() -> int:
    """Read a file of the kind named from standard input. Exit status 1 damaged, 3 locked."""
    import resource

    from linkwell.referrals import readers

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    data = sys.stdin.buffer.read()
    try:
        text = readers.READERS[sys.argv[1]](data)
    except readers.Locked:
        return 3
    except Exception:  # whatever a damaged file does to a library
        return 1
    sys.stdout.buffer.write(text[:MOST_TEXT].encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
