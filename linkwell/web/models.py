"""What pages keep between requests: drafts, and which forms were pressed."""

from django.db import models

from linkwell.access.models import User
from linkwell.tables.base import Record, classify


class Draft(Record):
    """A form as it was left. Sealed; only its writer gets it back; gone after twelve hours.

    It holds words about people but no `person_id`: nothing is looked up by it, and it is dropped
    before anything could be asked of it.
    """

    field_classes = classify(operational="id user path expires_at", special="sealed")

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="draft_once")]


class Pressed(Record):
    """That a form was pressed, and where it led: a second press is led there too. For a day."""

    field_classes = classify(operational="id at leads_to")

    at = models.DateTimeField(db_index=True)
    leads_to = models.CharField(max_length=500, default="", blank=True)
