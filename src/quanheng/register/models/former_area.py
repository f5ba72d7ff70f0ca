from django.db import models

from quanheng.register.models.places import Place, Stall


class FormerArea(models.Model):
    """Where a place or stall stood before its county was merged into another: records of then and signs name it."""

    area = models.CharField(max_length=120, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="former_areas")
    # None: the place itself.
    stall = models.ForeignKey(Stall, models.PROTECT, null=True, related_name="former_areas")
    # The last day there.
    until = models.DateField()
