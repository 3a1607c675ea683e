"""Lists of options as they were shown, and what the person said to each."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.cases.models import Case
from linkwell.connections.rules import (
    Answer,
    ConnectionState,
    Going,
    How,
    OfferState,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
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


class Connection(PersonRecord):
    """One chosen option on its way: told, sent, answered, visited, and after eight weeks."""

    record_class = RecordClass.CONNECTION
    field_classes = classify(
        special="draft",
        operational="id person service case offer option state how chosen_at sent_at answered_at"
        " weeks nudged_at planned_on attended_on visit helped lasts ended_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="connection")
    option = models.ForeignKey(Service, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, default=ConnectionState.CHOSEN.value)
    how = models.CharField(max_length=10, default="", blank=True)
    draft = models.JSONField(default=dict)  # what was changed of the lines, until they are sent
    chosen_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    weeks = models.PositiveSmallIntegerField(null=True)  # how long the partner asks to wait
    nudged_at = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)  # the first visit
    attended_on = models.DateField(null=True)
    visit = models.CharField(max_length=8, default="", blank=True)  # the verdicts; empty: unknown
    helped = models.CharField(max_length=8, default="", blank=True)
    lasts = models.CharField(max_length=8, default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=codes(ConnectionState)), name="connection_state"
            ),
            models.CheckConstraint(
                condition=Q(how="") | Q(how__in=codes(How)), name="connection_how"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-chosen_at"], name="connection_case"),
            models.Index(
                fields=["sent_at"],
                name="connection_silent",
                condition=Q(state=ConnectionState.SENT.value),
            ),
        ]


class Disclosure(PersonRecord):
    """Exactly what one partner was sent, frozen; and its answer. All that the partner ever reads.

    `lines`: [{"line": code, "text": ...}], without those that were left out (`left_out`).
    """

    record_class = RecordClass.DISCLOSURE
    field_classes = classify(
        special="lines note",
        personal="asks",
        public="partner to",
        operational="id person service connection left_out agreed_how sent_at answer weeks"
        " answered_at recalled_at seen_at reach_closed_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="disclosures")
    partner = models.CharField(max_length=200)
    asks = models.CharField(max_length=100)  # the link worker's name
    to = models.CharField(max_length=254, default="", blank=True)  # empty: told by phone
    lines = models.JSONField()
    left_out = models.JSONField(default=list)
    agreed_how = models.CharField(max_length=12)
    sent_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=9, default="", blank=True)
    weeks = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    reach_closed_at = models.DateTimeField(null=True)  # how to reach them is shown no more

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=codes(PartnerAnswer), answered_at__isnull=False),
                name="disclosure_answered_when",
            ),
        ]


class Account(PersonRecord):
    """What the person, or the partner, says came of it. Never changed: a newer one says more."""

    record_class = RecordClass.ACCOUNT
    field_classes = classify(
        special="answer",
        operational="id person service connection_id question source via at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    connection_id = models.UUIDField()  # opaque: a partner may add a word and read nothing
    question = models.CharField(max_length=6)
    source = models.CharField(max_length=7)
    via = models.CharField(max_length=6)  # link: said by themselves; worker: told to her
    answer = models.CharField(max_length=8)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(question__in=codes(Question)), name="account_question"
            ),
            models.CheckConstraint(condition=Q(source__in=codes(Source)), name="account_source"),
            models.CheckConstraint(condition=Q(answer__in=codes(Answer)), name="account_answer"),
        ]
        indexes = [models.Index(fields=["connection_id", "at"], name="account_connection")]


class Intention(PersonRecord):
    """Whether the person would like to go, by their own page. The newest counts."""

    record_class = RecordClass.ACCOUNT
    field_classes = classify(special="going", operational="id person service connection_id at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    connection_id = models.UUIDField()
    going = models.CharField(max_length=13)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(going__in=codes(Going)), name="intention_going")
        ]
        indexes = [models.Index(fields=["connection_id", "at"], name="intention_connection")]
