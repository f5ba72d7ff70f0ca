from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.places import Place, Stall


class Kind(models.TextChoices):
    """器具名称: the kinds of instrument that the documents name."""

    TRADE_SCALE = "trade-scale", _("Trade scale")
    CHECK_SCALE = "check-scale", _("Check scale")
    FUEL_DISPENSER = "fuel-dispenser", _("Fuel dispenser")
    TAXIMETER = "taximeter", _("Taximeter")
    ELECTRICITY_METER = "electricity-meter", _("Electricity meter")
    WATER_METER = "water-meter", _("Water meter")
    GAS_METER = "gas-meter", _("Gas meter")
    CHARGER = "charger", _("Vehicle charger")
    REFRACTOMETER = "refractometer", _("Eye refractometer")
    FOCIMETER = "focimeter", _("Focimeter")
    TRIAL_LENS_SET = "trial-lens-set", _("Trial lens set")
    WEIGHT_SET = "weight-set", _("Set of weights")


# Kinds that settle a price by weighing: those the phase-out of N25-3.1 is about.
PRICE_SCALES = (Kind.TRADE_SCALE,)
SCALES = (Kind.TRADE_SCALE, Kind.CHECK_SCALE)


class Instrument(models.Model):
    """One instrument with an identity of its own: what it is and where. What happened to it is in its events."""

    device_id = models.CharField(max_length=40, unique=True, help_text="its number here, and its name on the wire")
    # An instrument carries GTIN and serial, or an asset identifier where its maker gave it no GTIN.
    gtin = models.CharField(max_length=14, blank=True)
    giai = models.CharField(max_length=30, blank=True)
    serial = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    maker = models.CharField(max_length=120)
    model = models.CharField(max_length=80)
    origin = models.CharField(max_length=80, blank=True)
    type_approval_number = models.CharField(max_length=60, blank=True)
    accuracy_class = models.CharField(max_length=10, default="III", blank=True)
    measuring_range = models.CharField(max_length=80, blank=True)
    intervals = models.CharField(
        max_length=60, blank=True, help_text="of a scale: Max and e of each partial range, 15kg/5g,30kg/10g"
    )
    purpose = models.CharField(
        max_length=12,
        default="trade",
        choices=[
            ("trade", _("Trade settlement")),
            ("safety", _("Safety protection")),
            ("medical", _("Medical and health care")),
            ("environment", _("Environmental monitoring")),
        ],
    )
    submission = models.CharField(
        max_length=10, default="on-site", choices=[("on-site", _("On site")), ("sent-in", _("Sent in"))]
    )
    # What only this kind has, checked by quanheng.register.kinds before it is stored.
    details = models.JSONField(default=dict, blank=True)
    public_key = models.BinaryField(max_length=32, null=True)
    firmware = models.CharField(max_length=80, blank=True)
    networked = models.BooleanField(default=False)
    conforming = models.BooleanField(default=False, help_text="its type meets JJF 2184 and JJG 1204")
    area = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT, null=True)
    install_site = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gtin", "serial"], condition=~models.Q(gtin=""), name="instrument_identity"
            ),
            models.UniqueConstraint(fields=["giai"], condition=~models.Q(giai=""), name="instrument_asset"),
            models.UniqueConstraint(fields=["maker", "model", "serial"], name="instrument_of_maker"),
            models.CheckConstraint(condition=~(models.Q(gtin="") & models.Q(giai="")), name="instrument_has_identity"),
        ]
        indexes = [
            area_index("instrument_area"),
            models.Index(fields=["place", "kind"], name="instrument_place"),
            models.Index(fields=["serial"], name="instrument_serial"),
            # A list of any area, of one kind or of all, is read off in its order (quanheng.register.instrument_list).
            models.Index(fields=["area", "device_id"], name="instrument_in_order"),
            models.Index(fields=["kind", "area", "device_id"], name="instrument_kind_in_order"),
            # Few are networked: which of them are on the line is asked of one after the other, in the order of lists.
            models.Index(
                fields=["area", "device_id"],
                include=["id", "kind"],
                condition=models.Q(networked=True),
                name="instrument_networked",
            ),
            models.Index(OpClass("maker", "varchar_pattern_ops"), name="instrument_maker_begins"),
            # People type the beginning of a number, in whatever case.
            models.Index(OpClass(Upper("serial"), "text_pattern_ops"), name="instrument_serial_begins"),
            models.Index(OpClass(Upper("device_id"), "text_pattern_ops"), name="instrument_number_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.serial}"
