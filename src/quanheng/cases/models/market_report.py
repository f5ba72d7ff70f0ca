from django.conf import settings
from django.db import models

from quanheng.register.models import Place
from quanheng.register.models.area_index import area_index


class MarketReport(models.Model):
    """What a market told its regulator of a quarter (T4-4.2.6): the counts as they stood when it was submitted."""

    area = models.CharField(max_length=120)
    market = models.ForeignKey(Place, models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7, help_text="2026-Q3")
    counts = models.JSONField()
    remarks = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "quarter"], name="market_report_once")]
        indexes = [area_index("market_report_area")]
