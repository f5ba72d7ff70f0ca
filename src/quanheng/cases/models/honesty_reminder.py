from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from quanheng.register.models import Place
from quanheng.register.models.area_index import area_index


class HonestyReminder(models.Model):
    """A trade association's reminder (诚信提示, TZ-3.3) to all places of its trade, and about none of them."""

    # Where it holds, and for which kinds of places there.
    area = models.CharField(max_length=120)
    kinds = ArrayField(models.CharField(max_length=20))
    title = models.CharField(max_length=80)
    text = models.TextField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [area_index("honesty_reminder_area")]

    def __str__(self) -> str:
        return self.title


class ReminderRead(models.Model):
    """Somebody of a place has read a reminder."""

    reminder = models.ForeignKey(HonestyReminder, models.CASCADE, related_name="reads")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "place"], name="reminder_read_once")]
