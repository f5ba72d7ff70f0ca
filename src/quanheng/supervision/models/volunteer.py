from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models.area_index import area_index


class VolunteerState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    DECLINED = "declined", _("Declined")
    APPOINTED = "appointed", _("Appointed")
    ENDED = "ended", _("Appointment ended")


class Volunteer(models.Model):
    """Who applied to be a volunteer supervisor (群众计量监督员), or was invited; appointed for an area and a term."""

    area = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=VolunteerState.choices)
    # What the person told: name, number, why, and where they or their kin trade; sealed, and erased in time.
    told_sealed = models.TextField(blank=True)
    # One application, sent twice by a phone with a bad network, is one application.
    submission_key = models.CharField(max_length=64, unique=True)
    applied_at = models.DateTimeField()
    # Stands on the card; given at the first appointment.
    number = models.CharField(max_length=20, unique=True, null=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="volunteer")
    serves_from = models.DateField(null=True)
    serves_until = models.DateField(null=True, help_text="the last day of the term")
    # When it was declined or ended: from then on what the person told is kept for a while only.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            area_index("volunteer_area"),
            models.Index(fields=["state", "-id"], name="volunteer_state"),
            models.Index(fields=["closed_at", "id"], condition=~models.Q(told_sealed=""), name="volunteer_told_kept"),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    def serves_on(self, day: date) -> bool:
        if self.state != VolunteerState.APPOINTED or self.serves_from is None or self.serves_until is None:
            return False
        return self.serves_from <= day <= self.serves_until


class VolunteerEvent(models.Model):
    """What became of an application or an appointment. Appended, never edited."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="events")
    # applied | invited | appointed | declined | renewed | ended
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Interest(models.Model):
    """A stall or market where a volunteer or their kin trade: they check nothing there."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="interests")
    area = models.CharField(max_length=120, help_text="of the stall, or of the whole market")
    kin = models.BooleanField(help_text="a relative's, not their own")
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["volunteer"], condition=models.Q(ended_at=None), name="interest_standing")]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "area"], condition=models.Q(ended_at=None), name="interest_once"
            ),
        ]
