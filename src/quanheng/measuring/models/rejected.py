from django.db import models

from quanheng.register.models import Instrument
from quanheng.register.models.area_index import area_index

# "unstorable" is a fault of ours.
REASONS = (
    *("not-a-frame", "malformed", "too-large", "unknown-scale", "signature-wrong", "wrong-topic", "impossible-time"),
    *("impossible-mass", "number-reused", "not-a-check-scale", "unstorable"),
)


class RejectedMessage(models.Model):
    """What could not be taken as a fact, kept with its exact bytes for a person to look at.

    Nobody's area is known for an unknown scale: only the nation's office sees those.
    """

    received_at = models.DateTimeField()
    topic = models.CharField(max_length=200)
    device_id = models.CharField(max_length=60, blank=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True)
    seq = models.BigIntegerField(null=True, help_text="the first of the records, where the rest of the batch was taken")
    reason = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    body = models.BinaryField()
    body_bytes = models.IntegerField(help_text="length as received; the body is cut at 64 KiB")
    body_sha256 = models.CharField(max_length=64)
    area = models.CharField(max_length=120)

    class Meta:
        constraints = [
            # The same rejected bytes sent again add to no pile.
            models.UniqueConstraint(
                fields=["device_id", "body_sha256", "seq", "reason"], nulls_distinct=False, name="rejected_once"
            )
        ]
        indexes = [
            area_index("rejected_area"),
            models.Index(fields=["-received_at"], name="rejected_latest"),
            models.Index(fields=["reason", "-received_at", "-id"], name="rejected_reason"),
        ]
