from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument
from quanheng.register.models.organisation import Organisation
from quanheng.register.models.places import Place


class VerificationState(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    SCHEDULED = "scheduled", _("Scheduled")
    DOING = "doing", _("Being verified")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (VerificationState.APPLIED, VerificationState.SCHEDULED, VerificationState.DOING)
ENDED = (VerificationState.PASSED, VerificationState.FAILED, VerificationState.WITHDRAWN)


class Verification(models.Model):
    """One verification of one instrument, from the application to its paper. A database trigger keeps ended ones."""

    number = models.CharField(max_length=20, unique=True)
    # What was applied for at once, a whole market mostly, has one application number.
    application = models.CharField(max_length=20)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="verifications")
    place = models.ForeignKey(Place, models.PROTECT)
    area = models.CharField(max_length=120, help_text="where the instrument was when it was applied for")
    state = models.CharField(max_length=12, choices=VerificationState.choices, default=VerificationState.APPLIED)
    is_first = models.BooleanField(help_text="no verification is on record before it")
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_on = models.DateField(null=True)
    body = models.ForeignKey(Organisation, models.PROTECT, null=True)
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    # What its programme follows from, as the register had it at the start: class, ranges, and the kind's own fields.
    subject = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was withdrawn, or failed beyond its readings")
    # The certificate, or the notice of a failure; its JSON is issued as it stands here and its digest is printed.
    paper_number = models.CharField(max_length=20, unique=True, null=True)
    paper = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument"],
                condition=models.Q(state__in=[state.value for state in OPEN]),
                name="verification_open_once",
            )
        ]
        indexes = [
            area_index("verification_area"),
            models.Index(fields=["state", "-id"], name="verification_of_state"),
            models.Index(fields=["application"], name="verification_application"),
            models.Index(fields=["instrument", "-id"], name="verification_of_instrument"),
        ]

    def __str__(self) -> str:
        return self.number


class VerificationReading(models.Model):
    """What the instrument showed at one point of its programme; judged by the law whenever it is read.

    Quantities are whole numbers of ``unit``: mg of a scale, µL of a dispenser, mWh of a charger and so on.
    """

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="readings")
    trial = models.CharField(
        max_length=15, help_text="a trial of quanheng.law.test_programme or quanheng.law.kind_programmes"
    )
    ordinal = models.SmallIntegerField()
    unit = models.CharField(max_length=6, default="mg")
    indicated = models.BigIntegerField()
    # What there was: null where the programme says it, as the load of a scale.
    reference = models.BigIntegerField(null=True)
    # ΔL of a scale: the small weights added until its indication jumped.
    added = models.BigIntegerField(null=True)
    # What the verifier entered where the law has no figure on file: millionths, or an amount of ``unit``; and whence.
    limit = models.BigIntegerField(null=True)
    limit_source = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verification", "trial", "ordinal"], name="verification_reading_once")
        ]
