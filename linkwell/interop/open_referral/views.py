"""The addresses of the open data: for programs, without a session, and the same for everybody."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import wraps
from importlib.metadata import version as version_of
from threading import BoundedSemaphore
from typing import Any, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response

from linkwell.directory import open_data
from linkwell.directory.one_group import the_one
from linkwell.directory.open_data import COLLECTIONS, Page, Wanted
from linkwell.interop.open_referral import description
from linkwell.interop.open_referral.parameters import NDJSON, OF_LISTS, OF_RECORDS, read
from linkwell.interop.open_referral.profiles import Profile
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.ids import read_id

View: TypeAlias = Callable[..., HttpResponseBase]
_METHODS = "GET, HEAD, OPTIONS"
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_MAY_BE_KEPT = "public, max-age=60"
NDJSON_TYPE = "application/x-ndjson"


def open_to_all(view: View) -> View:
    """Whoever asks, from any page of the web: an answer in JSON, also where it is a refusal."""

    @wraps(view)
    def door(request: HttpRequest, **where: Any) -> HttpResponseBase:
        try:
            if request.method == "OPTIONS":
                answer: HttpResponseBase = _what_may_be_done()
            elif request.method not in ("GET", "HEAD"):
                answer = _refusal(405, f"Only {_METHODS} are answered here", Allow=_METHODS)
            else:
                answer = view(request, **where)
        except InputAtFault as fault:
            answer = _refusal(400, fault.sentence)
        except NotThere:
            answer = _refusal(404, "There is no such record or address")
        for name, value in _OPEN.items():
            answer.headers[name] = value
        return answer

    door.csrf_exempt = True  # type: ignore[attr-defined]
    door.open_when_locked = True  # type: ignore[attr-defined]
    return door


@open_to_all
def about(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    address = _address(f"{profile.name}-description")
    told = {"version": profile.version, "profile": profile.address, "openapi_url": address}
    return _answer(request, _json(told))


@open_to_all
def described(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    return _answer(request, _json(description.of(profile, _address(profile.name).rstrip("/"))))


@open_to_all
def records(request: HttpRequest, collection: str) -> HttpResponseBase:
    wanted, answer_format = read(request.GET, OF_LISTS[collection])
    if answer_format == NDJSON:
        return _stream(request, collection, wanted)
    return _answer(request, _json(_envelope(open_data.page_of(COLLECTIONS[collection], wanted))))


@open_to_all
def record(request: HttpRequest, collection: str, record_id: str) -> HttpResponseBase:
    wanted, _format = read(request.GET, OF_RECORDS.get(collection, ()))
    known = read_id(record_id)
    whole = Wanted(full=True, full_service=wanted.full_service)
    found = open_data.one_of(COLLECTIONS[collection], known, whole) if known else None
    if found is None and known and collection == "services" and (one := the_one(known)) != known:
        return HttpResponseRedirect(request.path.replace(record_id, str(one)))
    if found is None:
        raise NotThere
    return _answer(request, _json(found))


@open_to_all
def nothing(request: HttpRequest, rest: str) -> HttpResponseBase:
    raise NotThere


def _address(name: str) -> str:
    return f"{settings.ORIGIN}{reverse(name)}"


def _envelope(page: Page) -> dict[str, Any]:
    pages = -(-page.total // page.size)
    return {
        "total_items": page.total,
        "total_pages": pages,
        "page_number": page.number,
        "size": len(page.contents),
        "first_page": page.number == 1,
        "last_page": page.number >= pages,
        "empty": not page.contents,
        "contents": page.contents,
    }


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _answer(request: HttpRequest, body: bytes) -> HttpResponseBase:
    """The body, unless whoever asks has it already: its name is made of it."""
    name = hashlib.sha256(body).hexdigest()
    return _unless_known(request, name, lambda: HttpResponse(body, content_type="application/json"))


def _stream(request: HttpRequest, collection: str, wanted: Wanted) -> HttpResponseBase:
    """A line for each record, as they are read. Its name is made of what it follows from."""
    follows_from = (request.get_full_path(), version_of("linkwell"), open_data.version())
    name = hashlib.sha256(repr(follows_from).encode(errors="replace")).hexdigest()

    def answer() -> HttpResponseBase:
        if request.method == "HEAD":
            return HttpResponse(content_type=NDJSON_TYPE)
        lines = Lines.of(open_data.all_of(COLLECTIONS[collection], wanted))
        if lines is None:
            told = "Others are being sent everything just now. Ask again in a minute, or by pages"
            return _refusal(503, told, **{"Retry-After": "60"})
        return StreamingHttpResponse(lines, content_type=NDJSON_TYPE)

    return _unless_known(request, name, answer)


class Lines:
    """Records, a line each. A stream may take minutes, and a process answers eight requests at
    once: no more than two of these may be streams, so that pages never wait for one."""

    _free = BoundedSemaphore(2)

    def __init__(self, records: Iterator[dict[str, Any]]) -> None:
        self._records = records
        self._closed = False

    @classmethod
    def of(cls, records: Iterator[dict[str, Any]]) -> "Lines | None":
        """None when as many are under way as may be. Read to its end it closes
        itself; before that whoever has it does, as Django will."""
        return cls(records) if cls._free.acquire(blocking=False) else None

    def __iter__(self) -> Iterator[bytes]:
        try:
            for one in self._records:
                yield _json(one) + b"\n"
        finally:
            self.close()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._free.release()


def _unless_known(
    request: HttpRequest, name: str, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    etag = f'"{name[:32]}"'
    told: HttpResponseBase = get_conditional_response(request, etag=etag) or answer()
    if told.status_code < 400:
        told.headers["ETag"] = etag
        told.headers["Cache-Control"] = _MAY_BE_KEPT
    return told


def _refusal(status: int, sentence: str, **headers: str) -> HttpResponse:
    body = _json({"status": status, "error": sentence})
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def _what_may_be_done() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Allow": _METHODS,
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )
