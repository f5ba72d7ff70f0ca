from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q


def _days() -> ArrayField:
    return ArrayField(models.IntegerField(), default=list)


class HandlingFigures(models.Model):
    """How the complaints that were lodged in a place and a month were handled (quanheng.cases.handling_count).

    ``area`` is the nation, a province, city, county or market. ``by`` says what ``key`` narrows them to: nothing, a
    category, a class of goods, a kind of place. Everything is a count, so that months and places can be added up: of
    the days that a step took, each list holds how many took no day, one day, two days …
    """

    ALL, CATEGORY, GOODS, KIND = "", "category", "goods", "kind"

    area = models.CharField(max_length=120)
    # Steps of the path: 0 the nation, 3 a county, 4 a market.
    level = models.SmallIntegerField()
    month = models.DateField()
    by = models.CharField(max_length=10, blank=True)
    key = models.CharField(max_length=30, blank=True)
    lodged = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)
    remedied = models.IntegerField(default=0)
    decided = models.IntegerField(default=0, help_text="accepted or refused")
    decided_in_time = models.IntegerField(default=0)
    mediated = models.IntegerField(default=0, help_text="with an agreement or without")
    mediated_in_time = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    stars = models.IntegerField(default=0, help_text="all of them together")
    decide_days = _days()
    mediate_days = _days()
    pay_days = _days()
    end_days = _days()
    recover_days = _days()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "month", "by", "key"], name="handling_once")]
        indexes = [
            # The parts of a region: a prefix of the area within one level.
            models.Index(
                F("level"),
                OpClass("area", name="varchar_pattern_ops"),
                F("month"),
                condition=Q(by=""),
                name="handling_of_regions",
            ),
        ]


class HandlingMark(models.Model):
    """A region and month of which a complaint changed, to be counted anew. A trigger appends it; the night takes it."""

    area = models.CharField(max_length=120)
    month = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["area", "month"], name="handling_mark")]


class HandlingCounted(models.Model):
    """When the last count was done: one row."""

    at = models.DateTimeField()
