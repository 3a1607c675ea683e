"""Answers about sharing, and decisions made for somebody."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.consent.rules import Basis, HowAsked, Purpose, Said
from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Consent(PersonRecord):
    """One answer to one question about sharing. Never changed: a newer row says otherwise."""

    record_class = RecordClass.CONSENT
    field_classes = classify(
        operational="id person service purpose recipient_id how_asked asked_by at",
        special="said",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=13)
    recipient_id = models.UUIDField(null=True)  # an organisation or directory service, opaque here
    said = models.CharField(max_length=9)
    how_asked = models.CharField(max_length=12)
    asked_by = models.UUIDField()  # the actor
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=codes(Purpose)), name="consent_purpose"),
            models.CheckConstraint(condition=Q(said__in=codes(Said)), name="consent_said"),
            models.CheckConstraint(condition=Q(how_asked__in=codes(HowAsked)), name="consent_how"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="consent_person")]


class Decision(PersonRecord):
    """One decision in question: which, who decided, on what basis. Capacity is never general."""

    record_class = RecordClass.CONVERSATION  # of the story: it says what was in question
    field_classes = classify(
        operational="id person service basis at",
        personal="decided_by",
        special="about note",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    about = models.CharField(max_length=200)  # which decision
    basis = models.CharField(max_length=14)
    decided_by = models.CharField(max_length=100, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=codes(Basis)), name="decision_basis"),
            models.CheckConstraint(
                condition=Q(basis__in=[one.value for one in Basis if one.is_their_own])
                | ~Q(decided_by=""),
                name="decision_by_whom",
            ),
        ]
