from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from quanheng.register.models.instrument import Instrument


class InstrumentEvent(models.Model):
    """Something in the life of an instrument (N25-3.5). Appended, never edited; a database trigger refuses the rest.

    ``kind`` is a key of ``quanheng.register.life.KINDS``. ``key`` makes one report of one thing one event, however
    often it is sent: a scale's own number, an import's row, a form's submission.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="life")
    kind = models.CharField(max_length=30)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    source = models.CharField(max_length=12, choices=[(name, name) for name in ("staff", "device", "import", "maker")])
    key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    area = models.CharField(max_length=120, help_text="where the instrument was then")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "source", "key"], name="instrument_event_once")]
        indexes = [
            models.Index(fields=["instrument", "happened_at", "id"], name="instrument_event_in_order"),
            # Few scales are lent at a time, and whether one came back is read off the order of its life.
            models.Index(fields=["instrument"], condition=models.Q(kind="lent"), name="instrument_event_lent"),
            # What was recorded since last night: appended in this order, so that a few pages tell where it begins.
            BrinIndex(fields=["recorded_at"], name="instrument_event_recorded"),
            # What scales report of being unlocked is looked through for what nobody authorised.
            models.Index(
                fields=["-happened_at", "-id"],
                condition=models.Q(kind="unlocked", source="device"),
                name="instrument_event_unlocked",
            ),
        ]
