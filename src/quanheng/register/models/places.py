"""Where things are. Every row carries its area path, so that one prefix answers who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.organisation import Organisation


class Region(models.Model):
    """A province, city or county; ``abolished_on`` and where it went, where it is no more."""

    area = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=6, unique=True, null=True, help_text="GB/T 2260; 99… are invented")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10, choices=[("province", "省"), ("city", "市"), ("county", "县区")])
    abolished_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True)

    def __str__(self) -> str:
        return self.name


class RegionName(models.Model):
    """What a region was called before: a renamed county keeps its area, and old papers stay readable."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    # The last day of the name.
    until = models.DateField()


class PlaceKind(models.TextChoices):
    MARKET = "market", _("Farm-produce market")
    SHOP = "shop", _("Shop or supermarket")
    FILLING_STATION = "filling-station", _("Filling station")
    CHARGING_SITE = "charging-site", _("Charging site")
    OPTICIAN = "optician", _("Optician")
    CLINIC = "clinic", _("Clinic or hospital")
    GRAIN_DEPOT = "grain-depot", _("Grain depot")
    PUBLIC_UTILITY = "public-utility", _("Public-utility area")
    SCENIC_AREA = "scenic-area", _("Scenic area")
    STREET = "street", _("Street")
    # Where a scale is between its making and its first place of use.
    WORKS = "works", _("Works of a maker")


class Place(models.Model):
    """Somewhere instruments are used. Only markets have stalls, selling areas and check scales."""

    area = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices, default=PlaceKind.MARKET)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    region = models.ForeignKey(Region, models.PROTECT)
    address = models.CharField(max_length=200, blank=True)
    # WGS 84, as telephones tell it.
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    phone = models.CharField(max_length=30, blank=True, db_default="")
    complaint_phone = models.CharField(max_length=30, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    run_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="places")
    # The group standard binds only markets that adopted it; without this date its remedies are not proposed.
    group_standard_adopted_on = models.DateField(null=True)
    # T4-4.2.2.2: 统一配置、管理、检定、维修、标识
    unified_supply = models.BooleanField(default=False)
    unified_management = models.BooleanField(default=False)
    unified_verification = models.BooleanField(default=False)
    unified_repair = models.BooleanField(default=False)
    unified_marking = models.BooleanField(default=False)

    class Meta:
        indexes = [
            area_index("place_area"),
            models.Index(fields=["kind", "area"], name="place_kind"),
            # A hotline says where it was by the name alone.
            models.Index(fields=["name"], name="place_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SellingArea(models.Model):
    """A part of a market (T4-5.1.3.2): an enclosed one needs a check scale of its own.

    Live goods are live poultry and aquatic goods, for which one more may be set up.
    """

    area = models.CharField(max_length=120)
    market = models.ForeignKey(Place, models.PROTECT, related_name="selling_areas")
    name = models.CharField(max_length=80)
    is_enclosed = models.BooleanField(default=False)
    has_live_goods = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "name"], name="selling_area_once")]


class Stall(models.Model):
    """Who works at it now stands here; who did before, and since when, in StallOperator."""

    area = models.CharField(max_length=120, unique=True)
    market = models.ForeignKey(Place, models.PROTECT)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    stall_type = models.CharField(max_length=40)
    operator_name = models.CharField(max_length=80)
    operator_uscc = models.CharField(max_length=18, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [area_index("stall_area"), models.Index(fields=["market", "number"], name="stall_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
