"""What happened, what follows from it, and who looked. Ids here are opaque: no keys upwards."""

from uuid import UUID

from django.db import models

from linkwell.journal.rules import DeliveryState
from linkwell.kernel import clock
from linkwell.tables.base import Record, classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Event(PersonRecord):
    """A fact. Append-only: the application's role may insert and select, nothing else."""

    record_class = RecordClass.TIMELINE
    field_classes = classify(
        operational="id name version at author_id author_kind service_id person_id subject_id data"
    )

    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    author_id = models.UUIDField()
    author_kind = models.CharField(max_length=10)
    service_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)

    def whose(self) -> tuple[UUID, UUID]:
        """The person and the service of a fact about somebody; LookupError for other facts."""
        if self.person_id is None or self.service_id is None:
            raise LookupError(f"{self.name} is about nobody.")
        return self.person_id, self.service_id

    class Meta(PersonRecord.Meta):
        indexes = [
            models.Index(fields=["person_id", "-at"], name="event_person"),
            models.Index(fields=["service_id", "name", "at"], name="event_service"),
        ]


class Delivery(PersonRecord):
    """One event for one handler: the outbox, and the truth about what is still to be done."""

    record_class = RecordClass.DELIVERY
    field_classes = classify(
        operational="id event handler service_id person_id state attempts due_at done_at error"
    )

    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    handler = models.CharField(max_length=80)
    service_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, default=DeliveryState.DUE.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, default="")  # the kind of error, never its words

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=codes(DeliveryState)), name="delivery_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.DONE.value, done_at__isnull=False)
                | (~models.Q(state=DeliveryState.DONE.value) & models.Q(done_at__isnull=True)),
                name="delivery_done_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_due",
                condition=models.Q(state=DeliveryState.DUE.value),
            )
        ]


class Reading(PersonRecord):
    """Who opened which page about whom, when and why. Append-only."""

    record_class = RecordClass.READING
    field_classes = classify(operational="id at author_id service_id person_id page reason")

    at = models.DateTimeField(default=clock.now)
    author_id = models.UUIDField()
    service_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    page = models.CharField(max_length=60)
    reason = models.CharField(max_length=40, default="")  # a code

    class Meta(PersonRecord.Meta):
        indexes = [
            models.Index(fields=["person_id", "-at"], name="reading_person"),
            models.Index(fields=["service_id", "-at"], name="reading_service"),
        ]


class JobRun(Record):
    """The last good run of each scheduled job; `/healthz` shows them."""

    field_classes = classify(operational="id job finished_at")

    job = models.CharField(max_length=60, unique=True)
    finished_at = models.DateTimeField()
