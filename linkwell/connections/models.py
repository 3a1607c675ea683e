"""Lists of options as they were shown, and what the person said to each."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.cases.models import Case
from linkwell.connections.rules import OfferState, RefusalReason
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class OptionList(PersonRecord):
    """One list, frozen: what was asked, what was answered, by which weights, as of when.

    `asked` and `answer` hold no street and no postcode; where the address is hidden they hold no
    distance from it either.
    """

    record_class = RecordClass.OPTIONS
    field_classes = classify(
        special="asked answer",
        operational="id person service case shown_at nothing_suited_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    asked = models.JSONField()
    answer = models.JSONField()
    shown_at = models.DateTimeField(default=clock.now)
    nothing_suited_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        indexes = [models.Index(fields=["case", "-shown_at"], name="options_case")]


class Offer(PersonRecord):
    """One option of one list: offered, then chosen or refused, and why."""

    record_class = RecordClass.OPTIONS
    field_classes = classify(
        special="reason", operational="id person service option_list option rank state decided_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    option_list = models.ForeignKey(OptionList, models.PROTECT, related_name="offers")
    option = models.ForeignKey(Service, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, default=OfferState.OFFERED.value)
    reason = models.CharField(max_length=14, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["option_list", "option"], name="offer_once"),
            models.CheckConstraint(condition=Q(state__in=codes(OfferState)), name="offer_state"),
            models.CheckConstraint(
                condition=Q(state=OfferState.REFUSED.value, reason__in=codes(RefusalReason))
                | (~Q(state=OfferState.REFUSED.value) & Q(reason="")),
                name="offer_refused_why",
            ),
        ]
