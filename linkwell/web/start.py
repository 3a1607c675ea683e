"""Where somebody begins, by what they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from linkwell.access.rules import ActorKind, LinkPurpose
from linkwell.web.doors import actor_of
from linkwell.web.nav import home_of

LINKS_LEAD_TO = {
    LinkPurpose.REFER: "refer",
    LinkPurpose.ASK: "for-yourself",
    LinkPurpose.SELF: "me",
    LinkPurpose.PARTNER: "welcome",
    LinkPurpose.PROXY: "for-somebody",
    LinkPurpose.ENTRY: "own-entry",
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is None:
        return redirect("account_login")
    if actor.kind is ActorKind.LINK:
        return redirect(LINKS_LEAD_TO[actor.purpose] if actor.purpose else "account_login")
    return redirect(home_of(actor) or "account")
