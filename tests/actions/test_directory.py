"""A publisher's list comes in once, whole, and again without a trace."""

import json
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.access.rules import Actor, ActorKind, Member, Role, operator
from linkwell.access.scope import acting_as
from linkwell.directory.actions.lists import Tally, close_batch, import_all, import_batch
from linkwell.directory.drafts import Draft
from linkwell.directory.importing import Report, import_sheet
from linkwell.directory.models import Attribute, Location, Publisher, Schedule, Service
from linkwell.directory.queries import listed, within_reach
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Session,
    Status,
    Where,
)
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.geography import Point
from linkwell.kernel.ids import new_id
from linkwell.needs.rules import Need
from linkwell.tables.writing import OutsideAction

pytestmark = pytest.mark.django_db

SHEETS = Path(__file__).parents[1] / "sheets"
BY = operator("tests")
ASSOCIATION = "Oakmere Food Association"


def bring_in(name: str = "food_banks.csv", publisher: str = ASSOCIATION) -> Report:
    return import_sheet((SHEETS / name).read_bytes(), publisher=publisher, by=BY)


def draft(number: int, **said: Any) -> Draft:
    listing = Listing(source_id=f"s{number}", name=f"Service {number}", organization="Some group")
    return Draft(number, "org", replace(listing, **said))


def content() -> list[dict[str, Any]]:
    """Everything that the directory holds, without our own ids."""
    tables = (Service, Location, Schedule, Attribute)
    return sorted(
        (
            {key: value for key, value in row.items() if not isinstance(value, UUID)}
            for table in tables
            for row in table.objects.values()
        ),
        key=str,
    )


def events() -> list[dict[str, Any]]:
    with acting_as(BY), connection.cursor() as cursor:
        cursor.execute("select data from journal_event where name = 'ServicesImported' order by id")
        return [json.loads(data) for (data,) in cursor.fetchall()]


def test_a_sheet_comes_in_with_a_report_by_line() -> None:
    report = bring_in()
    assert report.tally == Tally(created=8)
    assert [refusal.line for refusal in report.refused] == [9, 10]
    assert [refusal.line for refusal in report.no_place] == [7, 11]
    assert Publisher.objects.get().name == ASSOCIATION
    one = Service.objects.get(name="Tidewater Kitchen")
    assert [schedule.byday for schedule in one.schedules.order_by("byday")] == ["FR", "TU"]
    assert one.at_locations.get().location.postcode == "M33 7BZ"
    assert events() == [{"created": 8, "updated": 0, "unchanged": 0}]


def test_importing_again_changes_nothing() -> None:
    bring_in()
    before, ids = content(), set(Service.objects.values_list("id", flat=True))
    assert bring_in().tally == Tally(unchanged=8)
    assert content() == before
    assert set(Service.objects.values_list("id", flat=True)) == ids
    assert events()[-1] == {"created": 0, "updated": 0, "unchanged": 8}


def test_a_changed_line_is_updated_in_place() -> None:
    bring_in()
    ids = dict(Service.objects.values_list("source_id", "id"))
    data = (SHEETS / "food_banks.csv").read_text().replace("Agency referral", "Open door")
    report = import_sheet(data.encode(), publisher=ASSOCIATION, by=BY)
    assert report.tally == Tally(updated=1, unchanged=7)
    assert Service.objects.get(name="Beech Yard Store").referral_route == ReferralRoute.OPEN
    assert dict(Service.objects.values_list("source_id", "id")) == ids


def test_of_two_lines_of_one_name_each_keeps_its_record() -> None:
    heading, *lines = (SHEETS / "food_banks.csv").read_text().splitlines()
    double = lines[0].replace("Open door", "Voucher")

    def ids(*some: str) -> dict[str, UUID]:
        import_sheet("\n".join([heading, *some]).encode(), publisher=ASSOCIATION, by=BY)
        found = Service.objects.filter(name__startswith="Tidewater Kitchen")
        return dict(found.values_list("application_process", "id"))

    (alone,) = ids(lines[0]).values()
    both = ids(double, lines[0])
    assert both == {"Open door": alone, "Voucher": both["Voucher"]}
    edited = ids(lines[0], double.replace("Voucher", "Ring first"))
    assert edited == {"Open door": alone, "Ring first": both["Voucher"]}
    assert ids(double.replace("Voucher", "Ring first")) == edited


