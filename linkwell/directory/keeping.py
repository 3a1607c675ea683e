"""Tables of keeping an entry true with the group itself: what it says by its link, how it is asked
whether we are still right, and groups that somebody tells us of."""

from django.db import models
from django.db.models import Q

from linkwell.directory.asking import Way
from linkwell.directory.edits import EditField
from linkwell.directory.models import Service
from linkwell.directory.rules import EditState, NewGroupState
from linkwell.tables.base import Record, classify, codes


class Edit(Record):
    """One field as a group says it, by its own link.

    `was` is what we said then; `listed` what its list said, and `against` what the list has said
    since then instead: null where it says nothing else.
    """

    field_classes = classify(
        operational="id service field flagged state made_at decided_at",
        public="value was listed against",
        personal="decided_by reason",
    )

    service = models.ForeignKey(Service, models.CASCADE, related_name="edits")
    field = models.CharField(max_length=11)
    value = models.TextField(default="", blank=True)
    was = models.TextField(default="", blank=True)
    listed = models.TextField(default="", blank=True)
    against = models.TextField(null=True)
    flagged = models.BooleanField(default=False)  # its words can mean danger
    state = models.CharField(max_length=8, default=EditState.WAITING.value)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)  # the group reads it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field", "state"],
                condition=Q(state__in=["waiting", "standing"]),
                name="edit_once",
            ),
            models.CheckConstraint(condition=Q(state__in=codes(EditState)), name="edit_state"),
            models.CheckConstraint(condition=Q(field__in=codes(EditField)), name="edit_field"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason="") & ~Q(decided_by=""),
                name="edit_refused_why",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at", "id"], condition=Q(state="waiting"), name="edit_waits")
        ]


class Asking(Record):
    """A group is asked whether its entry is still right: by a message with a link, or by a call
    that somebody owes. `answered_on` is when anybody said so; silence leaves it open."""

    field_classes = classify(
        operational="id service group way secret asked_on sent_at tried_on answered_on",
        public="to",
    )

    service = models.ForeignKey(Service, models.CASCADE, related_name="askings")
    group = models.UUIDField()  # who runs it: at most one message a week to each
    way = models.CharField(max_length=5)
    to = models.CharField(max_length=254)  # as it stands in the entry: the group's, no person's
    secret = models.TextField(default="", blank=True)  # the link, sealed, until it has gone
    asked_on = models.DateField()
    sent_at = models.DateTimeField(null=True)
    tried_on = models.DateField(null=True)  # rung, and nobody answered
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=codes(Way)), name="asking_way"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(way="ring", answered_on=None),
                name="asking_ring_once",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_on"], name="asking_asked_on"),
            models.Index(fields=["service"], name="asking_open", condition=Q(answered_on=None)),
        ]


class NewGroup(Record):
    """A group that somebody tells us of in a minute. Its organiser's number is for link workers
    alone: it is in no page for others, no feed and no export."""

    field_classes = classify(
        operational="id by_team flagged state service told_at decided_at",
        public="name description hours postcode eligibility application_process",
        personal="organiser_phone decided_by reason",
    )

    name = models.CharField(max_length=200)
    description = models.TextField()
    hours = models.CharField(max_length=300, default="", blank=True)
    postcode = models.CharField(max_length=8)
    eligibility = models.CharField(max_length=300, default="", blank=True)
    application_process = models.CharField(max_length=300, default="", blank=True)
    organiser_phone = models.CharField(max_length=40, default="", blank=True)
    by_team = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)  # its words can mean danger: a curator reads
    state = models.CharField(max_length=7, default=NewGroupState.WAITING.value)
    service = models.OneToOneField(Service, models.CASCADE, null=True, related_name="told_of")
    told_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=codes(NewGroupState)), name="new_group_state"
            ),
            models.CheckConstraint(
                condition=Q(state="added", service__isnull=False)
                | ~Q(state="added") & Q(service__isnull=True),
                name="new_group_added",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(organiser_phone=""), name="new_group_forgotten"
            ),
        ]
