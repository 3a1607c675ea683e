"""One list, as it is shown at each step of its way in."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from linkwell.directory.brought import Line, told_of
from linkwell.directory.freshness import Part as EntryPart
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import Mapping
from linkwell.directory.previews import (
    NOTHING,
    Preview,
    is_read_by_mapping,
    mapping_for,
    preview_of_feed,
    preview_of_sheet,
    table_in,
)
from linkwell.directory.rules import Closing, LineKind, Listing, ListState
from linkwell.kernel.errors import InputAtFault
from linkwell.web.design.words import day, moment
from linkwell.web.entry_words import told_of as lines_of
from linkwell.web.manager.list_pages import (
    Group,
    ListRow,
    Part,
    PreviewPage,
    ProgressPage,
    ReportPage,
    Tag,
    Told,
)
from linkwell.web.pages import NavItem, PageData

TAGS: dict[ListState, Tag] = {
    ListState.FETCHING: ("info", "clock", "Being read"),
    ListState.WAITING: ("wait", "ear", "Waits for you"),
    ListState.COMING_IN: ("info", "arrow", "Coming in"),
    ListState.CAME_IN: ("yes", "check", "Is in"),
    ListState.STOPPED: ("stop", "x", "Stopped"),
}
_STANDARDS = "It is written in the words of Open Referral, so no column has to be explained."
_SHOWN = 50  # records of one kind; the sheet has all
_ABOUT = 300  # characters of a description
PARTS = (
    (LineKind.REFUSED, "Did not come in", "The rest of the list did. Mend these lines in the"
     " publisher’s list, and bring it in again: what is in already stays as it is."),
    (LineKind.NO_PLACE, "Came in without a place", "They are found by their name and need, and by"
     " nobody who looks near a postcode."),
    (LineKind.CONFLICT, "A group says otherwise", "The group keeps its own entry, and its word"
     " stands. Choose between the two texts."),
    (LineKind.MISSING, "Not in this list any more", "An earlier list had them."),
    (LineKind.PEOPLE, "Named somebody", "Who is named in a feed is left out, and not kept."),
)  # fmt: skip


def about(row: ListImport) -> str:
    return f"{row.source}, brought by {row.brought_by}, {moment(row.made_at)}"


def row_of(row: ListImport) -> ListRow:
    return ListRow(
        publisher=row.publisher,
        href=reverse("list", args=[row.pk]),
        tag=TAGS[ListState(row.state)],
        told=_in_short(row),
        brought=about(row),
    )


def _in_short(row: ListImport) -> str:
    if row.state == ListState.COMING_IN:
        return _so_far(row)
    if row.state == ListState.STOPPED:
        return row.sentence
    if row.state != ListState.CAME_IN:
        return ""
    told = [f"{row.created:,} new", f"{row.updated:,} changed", f"{row.unchanged:,} as before"]
    told += [f"{row.refused:,} did not come in"] if row.refused else []
    told += [f"{row.closed:,} closed"] if row.closed else []
    return ", ".join(told)


def _in_now(row: ListImport) -> int:
    return row.created + row.updated + row.unchanged


def _so_far(row: ListImport) -> str:
    return f"{_in_now(row):,} of {row.lines:,} are in" if row.lines else "It begins"


def of_list(row: ListImport, *, nav: tuple[NavItem, ...]) -> PageData | None:
    """None where somebody has to say first what its columns are."""
    match ListState(row.state):
        case ListState.WAITING:
            return _preview(row, nav)
        case ListState.FETCHING | ListState.COMING_IN:
            return _progress(row, nav)
        case _:
            return _report(row, nav)


def _progress(row: ListImport, nav: tuple[NavItem, ...]) -> ProgressPage:
    reading = row.state == ListState.FETCHING
    return ProgressPage(
        title=f"{row.publisher}: {'being read' if reading else 'coming in'}",
        nav=nav,
        about=about(row),
        told="It is being fetched and read. Nothing of it is in the directory yet."
        if reading
        else f"{_so_far(row)}. What is in counts at once. You can leave this page.",
        share=_in_now(row) / row.lines if row.lines else None,
        here=reverse("list", args=[row.pk]),
        away=reverse("list-away", args=[row.pk]),
        back=reverse("lists"),
    )


def _preview(row: ListImport, nav: tuple[NavItem, ...]) -> PreviewPage | None:
    by_mapping = is_read_by_mapping(row)
    looked_at = _looked_at(row) if by_mapping else _read_before(row)
    if looked_at is None:
        return None
    found, read_by, fault = looked_at
    return PreviewPage(
        title=f"{row.publisher}: look at it first",
        nav=nav,
        about=about(row),
        fault=fault,
        read_by=read_by,
        come_in=f"{found.come_in:,}",
        counts=_counts(found),
        cut=_cut(row, found),
        leaves_out=_leaves_out(row, found),
        groups=tuple(map(_group, found.first)),
        refused=tuple(Told(f"Line {one.line}", one.sentence) for one in found.why_not),
        more_refused=_more(found.refused - len(found.why_not)),
        columns=reverse("list-columns", args=[row.pk]) if by_mapping else "",
        bring=reverse("list-bring", args=[row.pk]) if found.come_in else "",
        away=reverse("list-away", args=[row.pk]),
        back=reverse("lists"),
    )


def _looked_at(row: ListImport) -> tuple[Preview, str, str] | None:
    """What a sheet would be, how it is read, and why it cannot be."""
    try:
        table = table_in(row)
        mapping = mapping_for(row, table)
        if mapping is None:
            return None
        return preview_of_sheet(row, table, mapping), _read_by(mapping), ""
    except InputAtFault as wrong:
        return NOTHING, "", f"{wrong.sentence}."


def _read_before(row: ListImport) -> tuple[Preview, str, str]:
    try:
        return preview_of_feed(row), _STANDARDS, ""
    except InputAtFault as wrong:
        return NOTHING, "", f"{wrong.sentence}."


def _read_by(mapping: Mapping) -> str:
    return f"Its columns are read as “{mapping.title}” says."


def _counts(found: Preview) -> str:
    told = ["record would come in" if found.come_in == 1 else "records would come in"]
    told += [f"{found.refused:,} would not"] if found.refused else []
    told += [f"{_of(found.no_place, 'has', 'have')} no known place"] if found.no_place else []
    told += [f"{_of(found.people, 'names', 'name')} somebody, who is left out"] * bool(found.people)
    return ", ".join(told)


def _of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _cut(row: ListImport, found: Preview) -> str:
    """Why this is not all."""
    if row.since is not None and not row.whole:
        return f"It has what changed since {day(row.since)}: only that was asked for."
    first = f"{found.looked_at:,}"
    return f"We looked at the first {first} lines; all the others follow." if found.cut else ""


def _leaves_out(row: ListImport, found: Preview) -> str:
    """What becomes of groups that an earlier list had."""
    closes = row.closing != Closing.NOTHING
    if not found.missing:
        later = "What it leaves out is marked as closed, if the list can be believed."
        return later if closes else ""
    told = f"It leaves out {_of(found.missing, 'group', 'groups')} of an earlier list"
    return f"{told}, marked as closed if the list can be believed." if closes else f"{told}."


def _more(number: int) -> str:
    return f"and {number:,} more" if number > 0 else ""


def _group(listing: Listing) -> Group:
    facts = ((part.label, lines_of(part, listing)) for part in EntryPart)
    return Group(
        name=listing.name,
        about=listing.description[:_ABOUT],
        facts=(
            ("Who runs it", (listing.organization,)),
            *((label, lines) for label, lines in facts if lines),
        ),
        needs=", ".join(offer.need.label for offer in listing.needs),
    )


def _report(row: ListImport, nav: tuple[NavItem, ...]) -> ReportPage:
    lines = told_of(row)
    return ReportPage(
        title=row.publisher,
        nav=nav,
        about=about(row),
        tag_of=TAGS[ListState(row.state)],
        sentence=_sentence(row),
        counts=tuple(_numbers(row)),
        parts=tuple(_parts(lines)),
        conflicts=reverse("entries-waiting") if row.conflicts else "",
        sheet="?download=csv" if lines else "",
        again=reverse("list-again", args=[row.pk]) if row.sealed else "",
        new=reverse("list-new"),
        back=reverse("lists"),
    )


def _sentence(row: ListImport) -> str:
    if row.state == ListState.STOPPED:
        kept = " What had come in by then stays." if row.reached else ""
        return f"{row.sentence.rstrip('.')}.{kept}"
    if row.sentence:
        return f"Nothing was closed: {row.sentence}."
    return "" if row.whole else "Only what had changed since the last time was asked for."


def _numbers(row: ListImport) -> Iterator[tuple[str, str]]:
    yield "New", f"{row.created:,}"
    yield "Changed", f"{row.updated:,}"
    yield "As before", f"{row.unchanged:,}"
    for label, number in (
        ("Did not come in", row.refused),
        ("Closed", row.closed),
    ):
        if number:
            yield label, f"{number:,}"


def _parts(lines: Sequence[Line]) -> Iterator[Part]:
    for kind, heading, hint in PARTS:
        own = [line for line in lines if line.kind is kind]
        if own:
            yield Part(
                key=kind,
                heading=f"{heading} ({len(own):,})",
                hint=hint,
                lines=tuple(map(_told, own[:_SHOWN])),
                more=_more(len(own) - _SHOWN),
            )


def _told(line: Line) -> Told:
    return Told(
        where=f"Line {line.line}" if line.line else "",
        sentence=line.sentence,
        href=reverse("entry", args=[line.service_id]) if line.service_id else "",
    )
