"""Alerts and concerns with the clock they share; words that mean danger, and what a supervisor
found; and searches for a caller that found nobody."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.kernel import clock, ids
from linkwell.safety.rules import AlertState, ConcernState, Outcome, Route, Rung, SaidIn, Why
from linkwell.tables.base import Record, classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord

_CLOCK_FIELDS = "rung turn_since turn_until acknowledged_at acknowledged_by"


class Clocked(PersonRecord):
    """What waits for somebody to acknowledge it."""

    rung = models.CharField(max_length=17)
    turn_since = models.DateTimeField()
    turn_until = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta(PersonRecord.Meta):
        abstract = True

    @property
    def reference(self) -> str:
        return ids.reference(self.pk)


class Alert(Clocked):
    """Somebody may be in danger: a named role must say that they have it."""

    record_class = RecordClass.ALERT
    field_classes = classify(
        special="why",
        operational=f"id person service practice cause about_id state raised_at {_CLOCK_FIELDS}",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    cause = models.UUIDField(unique=True)  # the event it follows from: one alert for each
    about_id = models.UUIDField()  # the referral or the concern
    why = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=AlertState.OPEN.value)
    raised_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(why__in=codes(Why)), name="alert_why"),
            models.CheckConstraint(condition=Q(rung__in=codes(Rung)), name="alert_rung"),
            models.CheckConstraint(
                condition=Q(state=AlertState.OPEN.value, acknowledged_at__isnull=True)
                | Q(state=AlertState.ACKNOWLEDGED.value, acknowledged_at__isnull=False),
                name="alert_acknowledged_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["turn_until"],
                name="alert_due",
                condition=Q(state=AlertState.OPEN.value),
            ),
            models.Index(fields=["person"], name="alert_person"),
        ]


class Concern(Clocked):
    """A safeguarding concern: read by whoever raised it and by the supervisors, and nobody else."""

    record_class = RecordClass.CONCERN
    field_classes = classify(
        special="words route outcome outcome_words",
        operational="id person service author_id case_id state raised_at closed_at closed_by"
        f" {_CLOCK_FIELDS}",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author_id = models.UUIDField()  # the user who raised it
    case_id = models.UUIDField()
    words = models.TextField(max_length=4000, default="", blank=True)
    route = models.CharField(max_length=17)
    state = models.CharField(max_length=12, default=ConcernState.OPEN.value)
    raised_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=13, default="", blank=True)
    outcome_words = models.CharField(max_length=1000, default="", blank=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(route__in=codes(Route)), name="concern_route"),
            models.CheckConstraint(condition=Q(rung__in=codes(Rung)), name="concern_rung"),
            models.CheckConstraint(
                condition=Q(
                    state=ConcernState.CLOSED.value,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__in=codes(Outcome),
                )
                | Q(
                    state__in=[ConcernState.OPEN.value, ConcernState.ACKNOWLEDGED.value],
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    outcome="",
                ),
                name="concern_closed_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["turn_until"],
                name="concern_due",
                condition=Q(state=ConcernState.OPEN.value),
            ),
            models.Index(fields=["person"], name="concern_person"),
        ]


class Mention(PersonRecord):
    """Words that mean danger, in the sentence they stand in: open until a supervisor settles it."""

    record_class = RecordClass.DANGER
    field_classes = classify(
        special="words", operational="id person service said_in about_id said_at settled_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    said_in = models.CharField(max_length=8)
    about_id = models.UUIDField()  # the row in which they stand
    words = models.TextField()
    said_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(said_in__in=codes(SaidIn)), name="mention_where"),
        ]
        indexes = [models.Index(fields=["person", "said_at"], name="mention_person")]


class Look(PersonRecord):
    """What a supervisor found: why nobody is in danger any more, or what is done, and when she
    looks again."""

    record_class = RecordClass.DANGER
    field_classes = classify(
        special="words", operational="id person service member again_on looked_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000)
    again_on = models.DateField(null=True)  # null: nobody is in danger any more
    looked_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="look_why")]
        indexes = [models.Index(fields=["person", "-looked_at"], name="look_person")]


class FailedSearch(Record):
    """A search for a caller that found nobody, and the refusal after too many. Not for whom."""

    field_classes = classify(operational="id service member at refused")

    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    refused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="failed_search_member")]
