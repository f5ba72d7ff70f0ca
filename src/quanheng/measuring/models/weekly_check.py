from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from quanheng.register.models import Instrument
from quanheng.register.models.area_index import area_index


class WeeklyCheck(models.Model):
    """A check scale tried with weights by its market, and what the law says of its readings (T4-4.2.3.4, T4-5.2)."""

    check_scale = models.ForeignKey(Instrument, models.PROTECT, related_name="weekly_checks")
    # One form, sent twice by a phone with a bad network, is one check.
    key = models.CharField(max_length=64, unique=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    weights = models.CharField(max_length=60, help_text="the number on the certificate of the weights")
    load_mg = models.BigIntegerField()
    readings_mg = ArrayField(models.BigIntegerField())
    # WeeklyCheck.as_dict() of law.weekly_check in both languages
    judgement = models.JSONField()
    passed = models.BooleanField()
    area = models.CharField(max_length=120)

    class Meta:
        indexes = [
            area_index("weekly_check_area"),
            models.Index(fields=["check_scale", "-checked_at"], name="weekly_check_latest"),
            # Which scales were checked this week, of a nation as of a county.
            models.Index(fields=["checked_at", "check_scale"], name="weekly_check_of_days"),
        ]
