"""Who looked, and why somebody may or may not see something. No story, and no names of people."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from linkwell.access.models import BrokenGlass, Membership, PracticeAgreement, Relationship, User
from linkwell.access.queries import explain_access
from linkwell.access.rules import Actor, Role
from linkwell.journal.queries import who_looked
from linkwell.kernel import clock, ids
from linkwell.safety.queries import refusals
from linkwell.tables.record_classes import RecordClass
from linkwell.web.design.words import moment
from linkwell.web.doors import page
from linkwell.web.nav import nav_for
from linkwell.web.people_words import sentence
from linkwell.web.privacy.forms import ExplainForm, WhoseForm
from linkwell.web.privacy.pages import BrokenRow, ExplainPage, ReadingRow, ReadingsPage


@page(Role.PRIVACY_LEAD, methods=("GET", "POST"))
def readings(request: HttpRequest, actor: Actor) -> ReadingsPage:
    """The last pages that named somebody, newest first; or all that named one of them."""
    form = WhoseForm(request.POST if request.method == "POST" else None, people=_people())
    asked = form.is_bound and form.is_valid()
    looked = who_looked(UUID(form.cleaned_data["person"]) if asked else None)
    names = dict(
        User.objects.filter(pk__in={row.author_id for row in looked}).values_list("pk", "name")
    )
    return ReadingsPage(
        title="Who looked",
        nav=nav_for(actor, "readings"),
        form=form,
        whose=ids.reference(UUID(form.cleaned_data["person"])) if asked else "",
        broken=tuple(
            BrokenRow(
                when=sentence(moment(row.at)),
                who=row.member.user.name,
                person=ids.reference(row.person_id),
                words=row.words,
            )
            for row in BrokenGlass.objects.select_related("member__user").order_by("-at")[:50]
        ),
        refused=tuple(
            (name, sentence(moment(at)))
            for name, at in refusals(
                actor.organisations(Role.PRIVACY_LEAD), clock.now() - timedelta(days=7)
            )
        ),
        rows=tuple(
            ReadingRow(
                when=sentence(moment(row.at)),
                who=names.get(row.author_id, "A link"),
                page=row.page.split("/")[-1].replace("_", " "),
                person=_people_words(row.people),
                reason=row.reason.replace("_", " "),
            )
            for row in looked
        ),
        as_of=moment(clock.now()),
    )


def _people_words(people: tuple[UUID, ...]) -> str:
    return ids.reference(people[0]) if len(people) == 1 else f"a list of {len(people)}"


@page(Role.PRIVACY_LEAD, methods=("GET", "POST"))
def explain(request: HttpRequest, actor: Actor) -> ExplainPage:
    """The relationship that decides, or the one that is missing."""
    services = actor.organisations(Role.PRIVACY_LEAD)
    form = ExplainForm(
        request.POST if request.method == "POST" else None,
        users=_users(services),
        people=_people(),
    )
    answer = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answer = explain_access(
            UUID(said["user"]), UUID(said["person"]), RecordClass(said["record_class"])
        )
    return ExplainPage(
        title="Who may see what, and why",
        nav=nav_for(actor, "explain"),
        form=form,
        asked=answer is not None,
        allowed=bool(answer and answer.allowed),
        because=answer.because if answer else "",
    )


def _users(services: tuple[UUID, ...]) -> list[tuple[UUID, str]]:
    """Members of the service, and of the practices that refer to it."""
    rows = Membership.objects.filter(ended_at=None).filter(
        organisation_id__in=[*services, *_practices(services)]
    )
    named = rows.select_related("user", "organisation").order_by("user__name")
    return [(row.user_id, f"{row.user.name}, {row.organisation.name}") for row in named]


def _practices(services: tuple[UUID, ...]) -> list[UUID]:
    rows = PracticeAgreement.objects.filter(service_id__in=services)
    return list(rows.values_list("practice_id", flat=True))


def _people() -> list[tuple[UUID, str]]:
    """People of the service by reference, newest first."""
    rows = Relationship.objects.order_by("person_id").values_list("person_id", flat=True)
    people = sorted(set(rows), reverse=True)[:200]
    return [(person_id, ids.reference(person_id)) for person_id in people]
