"""A group keeps its own entry by a link; a curator decides what is guarded; both see what comes of
it."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access import links
from linkwell.access.models import Link
from linkwell.access.rules import LinkPurpose
from linkwell.demo.seed import staff_actor
from linkwell.directory.actions.checking import find_wrong
from linkwell.directory.actions.providing import close_links_to_entry, give_entry_link
from linkwell.directory.exporting import documents
from linkwell.directory.freshness import USUALLY, Part, Trouble
from linkwell.directory.keeping import Asking, Edit, NewGroup
from linkwell.directory.models import Check, Service
from linkwell.interop.open_referral.profiles import ORUK
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID, new_id
from linkwell.tables.writing import writing
from tests import saying, town
from tests.pages import html
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

PRIVATE = "07700 900777"


@pytest.fixture
def choir() -> UUID:
    town.fill()
    return saying.entry_of()


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def group_of(service_id: UUID) -> Client:
    """The browser of whoever runs it: no account, one press."""
    client, token = Client(), give_entry_link(service_id, by=saying.OPERATOR).token
    address = reverse("entry-link", args=[token])
    assert b"Read what we say" in client.get(address).content
    assert client.get(reverse("own-entry")).status_code == 404  # looking at it opens nothing
    assert client.post(address).status_code == 302
    return client


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return unescape(answer.content.decode())


def press(client: Client, name: str, /, *args: object, **said: object) -> str:
    answer = client.post(reverse(name, args=args), said, follow=True)
    return unescape(answer.content.decode())


def as_shown(client: Client) -> dict[str, str]:
    """The form of changes as a browser would send it back."""
    page = html.read(client.get(reverse("own-entry-change")).content.decode())
    sent = dict[str, str]()
    for box in page.all("input"):
        kind, name = box.attributes.get("type"), box.attributes.get("name", "")
        if kind != "radio" or "checked" in box.attributes:
            sent[name] = box.attributes.get("value", "")
    sent |= {box.attributes["name"]: box.text for box in page.all("textarea")}
    del sent["csrfmiddlewaretoken"]
    return sent


def test_a_group_reads_what_we_say_and_one_press_says_that_it_is_right(choir: UUID) -> None:
    find_wrong(choir, Trouble.MOVED, until=clock.today() + USUALLY, by=staff_actor("nadia"))
    client = group_of(choir)
    page = read(client, "own-entry")
    for told in (
        "Tidewater Singers",
        "Thursday 2pm - 4pm",
        "0161 496 0120",
        "Last checked on 11 November 2026",
    ):
        assert told in page
    assert "It is written down" in press(client, "own-entry", right="yes")
    rows = Check.objects.filter(service=choir)
    assert {row.part for row in rows} == {part.value for part in Part}
    assert {(row.source, row.on) for row in rows} == {("provider", clock.today())}
    assert "You told us" in read(client, "own-entry")
    staff = read(of("nadia"), "entry", choir)
    assert "The group itself, by its link" in staff
    assert "It has moved," not in staff


def test_closed_is_asked_once_more_then_hides_it_and_can_be_undone(choir: UUID) -> None:
    client = group_of(choir)
    assert "Has it closed?" in read(client, "own-entry-closed")
    assert client.get(reverse("group", args=[choir])).status_code == 200
    assert "Nobody is shown it any more" in press(client, "own-entry-closed")
    assert client.get(reverse("group", args=[choir])).status_code == 404
    assert "the group itself says so" in read(of("nadia"), "entry", choir)
    press(client, "own-entry", right="yes")
    assert client.get(reverse("group", args=[choir])).status_code == 200


def test_hours_count_at_once_and_a_number_waits_for_a_curator(choir: UUID) -> None:
    client = group_of(choir)
    page = press(
        client,
        "own-entry-change",
        **{**as_shown(client), "hours": "Friday 2pm - 4pm", "phone": "0161 496 0555"},
    )
    assert "It counts from now on. Part of it is looked at first." in page
    assert "Somebody looks at it first" in page
    public = read(Client(), "group", choir)
    assert "Friday 2pm - 4pm" in public
    assert "0161 496 0555" not in public
    assert {row.field for row in Edit.objects.all()} == {"hours", "phone"}
    supervisor = read(of("ruth"), "entry", choir)
    assert "0161 496 0555" in supervisor
    assert "Take it over" in supervisor
    colleague = read(of("nadia"), "entry", choir)
    assert "A supervisor or the manager decides." in colleague
    assert "Take it over" not in colleague


def test_whoever_decides_second_is_told_and_the_group_sees_what_became_of_it(choir: UUID) -> None:
    first, second = saying.edits(choir, 2)
    ruth, helen, client = of("ruth"), of("helen"), group_of(choir)
    assert "Taken over." in press(ruth, "edit-accept", first)
    late = helen.post(reverse("edit-accept", args=[first]))
    assert late.status_code == 409
    assert "This has moved on" in late.content.decode()
    assert "Nothing was changed. Write why" in press(helen, "edit-refuse", second)
    assert "Refused." in press(helen, "edit-refuse", second, reason="We could not find it there")
    assert "0161 496 0555" in read(Client(), "group", choir)
    page = read(client, "own-entry")
    assert "Not taken over" in page
    assert "We could not find it there" in page
    assert "It counts" in page


def test_what_somebody_else_changed_meanwhile_is_not_the_groups_word(choir: UUID) -> None:
    client = group_of(choir)
    form = as_shown(client)
    with writing():
        Service.objects.filter(pk=choir).update(description="Another choir altogether.")
    press(client, "own-entry-change", **{**form, "hours": "Friday 2pm - 4pm"})
    assert [row.field for row in Edit.objects.all()] == ["hours"]
    assert Service.objects.get(pk=choir).description == "Another choir altogether."


def test_what_cannot_be_read_stays_and_says_what_to_write(choir: UUID) -> None:
    client = group_of(choir)
    page = press(client, "own-entry-change", **{**as_shown(client), "place": "the old hall"})
    assert "Write the address, and its postcode last" in page
    assert "Nothing is different" in press(client, "own-entry-change", **as_shown(client))
    assert not Edit.objects.exists()


@pytest.mark.parametrize("how", ["unknown", "revoked", "expired", "another's"])
def test_a_link_that_is_no_longer_one_is_a_404_like_an_unknown_one(choir: UUID, how: str) -> None:
    link = give_entry_link(choir, by=saying.OPERATOR)
    token = link.token
    if how == "revoked":
        close_links_to_entry(choir, by=saying.OPERATOR)
    elif how == "expired":
        with writing():
            Link.objects.filter(pk=link.id).update(expires_at=clock.now())
    elif how == "another's":
        token = links.issue(LinkPurpose.SELF, holder=new_id(), by=saying.OPERATOR)
    elif how == "unknown":
        token = "nothing-opens-with-this"
    nothing = Client().get("/no/such/page")
    for verb in ("get", "post"):
        answer = getattr(Client(), verb)(reverse("entry-link", args=[token]))
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_a_link_that_is_closed_closes_the_page_that_it_opened(choir: UUID) -> None:
    client = group_of(choir)
    assert "Closed: one link." in press(of("nadia"), "entry-close-links", choir)
    for name in ("own-entry", "own-entry-closed", "own-entry-change"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name)).status_code == 404


def test_a_link_is_shown_once_and_opens_that_entry_alone(choir: UUID) -> None:
    nadia = of("nadia")
    page = press(nadia, "entry-give-link", choir)
    assert "/g/" in page
    assert "Copy it now" in page
    again = nadia.get(reverse("entry-give-link", args=[choir]))
    assert again.status_code == 302
    assert "One link is open." in read(nadia, "entry", choir)
    assert "Tidewater" not in read(group_of(saying.entry_of("Tuesday Table")), "own-entry")


def test_whom_to_ring_is_a_list_with_what_to_ask(choir: UUID) -> None:
    first, second = saying.calls(2)
    nadia = of("nadia")
    page = read(nadia, "entries-waiting")
    assert "To ring (2)" in page
    assert "Nothing was changed. Say what is right" in press(nadia, "asking-rang", first)
    assert "It stands last on the list now." in press(nadia, "asking-nobody", first)
    page = press(nadia, "asking-rang", second, parts=["contact", "times"])
    assert "To ring (1)" in page
    row = Asking.objects.get(pk=second)
    assert row.answered_on == clock.today()
    parts = Check.objects.filter(service=row.service_id).values_list("part", flat=True)
    assert set(parts) == {"contact", "times"}
    assert nadia.post(reverse("asking-rang", args=[second]), {"parts": "cost"}).status_code == 409
    assert "To ring" not in read(of("helen"), "entries-waiting")  # a manager rings nobody


def told(**more: str) -> dict[str, str]:
    return {name: str(value) for name, value in vars(saying.BENCH).items()} | more


def test_what_anybody_tells_us_of_waits_and_what_a_link_worker_adds_is_there(choir: UUID) -> None:
    nobody = Client()
    assert "Somebody reads it first." in press(nobody, "add-group", **told())
    assert not Service.objects.filter(name="Bench Talkers").exists()
    page = press(of("nadia"), "add-group", **told(name="Towpath Tea"))
    assert "Towpath Tea" in page
    assert PRIVATE in page
    assert "Monday 10am - 11am" in read(nobody, "group", saying.entry_of("Towpath Tea"))
    waiting = NewGroup.objects.get(name="Bench Talkers")
    assert "It is in the directory now" in press(of("helen"), "new-group-add", waiting.pk)
    assert "Bench Talkers" in read(nobody, "group", saying.entry_of("Bench Talkers"))
    assert of("ruth").post(reverse("new-group-add", args=[waiting.pk])).status_code == 409


def test_a_number_in_what_everybody_reads_is_sent_back(choir: UUID) -> None:
    page = press(Client(), "add-group", **told(application_process=f"Ring Len on {PRIVATE}"))
    assert "Everybody will read this, so leave numbers and addresses out of it" in page
    assert not NewGroup.objects.exists()


def test_words_that_can_mean_danger_are_flagged_to_the_curator_and_block_nobody(
    choir: UUID,
) -> None:
    words = "For people who want to kill themselves"
    assert "Somebody reads it first." in press(Client(), "add-group", **told(eligibility=words))
    assert "Words that can mean danger" in read(of("ruth"), "entries-waiting")


def test_the_form_stops_whoever_uses_it_without_end(choir: UUID) -> None:
    client = Client()
    for _ in range(10):
        assert client.post(reverse("add-group"), told()).status_code == 302
    assert client.post(reverse("add-group"), told()).status_code == 429


def test_the_organisers_number_is_in_no_page_for_others_no_feed_and_no_export(
    choir: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    press(of("nadia"), "add-group", **told())
    bench = saying.entry_of("Bench Talkers")
    press(Client(), "add-group", **told(name="Waits"))
    nobody, amara, helen = Client(), of("amara"), of("helen")
    pages = [
        read(nobody, "group", bench),
        press(nobody, "find", text="tea on a bench", near="M33 7BZ"),
        read(group_of(bench), "own-entry"),
        read(group_of(bench), "own-entry-change"),
        read(helen, "entries-waiting"),
    ]
    feeds = [
        nobody.get(f"{reverse(f'{ORUK.name}-services')}?full=true").content.decode(),
        nobody.get(reverse(f"{ORUK.name}-services-one", args=[bench])).content.decode(),
    ]
    assert "Bench Talkers" in feeds[1]
    assert amara.get(reverse("entry", args=[bench])).status_code == 404
    exported = [str(one) for one in documents()]
    for text in (*pages, *feeds, *exported, caplog.text):
        assert PRIVATE not in text
        assert PRIVATE.replace(" ", "") not in text
    assert PRIVATE in read(of("tom"), "entry", bench)


def test_a_group_that_is_refused_has_its_number_forgotten(choir: UUID) -> None:
    (waits,) = saying.new_groups(1)
    assert "Nothing was changed" in press(of("helen"), "new-group-refuse", waits)
    press(of("helen"), "new-group-refuse", waits, reason="It is in a list already")
    row = NewGroup.objects.get(pk=waits)
    assert (row.state, row.organiser_phone, row.service) == ("refused", "", None)
