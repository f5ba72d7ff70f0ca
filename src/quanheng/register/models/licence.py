from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.places import Place, Stall


class LicenceKind(models.TextChoices):
    """What a place has to hold before it may trade (T4-4.1.1)."""

    BUSINESS = "business", _("Business licence")
    FOOD = "food", _("Food business licence")
    FUEL = "fuel", _("Approval to retail refined oil")
    MEDICAL = "medical", _("Practice licence of a medical institution")
    OTHER = "other", _("Another licence")


class Licence(models.Model):
    """A paper that a place holds, or whoever works at one of its stalls.

    A renewed one is a new row: the old one says what was held before.
    """

    area = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="licences")
    # None: the place's own.
    stall = models.ForeignKey(Stall, models.PROTECT, related_name="licences", null=True)
    kind = models.CharField(max_length=12, choices=LicenceKind.choices)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120, blank=True)
    # None where it is valid for long.
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "number"], condition=models.Q(stall=None), name="licence_of_place_once"
            ),
            models.UniqueConstraint(fields=["stall", "kind", "number"], name="licence_of_stall_once"),
        ]
        indexes = [
            area_index("licence_area"),
            # What runs out next is read off in its order.
            models.Index(
                fields=["valid_until", "id"],
                condition=models.Q(ended_on=None, valid_until__isnull=False),
                name="licence_runs_out",
            ),
        ]
