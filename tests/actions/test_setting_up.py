"""A service from its plan: members come and go, practices too, and no plan reaches into another."""

from dataclasses import replace
from importlib.resources import files

import pytest
from django.db import connection

from linkwell.access import links
from linkwell.access.models import Link, Membership, Organisation, User
from linkwell.access.plans import ServicePlan, read_plan
from linkwell.access.queries import actor_for, what_is_missing
from linkwell.access.rules import LinkPurpose, operator
from linkwell.access.setting_up import set_up
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def town() -> ServicePlan:
    return read_plan((files("linkwell.demo") / "town.toml").read_text())


def next_door() -> ServicePlan:
    return read_plan((files("linkwell.demo") / "next_door.toml").read_text())


def here(plan: ServicePlan) -> set[str]:
    service, _ = set_up(plan, by=operator())
    rows = Membership.objects.filter(organisation=service, ended_at=None)
    return set(rows.values_list("user__name", flat=True))


def test_the_same_plan_again_changes_nothing_and_prints_no_links() -> None:
    _, first = set_up(town(), by=operator())
    _, again = set_up(town(), by=operator())
    assert len(first) == 2 + len(town().members)
    assert again == []


def test_who_leaves_the_plan_has_left() -> None:
    assert "Tom Ibbotson" in here(town())
    without = replace(
        town(), members=tuple(one for one in town().members if one.name != "Tom Ibbotson")
    )
    assert "Tom Ibbotson" not in here(without)
    assert actor_for(User.objects.get(name="Tom Ibbotson")).memberships == ()
    assert "Tom Ibbotson" in here(town())  # and may come back


def test_a_practice_that_leaves_the_plan_refers_no_more() -> None:
    _, new_links = set_up(town(), by=operator())
    token = next(one.token for one in new_links if one.label == "Lock Lane Medical Centre")
    assert links.open_link(token, LinkPurpose.REFER)
    plan = town()
    lock_lane = "Lock Lane Medical Centre"
    members = tuple(replace(one, practices=()) for one in plan.members)
    set_up(
        replace(
            plan,
            practices=tuple(one for one in plan.practices if one.name != lock_lane),
            members=members,
        ),
        by=operator(),
    )
    assert links.open_link(token, LinkPurpose.REFER) is None


def test_another_services_plan_wipes_nothing_of_a_shared_practice() -> None:
    set_up(town(), by=operator())
    oakmere = replace(town().practices[0], email="", phone="", name="Oakmere Surgery")
    theirs = next_door()
    set_up(replace(theirs, practices=(*theirs.practices, oakmere)), by=operator())
    kept = Organisation.objects.get(ods_code="DEMO11")
    assert kept.email == "office@oakmere.example"
    set_up(town(), by=operator())
    amara = Membership.objects.get(user__name="Dr Amara Osei")
    assert amara.ended_at is None


def test_a_manager_makes_links_for_her_own_practices_only() -> None:
    service, _ = set_up(town(), by=operator())
    set_up(next_door(), by=operator())
    helen = actor_for(User.objects.get(name="Helen Brightmore"))
    fernhill = Organisation.objects.get(name="Fernhill Practice")
    somebody = User.objects.get(name="Kieran Doyle")
    with pytest.raises(NotThere):
        links.issue(LinkPurpose.REFER, organisation_id=fernhill.pk, service_id=service.pk, by=helen)
    with pytest.raises(NotThere):
        links.issue(LinkPurpose.SELF, holder=new_id(), service_id=service.pk, by=helen)
    with pytest.raises(NotThere):
        links.issue(LinkPurpose.INVITE, user_id=somebody.pk, service_id=service.pk, by=helen)


def test_a_token_is_kept_as_its_hash_only() -> None:
    _, new_links = set_up(town(), by=operator())
    with connection.cursor() as cursor:
        cursor.execute("select l::text from access_link l")
        everything = str(cursor.fetchall())
    assert Link.objects.count() == len(new_links)
    assert not [link for link in new_links if link.token in everything]


def test_what_is_not_named_stands_in_the_way_of_going_live() -> None:
    assert what_is_missing() == [
        "There is no service yet: write its plan and run `linkwell setup FILE`."
    ]
    plan = town()
    set_up(
        replace(
            plan,
            assurance=replace(plan.assurance, safeguarding_lead="", duty_phone=" "),
            practices=(replace(plan.practices[0], agreed_on=None), plan.practices[1]),
        ),
        by=operator(),
    )
    assert what_is_missing() == [
        "Millrace Link Workers: name the safeguarding lead.",
        "Millrace Link Workers: name the duty phone.",
        "Millrace Link Workers: write down when Oakmere Surgery signed its agreement.",
    ]
    set_up(plan, by=operator())
    assert what_is_missing() == []
