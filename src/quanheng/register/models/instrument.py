from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.places import Market, Stall, area_index


class Kind(models.TextChoices):
    TRADE_SCALE = "trade-scale", _("Trade scale")
    CHECK_SCALE = "check-scale", _("Check scale")


class Instrument(models.Model):
    """One scale with an identity of its own."""

    device_id = models.CharField(max_length=40, unique=True, help_text="its name on the wire")
    gtin = models.CharField(max_length=14)
    serial = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    maker = models.CharField(max_length=80)
    model = models.CharField(max_length=80)
    accuracy_class = models.CharField(max_length=4, default="III")
    intervals = models.CharField(max_length=60, help_text="Max and e of each partial range: 15kg/5g,30kg/10g")
    public_key = models.BinaryField(max_length=32)
    firmware = models.CharField(max_length=80, blank=True)
    networked = models.BooleanField(default=True)
    in_use_since = models.DateField()
    verified_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    verification_body = models.CharField(max_length=80, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=120)
    market = models.ForeignKey(Market, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gtin", "serial"], name="instrument_identity")]
        indexes = [area_index("instrument_area"), models.Index(fields=["market", "kind"], name="instrument_market")]

    def __str__(self) -> str:
        return f"{self.model} {self.serial}"
