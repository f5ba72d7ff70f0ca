from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models


class AuditEntry(models.Model):
    """Who did what to which thing, from where. Appended, never edited."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    address = models.GenericIPAddressField(null=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    area = models.CharField(max_length=120, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"], name="audit_subject"),
            models.Index(fields=["act", "-id"], name="audit_act"),
            models.Index(fields=["user", "-id"], name="audit_user"),
            models.Index(OpClass(models.F("area"), "varchar_pattern_ops"), name="audit_area"),
        ]
