"""Lists on their way in, as a supervisor brings them."""

from typing import Any

from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.directory import incoming
from linkwell.directory.actions.bringing import Brought, begin_list, bring_list
from linkwell.directory.going_on import go_on
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import mapping_of
from linkwell.tables.sealing import seal

SHEET = (
    "Group,What happens,When,Where,Postcode,Website,Free?\n"
    "The long table,Lunch for anyone who is lonely,Thursday 12pm - 2pm,Wesley Hall,M33 7BZ,"
    "https://longtable.example,Yes\n"
    "Chair yoga,Gentle moving for all,Monday 10am - 11am,Library,M33 3SD,,No\n"
    ",A line without a name,,,,,\n"
    "Debt desk,Help with money,Friday 9am - 12pm,Town hall,XX1 1XX,,Yes\n"
)
SPEC: dict[str, Any] = {
    "title": "Oak list",
    "headers": ["Group", "Postcode"],
    "made_id": ["Group"],
    "hear": ["name", "description"],
    "fields": {
        "name": "Group",
        "description": "What happens",
        "hours": "When",
        "address": "Where",
        "postcode": "Postcode",
        "url": "Website",
    },
    "codes": {
        "free": {
            "columns": ["Free?"],
            "default": "unknown",
            "when": [{"words": ["Yes"], "is": "yes"}, {"words": ["No"], "is": "no"}],
        }
    },
}


def waiting(publisher: str, data: str | bytes = SHEET, **said: Any) -> ListImport:
    """A sheet that waits for somebody to look."""
    with acting_as(staff_actor("ruth")) as ruth:
        row = bring_list(
            Brought(publisher=publisher, source="oak.csv", digest="0", **said), by=ruth
        )
        incoming.keep(row.pk, incoming.LIST, data.encode() if isinstance(data, str) else data)
    return row


def brought_in(publisher: str, data: str | bytes = SHEET, **said: Any) -> ListImport:
    """A sheet that a supervisor pressed for, and the worker brought in."""
    row = waiting(publisher, data, **said)
    mapping = mapping_of(SPEC, name="Oak list")
    with acting_as(staff_actor("ruth")) as ruth:
        begin_list(row.pk, spec=SPEC, mapping=mapping.name, by=ruth)
    go_on(row.pk)
    row.refresh_from_db()
    return row


def at_an_address(publisher: str) -> ListImport:
    """A list that came from an address, which nobody answers any more."""
    row = waiting(publisher, sealed=seal("https://nobody.example/list.csv"), address_digest="0")
    return row
