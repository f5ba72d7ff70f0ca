"""How shoppers come into a market and are led to its check scales (T4-5.1.2, T4-5.1.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.places import Place


class Entrance(models.Model):
    """Check scales stand at the main ones (T4-5.1.2.1)."""

    area = models.CharField(max_length=120)
    market = models.ForeignKey(Place, models.PROTECT, related_name="entrances")
    name = models.CharField(max_length=80)
    is_main = models.BooleanField(default=False)
    has_check_scale = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "name"], name="entrance_once")]
        indexes = [area_index("entrance_area")]


class SignKind(models.TextChoices):
    """What the standard wants to be read in a market, and where."""

    AT_SCALE = "at-scale", _("Plate at the check scale")
    ON_THE_WAY = "on-the-way", _("Signpost on the ways to it")
    PROCEDURE = "procedure", _("How to weigh again, beside it")
    PHONES = "phones", _("Phone numbers for complaints, beside it")


class SignCheck(models.Model):
    """Somebody looked at the signs of one kind on a day. Appended, never edited; the latest one holds."""

    area = models.CharField(max_length=120)
    market = models.ForeignKey(Place, models.PROTECT, related_name="sign_checks")
    kind = models.CharField(max_length=12, choices=SignKind.choices)
    seen_on = models.DateField()
    in_order = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["market", "kind", "-seen_on", "-id"], name="sign_check_latest")]
