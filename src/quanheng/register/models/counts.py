"""Counts of the register, as ledgers: a change appends how much it adds or takes, and a count is the sum.

Triggers write them (migration 0004), statement by statement, whoever writes. As nothing is ever updated, two writers
of one county never wait for each other and cannot deadlock, and a reader's sum is exact in the reader's snapshot.
``quanheng.register.ledgers`` folds the rows of the past into one a night.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import models


def _county_index(name: str) -> models.Index:
    return models.Index(OpClass(models.F("county"), "varchar_pattern_ops"), name=name)


class InstrumentCount(models.Model):
    """Instruments by kind, status and the last day on which one may be used as it is (N25-3.1)."""

    county = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=12)
    replace_by = models.DateField(null=True)
    n = models.BigIntegerField()

    class Meta:
        indexes = [_county_index("instrument_count_county")]


class DueCount(models.Model):
    """Instruments in use by the month in which their verification runs out; none where no verification holds.

    Apart from the other count, as together they would have nearly as many rows as there are instruments.
    """

    county = models.CharField(max_length=120)
    due_month = models.DateField(null=True)
    n = models.BigIntegerField()

    class Meta:
        indexes = [_county_index("due_count_county")]


class PlaceCount(models.Model):
    county = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    n = models.BigIntegerField()

    class Meta:
        indexes = [_county_index("place_count_county")]


class ReplacementDay(models.Model):
    """How the number of price-computing scales of a county changed on a day, by the day they have to be gone.

    ``replace_by`` is null for those that may stay. A day without a change has no row.
    """

    county = models.CharField(max_length=120)
    on = models.DateField()
    replace_by = models.DateField(null=True)
    change = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "on", "replace_by"], nulls_distinct=False, name="replacement_day_once"
            )
        ]
        indexes = [_county_index("replacement_day_county")]


class ReplacementLevel(models.Model):
    """What all days of a county's history add up to: tonight is compared with this, not with the whole history."""

    county = models.CharField(max_length=120)
    replace_by = models.DateField(null=True)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "replace_by"], nulls_distinct=False, name="replacement_level_once"
            )
        ]
