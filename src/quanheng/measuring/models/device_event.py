from django.db import models

from quanheng.register.models import Instrument


class DeviceEvent(models.Model):
    """What a scale reports of itself: power, housing, lock, parameters."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    event = models.CharField(max_length=30)
    detail = models.CharField(max_length=200, blank=True)
    challenge = models.CharField(
        max_length=8, blank=True, db_default="", help_text="of a lock: the number the scale shows since"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "seq", "happened_at"], name="device_event_once")]
        indexes = [models.Index(fields=["instrument", "-happened_at"], name="device_event_latest")]
