from django.db import models

from quanheng.register.models.places import Stall


class StallOperator(models.Model):
    """Who worked at a stall, from when to when. Only the last day of a row is ever filled in."""

    area = models.CharField(max_length=120)
    stall = models.ForeignKey(Stall, models.PROTECT, related_name="operators")
    name = models.CharField(max_length=80)
    uscc = models.CharField(max_length=18, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    # None where nobody knows any more.
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stall"], condition=models.Q(until=None), name="stall_operator_now")
        ]
        indexes = [models.Index(fields=["stall", "-id"], name="stall_operators")]
