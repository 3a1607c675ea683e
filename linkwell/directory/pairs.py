"""Tables of entries that are one group: what makes two of them worth comparing, what somebody
decided of a pair, and whose word stands in an entry of several lists."""

from django.db import models
from django.db.models import F, Q

from linkwell.directory.joining import Unit
from linkwell.directory.models import Service
from linkwell.directory.rules import PairState
from linkwell.tables.base import Record, classify, codes


class Mark(Record):
    """Something that an entry shares with its twin, as a number: a phone, a site, a word near by.

    Made from what it says, to find whom to compare it with; never shown.
    """

    field_classes = classify(operational="id service key")

    service = models.ForeignKey(Service, models.CASCADE, related_name="marks")
    key = models.BigIntegerField(db_index=True)


class Pair(Record):
    """Two entries that may be one group: the reasons, and what somebody decided.

    `first` is the one with the lower id. `basis` is a digest of what both say that the score is
    made from: decided once, they are asked about again only when that has changed. `stays` is
    whose id and address go on, while they are the same.
    """

    field_classes = classify(
        operational="id first second score reasons basis state stays made_at decided_at",
        personal="decided_by",
    )

    first = models.ForeignKey(Service, models.CASCADE, related_name="+")
    second = models.ForeignKey(Service, models.CASCADE, related_name="+")
    score = models.SmallIntegerField()
    reasons = models.JSONField()  # [code, points, number or null] each
    basis = models.CharField(max_length=16)
    state = models.CharField(max_length=9, default=PairState.OPEN.value)
    stays = models.ForeignKey(Service, models.CASCADE, null=True, related_name="stays_in")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(state__in=codes(PairState)), name="pair_state"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="pair_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="same") & (Q(stays=F("first")) | Q(stays=F("second")))
                | ~Q(state="same") & Q(stays=None),
                name="pair_stays",
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], condition=Q(state="open"), name="pair_open")
        ]


class EntryWord(Record):
    """What one of several lists says in a part of the entry that they share, and whether it is this
    that stands there. Worked out anew whenever any of them changes."""

    field_classes = classify(operational="id service unit said_by by_group stands", public="text")

    service = models.ForeignKey(Service, models.CASCADE, related_name="words")  # the one that stays
    unit = models.CharField(max_length=11)
    said_by = models.ForeignKey(Service, models.CASCADE, related_name="+")
    text = models.TextField(default="", blank=True)
    by_group = models.BooleanField(default=False)
    stands = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "unit", "said_by"], name="entry_word_once"),
            models.UniqueConstraint(
                fields=["service", "unit"], condition=Q(stands=True), name="entry_word_stands"
            ),
            models.CheckConstraint(condition=Q(unit__in=codes(Unit)), name="entry_word_unit"),
        ]
