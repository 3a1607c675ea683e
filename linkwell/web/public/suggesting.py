"""What may be meant by what somebody types, while they type: needs, words, groups nearby.

It comes in the body of a request, so that no address and no log holds it; it is kept nowhere and
counted nowhere. Words of danger are answered by nothing here: the page itself helps first.
"""

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from linkwell.directory.queries import postcodes
from linkwell.directory.search import Hit, search
from linkwell.directory.typed import SHORTEST
from linkwell.kernel import clock, postcode
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.geography import Place, in_miles
from linkwell.needs.rules import Need
from linkwell.web.design.words import counted
from linkwell.web.public.asked import Asked
from linkwell.web.public.door import anybody

_LONGEST = 300
_NEEDS, _WORDS, _GROUPS = 2, 3, 5
_A_MINUTE = 600  # from one address: an office shares one


@anybody("POST")
def suggest(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise NotThere
    if _too_many(request):
        return JsonResponse({"options": [], "said": ""}, status=429)
    text = request.POST.get("text", "")[:_LONGEST].replace("\0", "")
    near = request.POST.get("near", "")
    place = _place(near)
    options = list(_options(text, place)) if len(text.strip()) >= SHORTEST else []
    many = counted(len(options), "suggestion", "suggestions")
    said = f"{many}. Use the up and down keys." if options else "No suggestions."
    return JsonResponse({"options": options, "said": said})


def _options(text: str, place: Place | None) -> Iterator[dict[str, Any]]:
    found = search(text, place, most=_GROUPS)
    near = place.postcode if place else ""
    for need in _called(text) or found.needs[:_NEEDS]:
        address = Asked(need=need.value, near=near).address()
        yield {"label": need.label, "more": "Everything about it", "href": address}
    for words in found.words[:_WORDS]:
        yield {"label": words, "more": "", "href": ""}
    for hit in found.groups:
        address = reverse("group", args=[hit.service_id])
        yield {"label": hit.name, "more": _more(hit), "href": address}


def _called(text: str) -> tuple[Need, ...]:
    """Needs that are called so: “mon” is Money, debt and benefits."""
    begun = text.strip().lower()
    return tuple(need for need in Need if need.label.lower().startswith(begun))[:_NEEDS]


def _more(hit: Hit) -> str:
    far = "" if hit.metres is None else in_miles(hit.metres)
    by = "" if hit.organization == hit.name else hit.organization
    return ", ".join(filter(None, (far, by)))


def _place(near: str) -> Place | None:
    """None where it is no postcode yet, or not on our map: who types is not told of it."""
    try:
        found = postcodes().find(postcode.read(near)) if near.strip() else None
    except InputAtFault:
        return None
    return found if found is not None and found.point is not None else None


def _too_many(request: HttpRequest) -> bool:
    """Counted in each web process by itself, since it must cost less than an answer. The mark says
    nothing to whoever reads it, and is gone after a minute."""
    whence = f"{get_adapter().get_client_ip(request)}\n{clock.now():%H:%M}"
    mark = salted_hmac("linkwell.suggest", whence, algorithm="sha256").hexdigest()
    quick = caches["quick"]
    if quick.add(mark, 1, 60):
        return False
    try:
        return int(quick.incr(mark)) > _A_MINUTE
    except ValueError:  # just gone
        return False
