"""Tries, contacts, needs and who somebody can turn to, each with the contact it came from."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.cases.models import Case
from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import (
    SKIPS,
    Again,
    Attendance,
    Ease,
    Mode,
    NeedState,
    RaisedBy,
)
from linkwell.kernel import clock
from linkwell.needs.rules import Need
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Attempt(PersonRecord):
    """One try to reach somebody, and what came of it."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(operational="id person service case member at outcome")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=13)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=codes(Outcome)), name="attempt_outcome")
        ]
        indexes = [models.Index(fields=["case", "at"], name="attempt_case")]


class LastLetter(PersonRecord):
    """That somebody was written to after three tries. Its words are the message's."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(operational="id person service case written_at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        indexes = [models.Index(fields=["case", "-written_at"], name="lastletter_case")]


class Contact(PersonRecord):
    """A talk, or that one did not happen. `number` counts those that did, from one."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(
        special="words strengths next_step",
        operational="id person service case member number attendance mode at minutes next_on",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)
    attendance = models.CharField(max_length=12)
    mode = models.CharField(max_length=9, default="", blank=True)
    at = models.DateTimeField(default=clock.now)
    minutes = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(max_length=4000, default="", blank=True)  # what matters, as they say
    strengths = models.TextField(max_length=1000, default="", blank=True)
    next_step = models.CharField(max_length=200)
    next_on = models.DateField()

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance=Attendance.MET.value, number__isnull=False)
                | Q(
                    attendance__in=(
                        Attendance.THEY_COULD_NOT.value,
                        Attendance.I_COULD_NOT.value,
                    ),
                    number__isnull=True,
                ),
                name="contact_attendance",
            ),
            models.CheckConstraint(
                condition=Q(mode="") | Q(mode__in=codes(Mode)), name="contact_mode"
            ),
            models.UniqueConstraint(
                fields=["case", "number"], name="contact_number", condition=Q(number__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["case", "-at"], name="contact_case")]


class RaisedNeed(PersonRecord):
    """One need: of the twelve, or in the person's own words; who raised it, at which contact."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(
        special="code own_word said snomed",
        operational="id person service case contact raised_by raised_at state moved_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=10, default="", blank=True)  # empty: own_word says it
    own_word = models.CharField(max_length=60, default="", blank=True)
    said = models.CharField(max_length=300, default="", blank=True)  # in their own words
    snomed = models.CharField(max_length=18, default="", blank=True)  # empty until a set is loaded
    raised_by = models.CharField(max_length=13)
    raised_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, default=NeedState.RAISED.value)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=codes(NeedState)), name="need_state"),
            models.CheckConstraint(condition=Q(raised_by__in=codes(RaisedBy)), name="need_by"),
            models.CheckConstraint(
                condition=Q(code__in=codes(Need), own_word="") | (Q(code="") & ~Q(own_word="")),
                name="need_code_or_word",
            ),
            models.UniqueConstraint(
                fields=["case", "code"], name="need_once", condition=~Q(code="")
            ),
        ]


class Supporter(PersonRecord):
    """Somebody they can turn to, and how easily. Changed by a new row, so that maps compare."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(
        special="name relation", operational="id person service case ease named_at ended_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    relation = models.CharField(max_length=120, default="", blank=True)
    ease = models.PositiveSmallIntegerField()
    named_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ease__in=[int(ease) for ease in Ease]), name="supporter_ease"
            )
        ]
        indexes = [models.Index(fields=["case", "named_at"], name="supporter_case")]


class LookBack(PersonRecord):
    """What was begun at the start, before the end: that it was looked at again, or why it was not.
    `what`: the map, or the id of a pack of questions; answers to questions stand with those."""

    record_class = RecordClass.CONVERSATION
    field_classes = classify(operational="id person service case what outcome at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    outcome = models.CharField(max_length=11)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in (Again.SAID, *SKIPS)]),
                name="lookback_outcome",
            )
        ]
        indexes = [models.Index(fields=["case", "at"], name="lookback_case")]
