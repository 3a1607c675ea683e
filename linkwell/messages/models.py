"""Letters, texts and e-mails, as they were written."""

from django.db import models
from django.db.models import Q

from linkwell.kernel import clock
from linkwell.messages.rules import Held, MessageState
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Message(PersonRecord):
    """One message about a person: to them, or to an organisation. One for each cause and kind."""

    record_class = RecordClass.MESSAGE
    field_classes = classify(
        personal="to",
        special="subject body secret",
        operational="id person_id service_id cause kind about_id channel to_person state held"
        " created_at not_before sent_at",
    )

    person_id = models.UUIDField()
    service_id = models.UUIDField()
    cause = models.UUIDField()  # the event it follows from
    kind = models.CharField(max_length=30)
    about_id = models.UUIDField(null=True)  # the row it tells of: a disclosure
    channel = models.CharField(max_length=5)
    to_person = models.BooleanField()  # False: to an organisation's office
    to = models.CharField(max_length=254, default="", blank=True)
    subject = models.CharField(max_length=120, default="", blank=True)
    body = models.TextField()
    secret = models.TextField(default="", blank=True)  # sealed: what {link} in the body stands for
    state = models.CharField(max_length=9, default=MessageState.WAITING.value)
    held = models.CharField(max_length=13, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    not_before = models.DateTimeField(null=True)  # until then it can be taken back
    sent_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind"], name="message_once"),
            models.CheckConstraint(
                condition=Q(state__in=codes(MessageState)), name="message_state"
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.HELD.value, held__in=codes(Held))
                | Q(state=MessageState.CANCELLED.value)
                | (
                    ~Q(state__in=(MessageState.HELD.value, MessageState.CANCELLED.value))
                    & Q(held="")
                ),
                name="message_held_why",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT.value, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT.value) & Q(sent_at__isnull=True)),
                name="message_sent_when",
            ),
        ]
        indexes = [models.Index(fields=["person_id", "-created_at"], name="message_person")]
