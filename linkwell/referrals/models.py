"""A referral as it came, what was decided, and the referrer's receipt."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from linkwell.access.models import Membership, Organisation, Subject
from linkwell.kernel import clock, ids
from linkwell.referrals.rules import Danger, ReferralState, ReturnReason, Source, Wants
from linkwell.tables.base import Record, classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord

UNDECIDED = (ReferralState.RECEIVED.value, ReferralState.NEEDS_MORE.value)


class Referral(PersonRecord):
    """One referral of one person by one practice, in the referrer's own words."""

    record_class = RecordClass.REFERRAL
    field_classes = classify(
        personal="referred_by phone times",
        special="words danger_elsewhere wants told danger question answer decision_note passed_to",
        operational="id person service practice source state risk_mentioned received_at decided_at"
        " decided_by reason apart linked_to copy_of",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=8, default=Source.PRACTICE.value)
    referred_by = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, default="", blank=True)  # safe; left by who asks
    times = models.CharField(max_length=100, default="", blank=True)  # when to ring it
    words = models.TextField(max_length=4000)
    danger_elsewhere = models.TextField(default="", blank=True)  # such words in its other fields
    wants = models.CharField(max_length=9)
    risk_mentioned = models.BooleanField()  # danger words were found; False says nothing
    told = models.BooleanField(null=True)  # what to expect; None: not said
    danger = models.CharField(max_length=13, default=Danger.NOT_ASKED.value, blank=True)
    question = models.CharField(max_length=500, default="", blank=True)  # of the team
    answer = models.CharField(max_length=2000, default="", blank=True)  # of the practice
    state = models.CharField(max_length=10, default=ReferralState.RECEIVED.value)
    received_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=14, default="", blank=True)
    decision_note = models.CharField(max_length=500, default="", blank=True)
    passed_to = models.CharField(max_length=100, default="", blank=True)
    apart = models.BooleanField(default=False)  # looked at: it is nobody we know already
    linked_to = models.UUIDField(null=True)  # the referral it became in the record already known
    copy_of = models.UUIDField(null=True)  # the referral that became this one

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=codes(ReferralState)), name="referral_state"
            ),
            models.CheckConstraint(condition=Q(source__in=codes(Source)), name="referral_source"),
            models.CheckConstraint(condition=Q(wants__in=codes(Wants)), name="referral_wants"),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decided_at__isnull=True)
                | (~Q(state__in=UNDECIDED) & Q(decided_at__isnull=False)),
                name="referral_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.RETURNED.value, reason__in=codes(ReturnReason))
                | (~Q(state=ReferralState.RETURNED.value) & Q(reason="")),
                name="referral_returned_why",
            ),
            models.CheckConstraint(condition=Q(danger__in=codes(Danger)), name="referral_danger"),
            models.CheckConstraint(
                condition=Q(state=ReferralState.PASSED_ON.value) & ~Q(passed_to="")
                | ~Q(state=ReferralState.PASSED_ON.value) & Q(passed_to=""),
                name="referral_passed_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.LINKED.value, linked_to__isnull=False)
                | (~Q(state=ReferralState.LINKED.value) & Q(linked_to__isnull=True)),
                name="referral_linked_where",
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "received_at"],
                name="referral_queue",
                condition=Q(state__in=UNDECIDED),
            ),
            models.Index(fields=["practice", "-received_at"], name="referral_practice"),
        ]

    @property
    def reference(self) -> str:
        return ids.reference(self.pk)

    @property
    def said(self) -> str:
        """Everything in it that may mean danger, to be read for that."""
        return "\n".join((self.words, self.danger_elsewhere, self.answer))

    @property
    def first_id(self) -> UUID:
        """The referral as it was sent: the one that its receipt names."""
        return self.copy_of or self.pk


class Receipt(Record):
    """That this form was taken in: the same key again gets the same receipt, never a second row."""

    field_classes = classify(
        operational="id key practice service referral_id decide_by received_at asked_at",
        personal="phone",
        special="danger",
    )

    key = models.UUIDField()
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    referral_id = models.UUIDField()
    decide_by = models.DateField(null=True)  # null: the person said no, nothing is to be decided
    received_at = models.DateTimeField(default=clock.now)
    danger = models.CharField(max_length=13, default=Danger.NOT_ASKED.value, blank=True)
    asked_at = models.DateTimeField(null=True)  # when the question about danger was first shown
    phone = models.CharField(max_length=20, default="", blank=True)  # left with the answer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "key"], name="receipt_once"),
            models.CheckConstraint(condition=Q(danger__in=codes(Danger)), name="receipt_danger"),
            models.CheckConstraint(
                condition=Q(danger=Danger.NOT_ASKED.value, asked_at__isnull=True)
                | (~Q(danger=Danger.NOT_ASKED.value) & Q(asked_at__isnull=False)),
                name="receipt_asked_when",
            ),
        ]

    @property
    def reference(self) -> str:
        return ids.reference(self.referral_id)
