"""Organisations, services and places, in the words of HSDS 3.1. Nothing here is about people."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from linkwell.access.models import Organisation
from linkwell.directory.fields import GridPointField
from linkwell.directory.freshness import Part, Source, Trouble
from linkwell.directory.prose.said import Confidence, Field
from linkwell.directory.rules import (
    Day,
    KnownBy,
    LocationType,
    ReferralRoute,
    Status,
    SuggestionState,
)
from linkwell.needs.rules import Need
from linkwell.tables.base import Record, classify, codes


class Publisher(Record):
    """Whose list it is: the publisher of a file or feed."""

    field_classes = classify(operational="id", public="name")

    name = models.CharField(max_length=200, unique=True)


class FetchedFeed(Record):
    """Which version of a publisher's feed came in last: for asking whether it is still that.

    `versions` holds an address, and the ETag or date it told, for every answer of the feed; it is
    sealed, since an address may hold a key.
    """

    field_classes = classify(operational="id publisher address_digest versions fetched_at")

    publisher = models.OneToOneField(Publisher, models.CASCADE, related_name="+")
    address_digest = models.CharField(max_length=64)
    versions = models.TextField()
    fetched_at = models.DateTimeField()


class Organization(Record):
    """Who runs services. `source_id` is the publisher's own id, or made from what it says."""

    field_classes = classify(operational="id publisher source_id", public="name website")

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    source_id = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "source_id"], name="organization_source")
        ]


class Service(Record):
    """What is offered. An empty text, a null and "unknown" mean that nobody has told us."""

    field_classes = classify(
        operational="id publisher source_id organization confirmed_on last_modified same_as"
        " compared_at",
        public="name description url phone email minimum_age maximum_age available available_on"
        " status referral_route application_process fees_description free eligibility_description"
        " alert serves languages taxonomy_terms assured_date",
    )

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    source_id = models.CharField(max_length=100)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)
    url = models.CharField(max_length=500, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)  # the group's, no person's
    email = models.EmailField(default="", blank=True)  # the office's, no person's
    minimum_age = models.PositiveSmallIntegerField(null=True)  # in years; null: not known
    maximum_age = models.PositiveSmallIntegerField(null=True)
    available = models.PositiveSmallIntegerField(null=True)  # places free; null: not known
    available_on = models.DateField(null=True)  # when that was told
    status = models.CharField(max_length=18, default=Status.UNKNOWN.value)
    referral_route = models.CharField(max_length=12, default=ReferralRoute.UNKNOWN.value)
    application_process = models.TextField(default="", blank=True)
    fees_description = models.TextField(default="", blank=True)
    free = models.BooleanField(null=True)
    eligibility_description = models.TextField(default="", blank=True)
    alert = models.TextField(default="", blank=True)
    serves = ArrayField(models.CharField(max_length=9), default=list)  # local authorities
    languages = ArrayField(models.CharField(max_length=3), default=list)  # spoken there: ISO 639
    taxonomy_terms = ArrayField(models.UUIDField(), default=list)  # ids, as we publish them
    assured_date = models.DateField(null=True)  # when its publisher last checked it
    confirmed_on = models.DateField(null=True)  # when anybody else last said that a part is right
    # When what we publish of it last changed; null: it came in before documents were kept.
    last_modified = models.DateTimeField(null=True)
    # The entry that tells of it, where several lists name one group; null: it tells of itself.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    compared_at = models.DateTimeField(null=True)  # with what else there is: see `comparing.py`

    class Meta:
        indexes = [
            models.Index(fields=["last_modified"], name="service_last_modified"),
            models.Index(
                fields=["id"],
                condition=Q(compared_at=None) | Q(compared_at__lt=F("last_modified")),
                name="service_to_compare",
            ),
            models.Index(F("assured_date").asc(nulls_first=True), "id", name="service_longest_ago"),
            GinIndex(fields=["taxonomy_terms"], name="service_taxonomy_terms"),
            GinIndex(SearchVector("name", "description", config="english"), name="service_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["publisher", "source_id"], name="service_source"),
            models.CheckConstraint(
                condition=Q(same_as=None) | ~Q(same_as=F("id")), name="service_same_as_another"
            ),
            models.CheckConstraint(condition=Q(status__in=codes(Status)), name="service_status"),
            models.CheckConstraint(
                condition=Q(referral_route__in=codes(ReferralRoute)), name="service_route"
            ),
        ]


class SourceRecord(Record):
    """What a publisher says of a service, whole, as an HSDS 3.1 document (`documents.py`).

    Service, places, hours and needs are worked out from it, and written anew when it changes.
    """

    field_classes = classify(
        operational="id publisher source_id service digest line_digest organization_key",
        public="document",
    )

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    source_id = models.CharField(max_length=100)
    service = models.ForeignKey(Service, models.CASCADE, related_name="records")
    document = models.JSONField()
    digest = models.CharField(max_length=64)  # of what it says; empty once a list left it out
    line_digest = models.CharField(max_length=16, default="")  # of its line, where its id is made
    organization_key = models.CharField(max_length=100, default="")  # `source_id` of who runs it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "source_id"], name="source_record")
        ]


class TaxonomyTerm(Record):
    """A term that a publisher's documents use, as we publish it; `source_id` is its id there.

    Two publishers may use one term: it is then kept for each of them, and told once.
    """

    field_classes = classify(
        operational="id publisher source_id parent_id taxonomy_id",
        public="code name description taxonomy taxonomy_detail language term_uri",
    )

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    source_id = models.CharField(max_length=100, db_index=True)
    code = models.TextField(default="", blank=True)
    name = models.TextField()
    description = models.TextField()
    parent_id = models.UUIDField(null=True)
    taxonomy = models.TextField(default="", blank=True)
    taxonomy_detail = models.JSONField(null=True)  # the vocabulary itself, where it is told of
    language = models.TextField(default="", blank=True)
    taxonomy_id = models.UUIDField(null=True, db_index=True)
    term_uri = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "source_id"], name="taxonomy_term_source")
        ]


