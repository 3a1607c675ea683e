"""A person, as one service knows them."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.kernel import clock
from linkwell.people.rules import Channel, NoNhsNumber, Safe
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Person(PersonRecord):
    """Who it is. The key is the Subject's; another service has another row for the same human."""

    record_class = RecordClass.IDENTITY
    field_classes = classify(
        personal="given_name family_name search_name birth_date nhs_number stated_nhs_number"
        " language",
        special="interpreter helps not_told abuse died_on",
        operational="person service no_nhs_number created_at abuse_at",
    )

    id = None  # type: ignore[assignment]
    person = models.OneToOneField(
        Subject, models.PROTECT, primary_key=True, related_name="+", db_column="person_id"
    )
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    search_name = models.CharField(max_length=210, db_collation="C")  # family name first
    birth_date = models.DateField()
    nhs_number = models.CharField(max_length=10, null=True)
    no_nhs_number = models.CharField(max_length=16, default="", blank=True)
    stated_nhs_number = models.CharField(max_length=10, default="", blank=True)
    language = models.CharField(max_length=2, default="en")  # ISO 639-1, as spoken
    interpreter = models.BooleanField(null=True)  # None: not asked
    helps = models.JSONField(default=list)  # codes of what helps them take part
    not_told = models.CharField(max_length=1000, default="", blank=True)  # who must not hear of it
    abuse = models.BooleanField(default=False)  # harm by somebody close was spoken of
    abuse_at = models.DateTimeField(default=clock.now)  # since when `abuse` says so
    died_on = models.DateField(null=True)  # nothing is ever sent again
    created_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["service", "nhs_number"],
                name="person_nhs_number_once",
                condition=Q(nhs_number__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=False, no_nhs_number="")
                | Q(nhs_number__isnull=True, no_nhs_number__in=codes(NoNhsNumber)),
                name="person_nhs_number_or_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "search_name"], name="person_name"),
            models.Index(fields=["service", "-created_at"], name="person_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class ContactWay(PersonRecord):
    """One way to reach a person, and whether somebody has said that it is safe."""

    record_class = RecordClass.CONTACT
    field_classes = classify(
        personal="value times", operational="id person service channel safe said_by said_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5)
    value = models.CharField(max_length=254)
    safe = models.CharField(max_length=9, default=Safe.NOT_ASKED.value)
    times = models.CharField(max_length=100, default="", blank=True)
    said_by = models.CharField(max_length=10, default="", blank=True)  # a code: referrer, person
    said_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(safe__in=codes(Safe)), name="contact_safe"),
            models.CheckConstraint(condition=Q(channel__in=codes(Channel)), name="contact_channel"),
        ]
        indexes = [models.Index(fields=["service", "value"], name="contact_value")]


class Address(PersonRecord):
    """Where a person lives. `hidden`: street, postcode and distances appear nowhere."""

    record_class = RecordClass.ADDRESS
    field_classes = classify(personal="lines postcode", operational="person service hidden")

    id = None  # type: ignore[assignment]
    person = models.OneToOneField(
        Subject, models.PROTECT, primary_key=True, related_name="+", db_column="person_id"
    )
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lines = models.CharField(max_length=200, default="", blank=True)
    postcode = models.CharField(max_length=8, default="", blank=True)
    hidden = models.BooleanField(default=False)

    class Meta(PersonRecord.Meta):
        pass


class Proxy(PersonRecord):
    """Somebody who speaks for a person: in what, from when until when, and for what reason."""

    record_class = RecordClass.RELATIONSHIP
    field_classes = classify(
        personal="name relation phone",
        operational="id person service scope began_on ends_on ended_at link_id",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, default="", blank=True)  # as they gave it, to be rung
    scope = models.JSONField(default=list)  # codes of ProxyScope
    began_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    link_id = models.UUIDField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("began_on")), name="proxy_dates"
            )
        ]
