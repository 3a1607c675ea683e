"""What official files say of places, each row with the vintage of its file; no people."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from linkwell.directory.fields import GridPointField
from linkwell.tables.base import Record, classify


class Official(Record):
    """A row of an official file. `key` is what a file of one vintage names once."""

    key: ClassVar[str]

    vintage = models.CharField(max_length=7)  # "2025-08", or the year of an index

    class Meta:
        abstract = True


class PostcodeArea(Official):
    """A postcode that is in use, and the areas that it lies in (ONS codes)."""

    field_classes = classify(
        operational="id vintage", public="postcode lsoa msoa authority icb point"
    )

    key = "postcode"
    postcode = models.CharField(max_length=8)
    lsoa = models.CharField(max_length=9, default="", blank=True)
    msoa = models.CharField(max_length=9, default="", blank=True)
    authority = models.CharField(max_length=9, default="", blank=True)
    icb = models.CharField(max_length=9, default="", blank=True)
    point = GridPointField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vintage", "postcode"], name="postcode_once")
        ]


class Deprivation(Official):
    """How a small area ranks in England: 1 is the most deprived, and so is decile 1."""

    field_classes = classify(operational="id vintage", public="lsoa rank decile")

    key = "lsoa"
    lsoa = models.CharField(max_length=9)
    rank = models.PositiveIntegerField()
    decile = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vintage", "lsoa"], name="lsoa_once")]


class OfficialPractice(Official):
    """A GP practice as NHS England lists it. `access.Organisation` holds those that refer to us."""

    field_classes = classify(operational="id vintage", public="code name postcode icb active")

    key = "code"
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8, default="", blank=True)
    icb = models.CharField(max_length=8, default="", blank=True)
    active = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vintage", "code"], name="practice_once")]


class Network(Official):
    """A primary care network that has not closed, and the codes of its practices now."""

    field_classes = classify(operational="id vintage", public="code name sub_icb practices")

    key = "code"
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    sub_icb = models.CharField(max_length=8, default="", blank=True)
    practices = ArrayField(models.CharField(max_length=8), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vintage", "code"], name="network_once")]
