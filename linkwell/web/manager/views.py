"""How a service stands: who answers for what, its practices and their links, who works in it."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access import links
from linkwell.access.models import Link, Membership, Organisation, PracticeAgreement
from linkwell.access.queries import organisation, readiness
from linkwell.access.readiness import ASKED, missing
from linkwell.access.rules import Actor, LinkPurpose, Role
from linkwell.kernel.errors import NotThere
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.manager.pages import LinkRow, MemberRow, NewLinkPage, PracticeRow, ServicePage
from linkwell.web.nav import nav_for
from linkwell.web.people_words import sentence


@page(Role.MANAGER)
def service(request: HttpRequest, actor: Actor) -> ServicePage:
    """Everything but people's records."""
    own = service_of(actor)
    named = readiness(own)
    return ServicePage(
        title=own.name,
        nav=nav_for(actor, "service"),
        service_name=own.name,
        missing=tuple(missing(named)),
        named_people=tuple((sentence(words), named.assurance[key]) for key, words in ASKED.items()),
        practices=tuple(_practices(own)),
        members=tuple(_members(own)),
    )


_SHOW_ONCE = "new-link"  # in the session: the practice and its token, until the next page


@page(Role.MANAGER, methods=("GET", "POST"))
def new_link(request: HttpRequest, actor: Actor, practice_id: UUID) -> NewLinkPage | HttpResponse:
    """A new address for a practice. It is shown this once; the older ones go on until revoked."""
    own = service_of(actor)
    if not PracticeAgreement.objects.filter(
        service=own, practice_id=practice_id, ended_on=None
    ).exists():
        raise NotThere
    if request.method == "POST":
        poster = request.POST.get("whom") == "people"
        purpose = LinkPurpose.ASK if poster else LinkPurpose.REFER
        token = links.issue(purpose, organisation_id=practice_id, service_id=own.pk, by=actor)
        request.session[_SHOW_ONCE] = [str(practice_id), token, poster]
        return redirect("new-link", practice_id=practice_id)
    whose, token, poster = request.session.pop(_SHOW_ONCE, ("", "", False))
    if whose != str(practice_id):
        return redirect("service")
    where = reverse("poster-link" if poster else "practice-link", args=[token])
    return NewLinkPage(
        title="A new link for people themselves" if poster else "A new link for referring",
        nav=nav_for(actor, "service"),
        practice=organisation(practice_id).name,
        address=request.build_absolute_uri(where),
        poster=poster,
        back=reverse("service"),
    )


@page(Role.MANAGER, methods=("POST",))
def revoke_link(request: HttpRequest, actor: Actor, link_id: UUID) -> HttpResponse:
    own = service_of(actor)
    if not _links_of(own).filter(pk=link_id).exists():
        raise NotThere
    links.revoke(link_id, by=actor)
    messages.success(request, "Revoked. From now on that link opens nothing.")
    return redirect("service")


def service_of(actor: Actor) -> Organisation:
    """The service that a manager runs. NotThere for anybody else."""
    services = actor.organisations(Role.MANAGER)
    if not services:
        raise NotThere
    return organisation(services[0])


def _links_of(own: Organisation) -> QuerySet[Link]:
    return Link.objects.filter(service=own, purpose__in=links.OF_A_PRACTICE)


def _practices(own: Organisation) -> list[PracticeRow]:
    rows = PracticeAgreement.objects.filter(service=own, ended_on=None).select_related("practice")
    held = list(_links_of(own).filter(revoked_at=None).order_by("-created_at"))
    return [
        PracticeRow(
            name=row.practice.name,
            practice_id=row.practice_id,
            agreed=day(row.agreed_on) if row.agreed_on else "",
            links=tuple(
                LinkRow(link.pk, moment(link.created_at), link.purpose == LinkPurpose.ASK)
                for link in held
                if link.organisation_id == row.practice_id
            ),
        )
        for row in rows.order_by("practice__name")
    ]


def _members(own: Organisation) -> list[MemberRow]:
    rows = Membership.objects.filter(organisation=own, ended_at=None).select_related(
        "user", "employer"
    )
    return [
        MemberRow(
            name=row.user.name,
            role=sentence(row.role.replace("_", " ")),
            employer=row.employer.name if row.employer else "",
        )
        for row in rows.order_by("user__name")
    ]
