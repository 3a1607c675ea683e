"""The episode: one person, one service, one member who holds it."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.cases.rules import CaseState
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Case(PersonRecord):
    """From acceptance to ending. `referral_id` is opaque: referrals stand above cases."""

    record_class = RecordClass.CASE
    field_classes = classify(operational="id person service holder referral_id state opened_at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    referral_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, default=CaseState.WAITING.value)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=codes(CaseState)), name="case_state")
        ]
        indexes = [models.Index(fields=["holder", "-opened_at"], name="case_holder")]
