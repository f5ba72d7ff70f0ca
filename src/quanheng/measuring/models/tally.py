from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F

from quanheng.register.models import Place


class Tally(models.Model):
    """Weighings taken in from one market in one minute: what the live board and its chart read."""

    pk = models.CompositePrimaryKey("minute", "market_id")
    minute = models.DateTimeField()
    market = models.ForeignKey(Place, models.CASCADE, related_name="+")
    weighings = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)
    area = models.CharField(max_length=120)


class DayTally(models.Model):
    """Weighings taken in from one market on one legal day: folded from the minutes once the day has ended."""

    pk = models.CompositePrimaryKey("market_id", "day")
    market = models.ForeignKey(Place, models.CASCADE, related_name="+")
    day = models.DateField()
    weighings = models.BigIntegerField()
    area = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(OpClass("area", "varchar_pattern_ops"), F("day"), name="day_tally_area")]


class Intake(models.Model):
    """How much each ingest worker has stored since the beginning: a total that needs no count over the facts."""

    worker = models.CharField(max_length=60, primary_key=True)
    weighings = models.BigIntegerField(default=0)
    rechecks = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    committed_at = models.DateTimeField(null=True)
