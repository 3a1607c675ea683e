"""What was asked, what was answered; pulses in a table of their own that no staff can read."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.cases.models import Case
from linkwell.kernel import clock
from linkwell.measures.rules import Happening, Offered, Stage
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Asking(PersonRecord):
    """One set of questions for one person: which, how offered, and whether an answer came.

    A link of the person's opens its own row and nothing else (`access/sharing.py`).
    """

    record_class = RecordClass.MEASURE
    field_classes = classify(
        operational="id person service case pack stage items contact_no offered made_at offered_at"
        " answered_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    pack = models.CharField(max_length=20)
    stage = models.CharField(max_length=5, default="", blank=True)  # empty: a pulse
    items = models.JSONField()
    contact_no = models.PositiveSmallIntegerField(null=True)
    offered = models.CharField(max_length=8, default="", blank=True)  # empty: not yet
    made_at = models.DateTimeField(default=clock.now)
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=codes(Stage)), name="asking_stage"
            ),
            models.CheckConstraint(
                condition=Q(offered="", offered_at__isnull=True)
                | Q(offered__in=codes(Offered), offered_at__isnull=False),
                name="asking_offered",
            ),
        ]
        indexes = [models.Index(fields=["case", "-made_at"], name="asking_case")]


class Happened(PersonRecord):
    """That there is a plan, or was a first visit: pulses about it are due from then on."""

    record_class = RecordClass.CASE
    field_classes = classify(operational="id person service case what at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    what = models.CharField(max_length=5)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(what__in=codes(Happening)), name="happened_what"),
            models.UniqueConstraint(fields=["case", "what"], name="happened_once"),
        ]


class Answer(PersonRecord):
    """One answer to one question of a measure."""

    record_class = RecordClass.MEASURE
    field_classes = classify(special="value", operational="id person service asking_id item at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asking_id = models.UUIDField()
    item = models.CharField(max_length=20)
    value = models.SmallIntegerField(null=True)  # null: would rather not
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["asking_id", "item"], name="answer_once"),
        ]


class PulseAnswer(PersonRecord):
    """What the person thinks of the help. Nobody on the staff reads one, nor whose it is.

    A supervisor whom it is not about may type one in from paper; then nobody reads it either.
    """

    record_class = RecordClass.PULSE
    field_classes = classify(special="score", operational="id person service item contact_no on")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    item = models.CharField(max_length=20)
    score = models.SmallIntegerField(null=True)  # null: would rather not
    contact_no = models.PositiveSmallIntegerField()
    on = models.DateField(default=clock.today)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "item", "contact_no"], name="pulse_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=4), name="pulse_score"
            ),
        ]