class Location(Record):
    """A place, an office for post, or no place at all (by phone, online)."""

    field_classes = classify(
        operational="id publisher source_id",
        public="location_type address postcode point authority step_free accessibility",
    )

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    source_id = models.CharField(max_length=100)
    location_type = models.CharField(max_length=8)
    address = models.TextField(default="", blank=True)
    postcode = models.CharField(max_length=8, default="", blank=True)
    point = GridPointField(null=True)
    authority = models.CharField(max_length=9, default="", blank=True)
    step_free = models.BooleanField(null=True)
    accessibility = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "source_id"], name="location_source"),
            models.CheckConstraint(
                condition=Q(location_type__in=codes(LocationType)), name="location_type"
            ),
        ]
        indexes = [GistIndex(fields=["point"], name="location_point")]


class ServiceAtLocation(Record):
    field_classes = classify(operational="id service location")

    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.PROTECT, related_name="services_here")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_at_location")
        ]


class Schedule(Record):
    """When it is on: in words, and as a session that comes back where that is surely known.

    `nth` is of the days in a month, `interval` of weeks or months, as `rules.Session` says.
    """

    field_classes = classify(
        operational="id service",
        public="description byday nth interval opens_at closes_at valid_from valid_to term_time"
        " exceptions",
    )

    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    description = models.TextField(default="", blank=True)
    byday = models.CharField(max_length=2, default="", blank=True)
    nth = models.SmallIntegerField(default=0)
    interval = models.PositiveSmallIntegerField(default=1)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    term_time = models.BooleanField(default=False)
    exceptions = ArrayField(models.DateField(), default=list)  # when it is not on

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(byday="", opens_at__isnull=True, closes_at__isnull=True)
                | Q(byday__in=codes(Day), opens_at__lt=F("closes_at")),
                name="schedule_session",
            ),
            models.CheckConstraint(
                condition=Q(nth__gte=-1, nth__lte=5, interval__gte=1), name="schedule_rhythm"
            ),
        ]


class Attribute(Record):
    """What a service is for: one of the twelve needs, and how we know."""

    field_classes = classify(operational="id service known_by", public="need words")

    service = models.ForeignKey(Service, models.CASCADE, related_name="attributes")
    need = models.CharField(max_length=10)
    known_by = models.CharField(max_length=8)
    words = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "need"], name="attribute_once"),
            models.CheckConstraint(condition=Q(need__in=codes(Need)), name="attribute_need"),
            models.CheckConstraint(
                condition=Q(known_by__in=codes(KnownBy)), name="attribute_known_by"
            ),
        ]
        indexes = [models.Index(fields=["need"], name="attribute_need")]


class Check(Record):
    """That a part of an entry is right: who said so last, and when. Earlier ones: the journal."""

    field_classes = classify(operational="id service part source", public="by on")

    service = models.ForeignKey(Service, models.CASCADE, related_name="checks")
    part = models.CharField(max_length=8)
    source = models.CharField(max_length=11)
    by = models.CharField(max_length=200, default="", blank=True)  # a list's, a service's name
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "part"], name="check_once"),
            models.CheckConstraint(condition=Q(part__in=codes(Part)), name="check_part"),
            models.CheckConstraint(condition=Q(source__in=codes(Source)), name="check_source"),
        ]
        indexes = [models.Index(fields=["part", "on", "service"], name="check_longest_ago")]


class FoundWrong(Record):
    """What somebody found wrong, until when it counts, and whether it is over."""

    field_classes = classify(operational="id service what by_group on until ended_on")

    service = models.ForeignKey(Service, models.CASCADE, related_name="found_wrong")
    what = models.CharField(max_length=12)
    by_group = models.BooleanField(default=False)  # the group said so itself, by its link
    on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "what"], condition=Q(ended_on=None), name="found_wrong_once"
            ),
            models.CheckConstraint(condition=Q(what__in=codes(Trouble)), name="found_wrong_what"),
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="found_wrong_until"),
        ]


class KnowHow(Record):
    """What link workers tell each other: "ask for the kitchen door". Never published."""

    field_classes = classify(operational="id service organisation words by on ended_on")

    service = models.ForeignKey(Service, models.CASCADE, related_name="know_how")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose it is
    words = models.CharField(max_length=300)
    by = models.CharField(max_length=200)  # the colleague's name
    on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="know_how_words")]


class Suggestion(Record):
    """What a service's own words seem to say beyond what its publisher says, for a curator or the
    group itself to confirm. `against` is what the publisher says instead; null where it is silent.
    """

    field_classes = classify(
        operational="id service field confidence state made_at decided_at",
        public="value against sentence",
        personal="decided_by",
    )

    service = models.ForeignKey(Service, models.CASCADE, related_name="suggestions")
    field = models.CharField(max_length=11)
    value = models.JSONField()
    against = models.JSONField(null=True)
    sentence = models.CharField(max_length=300)
    confidence = models.CharField(max_length=7)
    state = models.CharField(max_length=10, default=SuggestionState.OPEN.value)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, default="", blank=True)  # as they call themselves

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field", "value", "sentence"], name="suggestion_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=codes(SuggestionState)), name="suggestion_state"
            ),
            models.CheckConstraint(condition=Q(field__in=codes(Field)), name="suggestion_field"),
            models.CheckConstraint(
                condition=Q(confidence__in=codes(Confidence)), name="suggestion_confidence"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "superseded"])
                | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="suggestion_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at", "id"], condition=Q(state="open"), name="suggestion_open"
            )
        ]
