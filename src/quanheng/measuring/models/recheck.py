from django.db import models

from quanheng.register.models import Instrument
from quanheng.register.models.area_index import area_index


class Recheck(models.Model):
    """A purchase put on a check scale: both masses, and what the law of that day says of the difference.

    The purchase comes from the receipt, which its scale signed; ``pairing`` says how far that could be trusted.
    """

    check_scale = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    checked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    check_mg = models.BigIntegerField()
    original_state = models.BooleanField()
    photograph_sha256 = models.CharField(max_length=64, blank=True)
    purchase_code = models.TextField()
    area = models.CharField(max_length=120)
    # paired | unreadable | unknown-scale | signature-wrong | other-market | too-old
    pairing = models.CharField(max_length=30)
    trade_scale = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    purchase_seq = models.BigIntegerField(null=True)
    weighed_at = models.DateTimeField(null=True)
    settled_mg = models.BigIntegerField(null=True)
    price_fen_per_kg = models.BigIntegerField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    goods_class = models.CharField(max_length=20, blank=True)
    # Judgement.as_dict() of law.retail, or {"covered": false, "reason": …}
    judgement = models.JSONField(default=dict)
    shortfall_mg = models.BigIntegerField(null=True)
    market_exceeded = models.BooleanField(null=True)
    statute_exceeded = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_scale", "seq", "checked_at"], name="recheck_once"),
        ]
        indexes = [
            area_index("recheck_area"),
            models.Index(fields=["-checked_at"], name="recheck_latest"),
            # Most are paired and within the limits; the others are what is looked for.
            models.Index(
                fields=["-checked_at", "-id"],
                condition=models.Q(market_exceeded=True) | models.Q(statute_exceeded=True),
                name="recheck_exceeded",
            ),
            models.Index(fields=["-checked_at", "-id"], condition=~models.Q(pairing="paired"), name="recheck_unpaired"),
            models.Index(fields=["trade_scale", "purchase_seq"], name="recheck_purchase"),
            # What one market's check scales found in half a year, however long it has had them.
            models.Index(fields=["check_scale", "-checked_at"], name="recheck_of_check_scale"),
            models.Index(fields=["photograph_sha256"], name="recheck_photograph"),
        ]
