from django.conf import settings
from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.places import Place


class TrainingRecord(models.Model):
    """Somebody of a market was trained in metrology (T4-4.2.2.6). Appended, never edited."""

    area = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="training")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    subject = models.CharField(max_length=120)
    minutes = models.IntegerField()
    certificate = models.CharField(max_length=60, blank=True)
    next_due_on = models.DateField(null=True)

    class Meta:
        indexes = [
            area_index("training_area"),
            models.Index(fields=["person", "-on", "-id"], name="training_latest"),
        ]
