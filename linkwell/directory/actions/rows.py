"""Rows from drafts: what a publisher says, and what is worked out from it.

Called by the verbs only. Written for many at once, since lists are long.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID, uuid5

from linkwell.directory.actions.own_words import keep_edits
from linkwell.directory.actions.suggested import write_suggestions
from linkwell.directory.actions.values import (
    SCHEDULE,
    location_values,
    schedule_rows,
    service_values,
)
from linkwell.directory.documents import Document
from linkwell.directory.drafts import Draft
from linkwell.directory.models import (
    Attribute,
    Location,
    Organization,
    Publisher,
    Schedule,
    Service,
    ServiceAtLocation,
    SourceRecord,
    TaxonomyTerm,
)
from linkwell.kernel import clock
from linkwell.kernel.ids import new_id
from linkwell.tables.expressions import one_of_texts

Drafts = Mapping[UUID, Draft]  # by the id of the service that each becomes
At = tuple[UUID, UUID]  # a service, a place


def write(
    drafts: Sequence[Draft],
    source: Publisher,
    *,
    known: AbstractSet[str],
    digests: Mapping[str, str] | None = None,
) -> None:
    """`known` are the ids of records that we have; only of these has anything to go first.

    `digests`: those to keep instead of the drafts' own, where no list has come in.
    """
    services = _write_services(drafts, source, known)
    _write_terms({own: term for draft in drafts for own, term in draft.terms.items()}, source)
    by_service = {services[draft.listing.source_id]: draft for draft in drafts}
    _write_documents(by_service, source, known, digests or {})
    before = [at for at, draft in by_service.items() if draft.listing.source_id in known]
    were = _clear(before) if before else {}
    _write_places(by_service, source, were)
    _write_parts(by_service)
    write_suggestions(by_service, known=before)
    keep_edits(before)
    if were:
        places = {place for _service, place in were}
        Location.objects.filter(pk__in=places, services_here=None).delete()


def _write_services(
    drafts: Sequence[Draft], source: Publisher, known: AbstractSet[str]
) -> dict[str, UUID]:
    organizations = _upsert(
        Organization,
        {
            draft.organization_id: {"name": draft.listing.organization, "website": ""}
            for draft in drafts
        },
        source,
        had={draft.organization_id for draft in drafts},
    )
    rows = {
        draft.listing.source_id: {
            **service_values(draft.listing, organizations[draft.organization_id]),
            "taxonomy_terms": sorted(map(UUID, draft.terms)),
            "last_modified": clock.now(),
        }
        for draft in drafts
    }
    return _upsert(Service, rows, source, had=known)


def _write_documents(
    drafts: Drafts, source: Publisher, known: AbstractSet[str], digests: Mapping[str, str]
) -> None:
    rows = {
        draft.listing.source_id: {
            "service_id": service_id,
            "document": draft.told,
            "digest": digests.get(draft.listing.source_id, draft.digest),
            "line_digest": draft.line_digest,
            "organization_key": draft.organization_id,
        }
        for service_id, draft in drafts.items()
    }
    _upsert(SourceRecord, rows, source, had=known)


def _write_terms(terms: Mapping[str, Document], source: Publisher) -> None:
    texts = ("code", "name", "description", "taxonomy", "language", "term_uri")
    rows = {
        own: {
            **{text: term.get(text, "") for text in texts},
            "taxonomy_detail": term.get("taxonomy_detail"),
            "parent_id": term.get("parent_id"),
            "taxonomy_id": term.get("taxonomy_id"),
        }
        for own, term in terms.items()
    }
    _upsert(TaxonomyTerm, rows, source, had=rows.keys())


def _clear(services: Sequence[UUID]) -> dict[At, UUID]:
    """Hours, needs and where they are, to be written anew; where they were, and its id."""
    at = ServiceAtLocation.objects.filter(service__in=services)
    rows = at.values_list("service_id", "location_id", "id")
    were = {(service, place): own for service, place, own in rows}
    at.delete()
    for model in (Schedule, Attribute):
        model.objects.filter(service__in=services).delete()
    return were


def _write_places(drafts: Drafts, source: Publisher, were: Mapping[At, UUID]) -> None:
    """Places by their own ids: several services of a publisher may share one, and then what we
    publish of the others may change too. Who stays at a place keeps the id of being there."""
    wheres = {
        placed.source_id: placed.where for draft in drafts.values() for placed in draft.places
    }
    ids = _upsert(
        Location,
        {source_id: location_values(where) for source_id, where in wheres.items()},
        source,
        had=wheres.keys(),
    )
    there = ServiceAtLocation.objects.filter(location__in=ids.values())
    if others := set(there.values_list("service_id", flat=True)):
        Service.objects.filter(pk__in=others).update(last_modified=clock.now())
    ServiceAtLocation.objects.copy_values(
        ("id", "service", "location"),
        (
            (
                were.get((service_id, ids[source_id])) or at_id(service_id, ids[source_id]),
                service_id,
                ids[source_id],
            )
            for service_id, draft in drafts.items()
            for source_id in dict.fromkeys(placed.source_id for placed in draft.places)
        ),
    )


def at_id(service_id: UUID, location_id: UUID) -> UUID:
    """The id of a service's being at a place: the same one when it comes back there."""
    return uuid5(service_id, str(location_id))


def _write_parts(drafts: Drafts) -> None:
    Schedule.objects.copy_values(
        SCHEDULE,
        (
            row
            for service_id, draft in drafts.items()
            for row in schedule_rows(service_id, draft.listing)
        ),
    )
    Attribute.objects.copy_values(
        ("service", "need", "known_by", "words"),
        (
            (service_id, offer.need, offer.known_by, offer.words)
            for service_id, draft in drafts.items()
            for offer in draft.listing.needs
        ),
    )


def _upsert(
    model: type[Organization | Location | Service | SourceRecord | TaxonomyTerm],
    rows: Mapping[str, Mapping[str, Any]],
    source: Publisher,
    *,
    had: AbstractSet[str],
) -> dict[str, UUID]:
    """Write values, the same fields in each row, by the publisher's ids; the ids that they have
    with us. Of no others than those in `had` do we look whether we have them."""
    if not rows:
        return {}
    manager: Any = model._default_manager
    fields = tuple(next(iter(rows.values())))
    perhaps = [source_id for source_id in rows if source_id in had]
    known = _known(manager, source, perhaps) if perhaps else {}
    new = {source_id: new_id() for source_id in rows if source_id not in known}
    manager.copy_values(
        ("id", "publisher", "source_id", *fields),
        ((new[own], source.pk, own, *rows[own].values()) for own in new),
    )
    if known:
        manager.bulk_create(
            (model(id=known[own], publisher=source, source_id=own, **rows[own]) for own in known),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(fields),
        )
    return known | new


def _known(manager: Any, source: Publisher, source_ids: Sequence[str]) -> dict[str, UUID]:
    rows = manager.filter(one_of_texts("source_id", source_ids), publisher=source)
    return dict(rows.values_list("source_id", "id"))
