"""Who may do what, and who may see what: the tables that a privacy lead would argue about."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.access.explain import Stands, explain
from linkwell.access.plans import read_plan
from linkwell.access.rules import (
    PERMISSIONS,
    Actor,
    ActorKind,
    LinkPurpose,
    Member,
    Permission,
    Role,
    hats,
    may,
    operator,
    system_actor,
)
from linkwell.access.sharing import MATRIX, OF_LOCKED, Kind, Verb, kinds_for
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.ids import new_id
from linkwell.tables.record_classes import RecordClass

SERVICE, PRACTICE = new_id(), new_id()
NADIA = Member(new_id(), SERVICE, Role.LINK_WORKER)
RUTH = Member(new_id(), SERVICE, Role.SUPERVISOR)
HELEN = Member(new_id(), SERVICE, Role.MANAGER)
MARCUS = Member(new_id(), SERVICE, Role.PRIVACY_LEAD)
AMARA = Member(new_id(), PRACTICE, Role.GP)
KIERAN = Member(new_id(), new_id(), Role.LINK_WORKER)

ON_NADIAS_CASELOAD = [
    Stands(Kind.CASELOAD, SERVICE, NADIA.id),
    Stands(Kind.REFERRER, PRACTICE, None),
]
IN_THE_QUEUE = [Stands(Kind.QUEUE, SERVICE, None), Stands(Kind.REFERRER, PRACTICE, None)]


def member(*memberships: Member) -> Actor:
    return Actor(new_id(), ActorKind.MEMBER, "somebody", memberships)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PRIVACY_LEAD, Role.GP, Role.RECEPTIONIST])
def test_only_the_team_decides_about_referrals(role: Role) -> None:
    assert not may(member(Member(new_id(), SERVICE, role)), Permission.TRIAGE)
    assert may(member(NADIA), Permission.TRIAGE)
    assert may(member(RUTH), Permission.TRIAGE)


def test_a_referral_link_refers_and_does_nothing_else() -> None:
    link = Actor(new_id(), ActorKind.LINK, "a link", purpose=LinkPurpose.REFER)
    assert [p for p in Permission if may(link, p)] == [Permission.REFER]


def test_a_persons_own_link_answers_and_withdraws() -> None:
    link = Actor(new_id(), ActorKind.LINK, "a link", purpose=LinkPurpose.SELF)
    assert [p for p in Permission if may(link, p)] == [
        Permission.CONSENT,
        Permission.SAY,
        Permission.OPEN_PAGE,
    ]


def test_a_partners_link_answers_and_does_nothing_else() -> None:
    link = Actor(new_id(), ActorKind.LINK, "a link", purpose=LinkPurpose.PARTNER)
    assert [p for p in Permission if may(link, p)] == [Permission.SAY]


def test_a_proxys_link_only_looks() -> None:
    link = Actor(new_id(), ActorKind.LINK, "a link", purpose=LinkPurpose.PROXY)
    assert [p for p in Permission if may(link, p)] == [Permission.OPEN_PAGE]


@pytest.mark.parametrize("kind", [Kind.SELF, Kind.PROXY, Kind.PARTNER, Kind.SURVEY])
def test_restricted_entries_do_not_exist_for_who_comes_by_a_link(kind: Kind) -> None:
    restricted = {RecordClass.CONCERN, RecordClass.TIMELINE, RecordClass.READING}
    assert not MATRIX[kind].reads & restricted


def test_nobody_on_the_staff_reads_what_a_person_thinks_of_the_help() -> None:
    assert not [role for role in Role if kinds_for(role, RecordClass.PULSE, Verb.READ)]


def test_nobody_without_a_role_may_do_anything() -> None:
    assert hats(member()) == frozenset()
    assert not [p for p in Permission if may(member(), p)]


def test_every_permission_is_somebodys() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert all(PERMISSIONS.values())


def test_a_system_actor_keeps_its_id_and_its_one_person() -> None:
    one, other = new_id(), new_id()
    first = system_actor("deliveries", person_id=one, service_id=SERVICE)
    assert first.id == system_actor("deliveries", person_id=other, service_id=SERVICE).id
    assert first.person_id == one


def test_the_command_line_sees_nobody() -> None:
    assert operator().memberships == ()
    assert operator().person_id is None


@pytest.mark.parametrize(
    ("who", "stands", "record_class", "allowed"),
    [
        (NADIA, ON_NADIAS_CASELOAD, RecordClass.ADDRESS, True),
        (RUTH, ON_NADIAS_CASELOAD, RecordClass.ADDRESS, True),
        (AMARA, ON_NADIAS_CASELOAD, RecordClass.REFERRAL, True),
        (AMARA, ON_NADIAS_CASELOAD, RecordClass.TIMELINE, False),
        (AMARA, ON_NADIAS_CASELOAD, RecordClass.ADDRESS, False),
        (HELEN, ON_NADIAS_CASELOAD, RecordClass.IDENTITY, False),
        (MARCUS, ON_NADIAS_CASELOAD, RecordClass.READING, True),
        (MARCUS, ON_NADIAS_CASELOAD, RecordClass.REFERRAL, False),
        (KIERAN, ON_NADIAS_CASELOAD, RecordClass.IDENTITY, False),
        (NADIA, IN_THE_QUEUE, RecordClass.REFERRAL, True),
        (NADIA, IN_THE_QUEUE, RecordClass.ADDRESS, False),
        (KIERAN, IN_THE_QUEUE, RecordClass.REFERRAL, False),
        (replace(NADIA, id=new_id()), ON_NADIAS_CASELOAD, RecordClass.REFERRAL, False),
    ],
)
def test_who_sees_what(
    who: Member, stands: list[Stands], record_class: RecordClass, allowed: bool
) -> None:
    assert explain([who], stands, SERVICE, record_class).allowed is allowed


def test_a_refusal_names_the_relationship_that_is_missing() -> None:
    because = explain([KIERAN], ON_NADIAS_CASELOAD, SERVICE, RecordClass.ADDRESS).because
    assert because == (
        "No. Only the link worker who holds the case, or a colleague who covers until the evening,"
        " or a colleague who broke the glass, or the supervisor, reads the address."
    )


def test_a_yes_names_the_relationship_that_gives_it() -> None:
    because = explain([NADIA], ON_NADIAS_CASELOAD, SERVICE, RecordClass.ADDRESS).because
    assert because == "Yes, as the link worker who holds the case."


LOCKED_AWAY = [
    Stands(Kind.RECEIPT, SERVICE, NADIA.id),
    Stands(Kind.REFERRER, PRACTICE, None),
]


@pytest.mark.parametrize("who", [NADIA, RUTH])
def test_of_what_is_locked_away_nobody_reads_the_story_and_it_says_why(who: Member) -> None:
    found = explain([who], LOCKED_AWAY, SERVICE, RecordClass.CONVERSATION, locked=True)
    assert found.allowed is False
    assert found.because == (
        "No. They took back their consent. It opens by breaking the glass only."
    )
    assert explain([who], LOCKED_AWAY, SERVICE, RecordClass.CONSENT, locked=True).allowed
    broken = [*LOCKED_AWAY, Stands(Kind.BREAK_GLASS, SERVICE, who.id)]
    assert explain([who], broken, SERVICE, RecordClass.CONVERSATION, locked=True).allowed
    for kept in (RecordClass.CONVERSATION, RecordClass.CONTACT, RecordClass.OPTIONS):
        assert not explain([who], broken, SERVICE, kept, Verb.WRITE, locked=True).allowed
    assert explain([who], broken, SERVICE, RecordClass.CONCERN, Verb.WRITE, locked=True).allowed


@given(st.sampled_from(RecordClass), st.sampled_from(Verb))
def test_what_is_locked_away_opens_nothing_more_to_anybody(
    record_class: RecordClass, verb: Verb
) -> None:
    assert {kind for kind in Kind if kind.by_role} | {Kind.BREAK_GLASS} == set(OF_LOCKED)
    for kind, share in OF_LOCKED.items():
        if share.gives(record_class, verb):
            assert MATRIX[kind].gives(record_class, verb)
    if MATRIX[Kind.RECEIPT].gives(record_class, verb):
        assert MATRIX[Kind.CASELOAD].gives(record_class, verb)


@pytest.mark.parametrize(
    "record_class",
    [
        *(RecordClass.ADDRESS, RecordClass.CONTACT, RecordClass.REFERRAL, RecordClass.TIMELINE),
        *(RecordClass.CONVERSATION, RecordClass.PLAN, RecordClass.MEASURE, RecordClass.OPTIONS),
        *(RecordClass.CONNECTION, RecordClass.DISCLOSURE, RecordClass.MESSAGE),
        *(RecordClass.FEEDBACK, RecordClass.RELATIONSHIP, RecordClass.ACCOUNT),
    ],
)
def test_whoever_keeps_the_receipt_reads_none_of_the_story(record_class: RecordClass) -> None:
    assert not MATRIX[Kind.RECEIPT].gives(record_class, Verb.READ)
    assert not OF_LOCKED[Kind.LEAD].gives(record_class, Verb.READ)


@given(st.sampled_from(RecordClass), st.sampled_from(Verb))
def test_whoever_writes_may_read_except_the_journal(record_class: RecordClass, verb: Verb) -> None:
    """And except answers: one gives them, and others read them; a concern is its author's."""
    if record_class in {
        RecordClass.TIMELINE,
        RecordClass.MEASURE,
        RecordClass.PULSE,
        RecordClass.ACCOUNT,
        RecordClass.CONCERN,
    }:
        return
    for kind, share in MATRIX.items():
        if share.gives(record_class, Verb.WRITE):
            assert share.gives(record_class, Verb.READ), (kind, record_class)


