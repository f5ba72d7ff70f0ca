from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F


class HandlingFigures(models.Model):
    """How complaints of a place were handled, counted once a night (quanheng.cases.handling).

    ``area`` is a nation, province, city, county or market; no ``month`` stands for all twelve, no ``category`` for all.
    """

    area = models.CharField(max_length=120)
    # Steps of the path: 0 the nation, 3 a county, 4 a market.
    level = models.SmallIntegerField()
    month = models.DateField(null=True)
    category = models.CharField(max_length=30, blank=True)
    lodged = models.IntegerField()
    ended = models.IntegerField()
    remedied = models.IntegerField()
    decided = models.IntegerField(help_text="accepted or refused")
    decided_in_time = models.IntegerField()
    days_to_decide = models.FloatField(null=True, help_text="median")
    days_to_end = models.FloatField(null=True, help_text="median")
    rated = models.IntegerField()
    stars = models.FloatField(null=True, help_text="mean")
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["area", "category", "month"], name="handling_of_area"),
            # The parts of a region: a prefix of the area within one level.
            models.Index(
                F("level"),
                OpClass("area", name="varchar_pattern_ops"),
                F("category"),
                F("month"),
                name="handling_of_parts",
            ),
        ]
