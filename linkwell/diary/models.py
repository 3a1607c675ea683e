"""Talks that are planned."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.cases.models import Case
from linkwell.diary.rules import AppointmentState, Interpreter, Where
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Appointment(PersonRecord):
    """One planned talk: when, where, with whom, and whether an interpreter comes."""

    record_class = RecordClass.APPOINTMENT
    field_classes = classify(
        personal="place",
        special="interpreter",
        operational="id person service case member at where state made_at ended_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    where = models.CharField(max_length=9)
    place = models.CharField(max_length=100, default="", blank=True)  # never their home
    interpreter = models.CharField(max_length=12, default=Interpreter.NOT_NEEDED.value)
    state = models.CharField(max_length=10, default=AppointmentState.PLANNED.value)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(where__in=codes(Where)), name="appointment_where"),
            models.CheckConstraint(
                condition=Q(interpreter__in=codes(Interpreter)), name="appointment_interpreter"
            ),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.PLANNED.value, ended_at__isnull=True)
                | (
                    Q(state__in=codes(AppointmentState))
                    & ~Q(state=AppointmentState.PLANNED.value)
                    & Q(ended_at__isnull=False)
                ),
                name="appointment_state",
            ),
            models.CheckConstraint(
                condition=~Q(where=Where.HOME.value) | Q(place=""), name="appointment_no_home"
            ),
        ]
        indexes = [
            models.Index(
                fields=["member", "at"],
                name="appointment_planned",
                condition=Q(state=AppointmentState.PLANNED.value),
            ),
            models.Index(fields=["case", "at"], name="appointment_case"),
        ]
