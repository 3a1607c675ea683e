"""How often what was looked for and not found, by area and day."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation
from linkwell.gaps.rules import AskedIn, Kind, Wish
from linkwell.tables.base import Record, classify, codes


class Gap(Record):
    """A count. It names nobody and holds no words, no story, no session, no hour and no postcode.

    `area` is a code of the Office for National Statistics, or empty where no place was said, where
    it must not be known, or where enough was found. `service`: whose story it was; anybody's search
    belongs to none.
    """

    field_classes = classify(operational="id service asked_in need area day kind count")

    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    asked_in = models.CharField(max_length=6)
    need = models.CharField(max_length=12)
    area = models.CharField(max_length=9, default="", blank=True)
    day = models.DateField()
    kind = models.CharField(max_length=8)
    count = models.IntegerField()  # below 0 for a moment where changes come in another order

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "service", "asked_in", "need", "area", "kind"],
                name="gap_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(need__in=codes(Wish)), name="gap_need"),
            models.CheckConstraint(condition=Q(kind__in=codes(Kind)), name="gap_kind"),
            models.CheckConstraint(
                condition=Q(asked_in=AskedIn.PUBLIC.value, service__isnull=True)
                | Q(asked_in=AskedIn.STORY.value, service__isnull=False),
                name="gap_asked_in",
            ),
            models.CheckConstraint(
                condition=Q(area="") | Q(area__regex=r"^[A-Z][0-9]{8}$"), name="gap_area"
            ),
        ]