def test_managers_reach_nothing_about_people() -> None:
    assert not [c for c in RecordClass for v in Verb if kinds_for(Role.MANAGER, c, v)]


def test_readings_are_written_by_looking_and_read_by_the_privacy_lead_alone() -> None:
    readers = {role for role in Role if kinds_for(role, RecordClass.READING, Verb.READ)}
    assert readers == {Role.PRIVACY_LEAD}


PLAN = """
[service]
name = "Millrace"
[[practice]]
name = "Oakmere"
ods_code = "Y00001"
[[member]]
name = "Nadia"
email = "n@x.example"
role = "link_worker"
practices = ["Oakmere"]
"""


def test_a_plan_is_read() -> None:
    plan = read_plan(PLAN)
    assert plan.service.name == "Millrace"
    assert plan.members[0].practices == ("Oakmere",)
    assert plan.assurance.duty_phone == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[service", "The file is not TOML"),
        ("[surprise]\nx = 1", "There is no table called surprise."),
        (PLAN.replace("link_worker", "boss"), "member 1: There is no role “boss”."),
        (
            PLAN.replace('["Oakmere"]', '["Elm"]'),
            "Nadia serves “Elm”, which the file does not name.",
        ),
        (PLAN + 'at = "Elm"', "Nadia works at “Elm”, which the file does not name."),
        (PLAN.replace("email", "mail"), "member 1: "),
        ('[service]\nname="x"\n[practice]\nname="y"', "with two brackets"),
        (PLAN.replace('ods_code = "Y00001"', ""), "Oakmere: write the practice’s ODS code."),
        (PLAN.replace('["Oakmere"]', "3"), "member 1: practices: “3” is not a list."),
        (PLAN.replace('"Y00001"', "1"), "practice 1: ods_code: “1” is not text"),
        (PLAN + "[assurance]\nduty_phone = 1", "assurance: duty_phone: “1” is not text"),
        ('member = [3]\n[service]\nname = "x"', "member 1: Write [member] as a table."),
        (
            PLAN.replace('"Y00001"', '"Y00001"\nagreed_on = "5 January"'),
            "practice 1: agreed_on: “5 January” is not a date like 2026-01-05.",
        ),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(text: str, sentence: str) -> None:
    with pytest.raises(InputAtFault) as caught:
        read_plan(text)
    assert sentence in caught.value.sentence
