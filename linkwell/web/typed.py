"""Words that were typed into a form which could not be kept where it was: shown again, so that
nobody loses them, and read for danger, so that nobody is left alone with it."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from linkwell.needs.rules import danger_in
from linkwell.web import drafts
from linkwell.web.design.forms import HIDDEN
from linkwell.web.design.words import clock as clock_words
from linkwell.web.once import NOT_WORDS


@dataclass(frozen=True)
class Typed:
    words: tuple[str, ...]
    danger: bool  # some of them can mean it
    works_here: bool  # there is a supervisor to tell
    kept: str  # when a draft was kept of the page; empty without one


def typed(request: HttpRequest) -> Typed | None:
    """Whole words of what was sent; None where there are none."""
    words = _words(request) if request.method == "POST" else ()
    if not words:
        return None
    at = drafts.kept_at(request)
    return Typed(
        words=words,
        danger=any(danger_in(text) for text in words),
        works_here=request.user.is_authenticated,
        kept=clock_words(at) if at else "",
    )


def _words(request: HttpRequest) -> tuple[str, ...]:
    try:
        said = list(request.POST.items())
    except (BadRequest, SuspiciousOperation, MultiPartParserError, OSError):
        return ()  # what cannot be read holds no words
    unseen = {*NOT_WORDS, *request.POST.get(HIDDEN, "").split()}
    return tuple(str(text) for name, text in said if name not in unseen and " " in text)