def test_two_publishers_may_use_the_same_ids() -> None:
    bring_in()
    assert bring_in(publisher="Another list").tally == Tally(created=8)
    assert Service.objects.count() == 16


def test_places_hours_and_needs_go_and_come_with_the_listing() -> None:
    full = draft(
        1,
        where=Where(LocationType.PHYSICAL, "1 Lock Lane", "M33 7BZ", Point(1, 2), step_free=True),
        hours="Monday 1pm - 2pm",
        sessions=(Session(Day.MO, time(13), time(14)),),
        needs=(Offered(Need.FOOD, KnownBy.DECLARED),),
    )
    import_batch([full], publisher="x", by=BY)
    assert within_reach(None, 0).listed[0].listing == full.listing
    import_batch([draft(1)], publisher="x", by=BY)
    assert within_reach(None, 0).listed[0].listing == draft(1).listing
    assert (Location.objects.count(), Schedule.objects.count(), Attribute.objects.count()) == (
        0, 0, 0,
    )  # fmt: skip


def test_all_or_nothing() -> None:
    bad = draft(700, name="x" * 300)  # longer than the column
    with pytest.raises(Exception, match="too long"), acting_as(BY):
        import_all([*(draft(number) for number in range(600)), bad], publisher="x", by=BY)
    assert Service.objects.count() == 0
    assert events() == []


def test_a_long_list_is_one_event_for_each_500() -> None:
    tally = import_all([draft(number) for number in range(1_100)], publisher="x", by=BY)
    assert tally == Tally(created=1_100)
    assert [event["created"] for event in events()] == [500, 500, 100]


def test_a_batch_names_each_service_once() -> None:
    with pytest.raises(ValueError, match="once"):
        import_batch([draft(1), draft(1)], publisher="x", by=BY)


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.RECEPTIONIST, Role.GP])
def test_only_curators_import(role: Role) -> None:
    member = Member(new_id(), new_id(), role)
    somebody = Actor(new_id(), ActorKind.MEMBER, "Somebody", (member,))
    with pytest.raises(NotThere):
        import_batch([draft(1)], publisher="x", by=somebody)
    assert Service.objects.count() == 0
    import_batch([draft(1)], publisher="x", by=BY)
    with pytest.raises(NotThere):
        close_batch(["s1"], publisher="x", by=somebody)
    assert Service.objects.get().status == Status.UNKNOWN


def test_nothing_writes_outside_the_action() -> None:
    with pytest.raises(OutsideAction):
        Publisher(name="x").save()


def test_what_cannot_be_read_leaves_no_trace() -> None:
    for data in (b"", b"\0", b"a,b\n1,2\n"):
        with pytest.raises(InputAtFault):
            import_sheet(data, publisher="x", by=BY)
    assert Publisher.objects.count() == 0


listings = st.builds(
    Listing,
    source_id=st.sampled_from(["a", "b", "c", "d"]),
    name=st.sampled_from(["Tuesday Table", "Money Desk"]),
    organization=st.sampled_from(["One", "Two"]),
    description=st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9
    ),
    status=st.sampled_from(list(Status)),
    free=st.sampled_from([True, False, None]),
    where=st.none()
    | st.builds(
        Where,
        st.sampled_from(list(LocationType)),
        point=st.none() | st.builds(Point, st.integers(0, 9), st.integers(0, 9)),
    ),
    needs=st.lists(
        st.builds(Offered, st.sampled_from(list(Need)), st.sampled_from(list(KnownBy))),
        max_size=2,
        unique_by=lambda offer: offer.need,
    ).map(tuple),
)
lists = st.lists(listings, max_size=4, unique_by=lambda listing: listing.source_id)


@given(lists, lists)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_batch_leaves_what_single_imports_leave(
    first: list[Listing], then: list[Listing]
) -> None:
    together, apart = f"at once {new_id()}", f"one by one {new_id()}"
    for some in (first, then):
        batch = [Draft(line, said.organization, said) for line, said in enumerate(some)]
        import_all(batch, publisher=together, by=BY)
        for one in batch:
            import_batch([one], publisher=apart, by=BY)
    assert said_by(together) == said_by(apart)
    assert len(said_by(together)) == len({listing.source_id for listing in [*first, *then]})


def said_by(publisher: str) -> list[Listing]:
    ids = Service.objects.filter(publisher__name=publisher).values_list("id", flat=True)
    return sorted((one.listing for one in listed(ids)), key=lambda listing: listing.source_id)
