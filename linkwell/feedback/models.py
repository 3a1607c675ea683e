"""Messages to the practice, as they were sent."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.cases.models import Case
from linkwell.feedback.rules import About
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class PracticeMessage(PersonRecord):
    """One message, frozen. `filed_at`: when it was said to stand in the practice's record."""

    record_class = RecordClass.FEEDBACK
    field_classes = classify(
        special="text",
        operational="id person service case practice about code written_by sent_at filed_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    about = models.CharField(max_length=4)
    code = models.CharField(max_length=18)
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    filed_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(about__in=codes(About)), name="feedback_about")
        ]
        indexes = [models.Index(fields=["practice", "-sent_at"], name="feedback_practice")]
