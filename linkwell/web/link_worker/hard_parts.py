"""What the pages of the hard days share: whose it is, a form with what follows, and a refusal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse

from linkwell.access.links import is_open
from linkwell.access.rules import Actor
from linkwell.cases.queries import Held, case
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault
from linkwell.people.models import Person, Proxy
from linkwell.people.queries import proxies_of
from linkwell.people.rules import ProxyScope
from linkwell.web.design.forms import Form
from linkwell.web.design.words import day
from linkwell.web.link_worker.hard_pages import HardDayPage, Speaks
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named
from linkwell.web.people_words import card_of, sentence

_SCOPES = {
    ProxyScope.SPEAK: "ring us and be rung",
    ProxyScope.PLAN: "see what was chosen",
}


def whose(case_id: UUID) -> tuple[Held, Person]:
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    return held, person


def form_page(
    kind: type[HardDayPage],
    case_id: UUID,
    actor: Actor,
    form: Form,
    title: str,
    follows: tuple[str, ...],
) -> HardDayPage:
    held, person = whose(case_id)
    return kind(
        title=title.format(person.given_name),
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        follows=follows,
        back=reverse("hard-days", args=[case_id]),
    )


def done(form: Form, field: str, act: Callable[[], Any]) -> Any:
    """Do it; where it cannot be done the form says why. What the act returns, or None."""
    try:
        return act() or True
    except InputAtFault as fault:
        form.add_error(field, fault.sentence)
        return None


def speakers_of(person: Person, case_id: UUID) -> tuple[Speaks, ...]:
    """Who speaks for somebody, or did. Where somebody close harms them: is it this one?"""
    return tuple(_speaks(case_id, proxy, harmed=person.abuse) for proxy in proxies_of(person.pk))


def _speaks(case_id: UUID, proxy: Proxy, *, harmed: bool) -> Speaks:
    over = proxy.ended_at is not None or proxy.ends_on < clock.today()
    closed = not over and proxy.link_id is not None and not is_open(proxy.link_id)
    return Speaks(
        name=proxy.name,
        relation=proxy.relation,
        phone="" if over else proxy.phone,
        what=sentence(", ".join(_SCOPES[ProxyScope(code)] for code in proxy.scope)),
        until="Ended" if over else f"Until {day(proxy.ends_on)}",
        closed=closed,
        asked=harmed and not over,
        end="" if over else reverse("proxy-end", args=[case_id, proxy.pk]),
    )
