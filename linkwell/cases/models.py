"""The episode: one person, one service, one member who holds it."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.cases.rules import Because, CaseState
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Case(PersonRecord):
    """From acceptance to ending. `referral_id` is opaque: referrals stand above cases."""

    record_class = RecordClass.CASE
    field_classes = classify(
        operational="id person service holder referral_id state at_risk danger_open"
        " opened_at review_on planned_end closed_at closed_because"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    referral_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, default=CaseState.WAITING.value)
    at_risk = models.BooleanField(default=False)  # danger or safeguarding; a supervisor settles it
    danger_open = models.BooleanField(default=False)  # an alert or a concern; safety writes it
    opened_at = models.DateTimeField(default=clock.now)
    review_on = models.DateField(null=True)  # held or paused: when to look again
    planned_end = models.DateField(null=True)  # agreed with the person
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=17, default="", blank=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="case_one_open",
                condition=~Q(state=CaseState.CLOSED.value),
            ),
            models.CheckConstraint(condition=Q(state__in=codes(CaseState)), name="case_state"),
            models.CheckConstraint(
                condition=Q(state__in=("holding", "paused"), review_on__isnull=False)
                | (~Q(state__in=("holding", "paused")) & Q(review_on__isnull=True)),
                name="case_review_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CaseState.CLOSED.value,
                    closed_at__isnull=False,
                    closed_because__in=codes(Because),
                )
                | (~Q(state=CaseState.CLOSED.value) & Q(closed_at__isnull=True, closed_because="")),
                name="case_closed_why",
            ),
        ]
        indexes = [models.Index(fields=["holder", "-opened_at"], name="case_holder")]
