from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F

from quanheng.register.models import Stall
from quanheng.register.models.area_index import area_index


class OperatorComplaints(models.Model):
    """Complaints about an operator's stall, lodged in a month: how many, and of how many something was paid."""

    area = models.CharField(max_length=120)
    stall = models.ForeignKey(Stall, models.CASCADE, related_name="+")
    operator_name = models.CharField(max_length=80, blank=True)
    month = models.DateField()
    lodged = models.IntegerField()
    upheld = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stall", "operator_name", "month"], name="operator_month_once")]
        indexes = [
            models.Index(OpClass(F("area"), "varchar_pattern_ops"), F("month"), name="operator_months"),
        ]


class RepeatedOperator(models.Model):
    """An operator of whom more than one complaint was upheld in twelve months, and out of how much trade.

    A count and no judgement: for staff only, and nothing follows from it by itself.
    """

    area = models.CharField(max_length=120)
    stall = models.ForeignKey(Stall, models.CASCADE, related_name="+")
    operator_name = models.CharField(max_length=80, blank=True)
    # The first month of the twelve.
    since = models.DateField()
    upheld = models.IntegerField()
    lodged = models.IntegerField()
    weighings = models.BigIntegerField()
    rechecks = models.IntegerField()
    exceeded = models.IntegerField()

    class Meta:
        indexes = [
            area_index("repeated_area"),
            models.Index(fields=["-upheld", "id"], name="repeated_most"),
        ]
