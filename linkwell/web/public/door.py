"""The door of a page for anybody: nobody signs in, and nothing about people is behind it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from linkwell.kernel.errors import NotThere
from linkwell.web.pages import PageData, render
from linkwell.web.plain import not_there

View = Callable[..., PageData | HttpResponse]


def anybody(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Answer these methods, GET and HEAD. Any other, and what is not there, is the same 404."""
    answered = {"GET", "HEAD", *methods}

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, **where: Any) -> HttpResponse:
            if request.method not in answered:
                return not_there(request)
            try:
                answer = view(request, **where)
            except NotThere:
                return not_there(request)
            return render(request, answer) if isinstance(answer, PageData) else answer

        return door

    return decorate
