"""Tables of lists that come in: each import with what became of it, record by record, and how the
sheets of a publisher read."""

from django.db import models
from django.db.models import Q

from linkwell.directory.models import Service
from linkwell.directory.rules import Closing, LineKind, ListState
from linkwell.tables.base import Record, classify, codes

ENDED = ("came_in", "stopped")


class ListImport(Record):
    """One list of a publisher, from when somebody brought it until all of it is in.

    `source` is the file's name, or the address without its query, which may hold a key; the whole
    address is sealed. `reached` is the last line that is in: whoever goes on begins behind it.
    """

    field_classes = classify(
        operational="id source sealed address_digest format digest spec mapping state closing"
        " by_operator lines reached created updated unchanged closed refused no_place people"
        " missing conflicts sentence since whole made_at ended_at",
        public="publisher",
        personal="brought_by",
    )

    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    sealed = models.TextField(default="", blank=True)
    address_digest = models.CharField(max_length=64, default="", blank=True)
    format = models.CharField(max_length=5, default="auto")
    digest = models.CharField(max_length=64, default="", blank=True)  # of the bytes of a file
    spec = models.JSONField(null=True)  # how a sheet reads; null: in the standard's own words
    mapping = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=9, default=ListState.WAITING.value)
    closing = models.CharField(max_length=14, default=Closing.NOTHING.value)
    by_operator = models.BooleanField(default=False)  # brought by the command line
    lines = models.IntegerField(default=0)  # how many there are to bring in
    reached = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    no_place = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    conflicts = models.IntegerField(default=0)
    sentence = models.CharField(max_length=1000, default="", blank=True)  # why it stopped
    since = models.DateTimeField(null=True)  # only what changed since then was asked for
    whole = models.BooleanField(default=True)  # it is all that its publisher lists
    brought_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=codes(ListState)), name="list_import_state"
            ),
            models.CheckConstraint(
                condition=Q(closing__in=codes(Closing)), name="list_import_closing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="list_import_ended",
            ),
            models.UniqueConstraint(
                fields=["publisher"], condition=Q(state="coming_in"), name="list_import_alone"
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], name="list_import_made"),
            models.Index(fields=["publisher", "made_at"], name="list_import_publisher"),
        ]


class ListLine(Record):
    """What there is to say of one record of a list: why it was refused, that it has no place."""

    field_classes = classify(operational="id list_import line kind sentence service")

    list_import = models.ForeignKey(ListImport, models.CASCADE, related_name="told")
    line = models.IntegerField()  # 0: it stands on no line
    kind = models.CharField(max_length=8)
    sentence = models.TextField()
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=codes(LineKind)), name="list_line_kind")
        ]
        indexes = [models.Index(fields=["list_import", "kind", "line"], name="list_line_order")]


class ListMapping(Record):
    """How a publisher's sheets read, as a curator said it on a page: used for the next one."""

    field_classes = classify(operational="id spec made_at", public="publisher", personal="made_by")

    publisher = models.CharField(max_length=200, unique=True)
    spec = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
