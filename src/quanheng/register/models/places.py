"""Where things are. Every row carries its area path, so that one prefix answers who may see it."""

from django.contrib.postgres.indexes import OpClass
from django.db import models


def area_index(name: str) -> models.Index:
    """A prefix search needs text_pattern_ops, whatever the database's collation is."""
    return models.Index(OpClass(models.F("area"), "varchar_pattern_ops"), name=name)


class Region(models.Model):
    """A province, city or county."""

    area = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=[("province", "省"), ("city", "市"), ("county", "县区")])

    def __str__(self) -> str:
        return self.name


class Market(models.Model):
    area = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT)
    address = models.CharField(max_length=200, blank=True)
    complaint_phone = models.CharField(max_length=30, blank=True)
    # The group standard binds only markets that adopted it; without this date its remedies are not proposed.
    group_standard_adopted_on = models.DateField(null=True)

    class Meta:
        indexes = [area_index("market_area")]

    def __str__(self) -> str:
        return self.name


class Stall(models.Model):
    area = models.CharField(max_length=120, unique=True)
    market = models.ForeignKey(Market, models.PROTECT)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    stall_type = models.CharField(max_length=40)
    operator_name = models.CharField(max_length=80)

    class Meta:
        indexes = [area_index("stall_area")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
