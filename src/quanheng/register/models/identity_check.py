from django.conf import settings
from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument
from quanheng.register.models.places import Place, Stall


class IdentityCheck(models.Model):
    """Somebody compared what stands on a scale with the register (N25-3.4). Appended, never edited."""

    area = models.CharField(max_length=120, help_text="where the scale was found")
    place = models.ForeignKey(Place, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT, null=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="identity_checks")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="of the form, so that sending it twice checks once")
    # As it was read off the scale, empty where it bears none; read by camera, typed, or opened from the register.
    code = models.CharField(max_length=600, blank=True)
    read_by = models.CharField(max_length=10, choices=[(one, one) for one in ("camera", "typed", "register")])
    found = models.JSONField(help_text="the marks of quanheng.register.identity.marks, as found")
    compared = models.JSONField(help_text="field by field: name, expected, found, verdict")
    outcome = models.CharField(max_length=10)
    proofs = models.JSONField(default=list)
    maker_answer = models.JSONField(help_text="whether the maker's service was asked, and what it said")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checked_by", "key"], name="identity_check_once")]
        indexes = [
            area_index("identity_check_area"),
            models.Index(fields=["outcome", "-id"], name="identity_check_outcome"),
            models.Index(fields=["instrument", "-checked_at", "-id"], name="identity_check_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.found.get('serial', '')} {self.checked_at:%Y-%m-%d}"


class IdentityDecision(models.Model):
    """What a person decided about a finding. Appended; the newest says how it stands."""

    check_made = models.ForeignKey(IdentityCheck, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in ("dismissed", "referred")])
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    area = models.CharField(max_length=120)

    class Meta:
        indexes = [
            area_index("identity_decision_area"),
            models.Index(fields=["check_made", "-id"], name="identity_decision_latest"),
        ]
