from django.conf import settings
from django.db import models


class Partner(models.Model):
    """Another system that may hand in and ask for complaints of an area: a hotline, a portal, an app.

    Its key is told once; who has a copy of this row cannot speak as the partner.
    """

    name = models.CharField(max_length=80)
    area = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="partner_named_once")]

    def __str__(self) -> str:
        return self.name
