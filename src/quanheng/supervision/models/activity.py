from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.register.models import Place
from quanheng.register.models.area_index import area_index
from quanheng.supervision.models.volunteer import Volunteer


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Activity(models.Model):
    """Volunteers look at markets together on a day (监督活动): planned, joined, and told of at the end."""

    area = models.CharField(max_length=120)
    name = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    markets = models.ManyToManyField(Place, related_name="+")
    meets_at = models.CharField(max_length=120, blank=True)
    looks_at = models.TextField(help_text="what is looked at")
    wanted = models.SmallIntegerField(help_text="how many volunteers")
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="of the form, so that sending it twice plans once")
    report = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [area_index("activity_area"), models.Index(fields=["-starts_at", "-id"], name="activity_latest")]
        constraints = [models.UniqueConstraint(fields=["planned_by", "key"], name="activity_once")]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """One volunteer in one activity; ``came`` is unknown until the office ticks it."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="participations")
    signed_up_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "volunteer"], name="participation_once")]
