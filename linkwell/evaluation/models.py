"""What is known of each referral's pathway, and from when until when. Made from the journal."""

from django.db import models
from django.db.models import F, Q

from linkwell.access.models import Organisation, Subject
from linkwell.evaluation.rules import ASKED, Known, Why
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class PathwayVersion(PersonRecord):
    """One referral as it was known between two moments: for any day there is one row.

    No name, no words, and nothing that the journal does not hold: it can be made again at any time.
    """

    record_class = RecordClass.PATHWAY
    field_classes = classify(
        operational="id person service practice_id referral_id offered_at known_from known_until"
        " accepted reached planned connected attended helped why"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice_id = models.UUIDField()
    referral_id = models.UUIDField()
    offered_at = models.DateTimeField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)  # null: until now
    accepted = models.CharField(max_length=8)
    reached = models.CharField(max_length=8)
    planned = models.CharField(max_length=8)
    connected = models.CharField(max_length=8)
    attended = models.CharField(max_length=8)
    helped = models.CharField(max_length=8)
    why = models.CharField(max_length=10, default="", blank=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["referral_id", "known_from"], name="pathway_once"),
            models.CheckConstraint(
                condition=Q(known_until__isnull=True) | Q(known_until__gt=F("known_from")),
                name="pathway_until",
            ),
            models.CheckConstraint(condition=Q(why__in=["", *codes(Why)]), name="pathway_why"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}__in": codes(Known)}), name=f"pathway_{step}"
                )
                for step in ASKED
            ),
        ]
        indexes = [models.Index(fields=["service", "offered_at"], name="pathway_offered")]
