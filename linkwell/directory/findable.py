"""Tables that search reads: each service at each of its places, narrow and in grid order; and the
words that stand in them, counted. Written from the directory's rows (`actions/finding.py`), and
never the other way: what is shown is read from the directory itself.
"""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from linkwell.directory.fields import GridPointField
from linkwell.directory.models import Service
from linkwell.tables.base import Record, classify


class Findable(Record):
    """A service at one of its places; `point` is null where it is nowhere on the map.

    `words`: those of its names as they are written (A) and their stems (B), stems of what it says
    of itself (D), and "=food" for each need. `begins`: its name, to be found by how it begins.
    """

    field_classes = classify(operational="id service modified", public="point words begins")

    service = models.ForeignKey(Service, models.CASCADE, related_name="findable")
    point = GridPointField(null=True)
    words = SearchVectorField()
    begins = models.CharField(max_length=200, db_collation="C")
    modified = models.DateTimeField(null=True)  # its service's last_modified, when this was written

    class Meta:
        indexes = [
            GistIndex(fields=["point"], name="findable_point"),
            GinIndex(fields=["words"], name="findable_words"),
            models.Index(fields=["begins"], name="findable_begins"),
        ]


class Word(Record):
    """A word of the rows above: in how many of them, and in how many names as it is written."""

    field_classes = classify(public="word", operational="id rows names")

    word = models.CharField(max_length=200, unique=True, db_collation="C")
    rows = models.IntegerField()
    names = models.IntegerField()
