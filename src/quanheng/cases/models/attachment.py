from django.db import models
from django.db.models import Q

from quanheng.cases.models.complaint import Complaint


class Attachment(models.Model):
    """A photograph that a complainant hands in, in pieces where the network is poor. It counts once it is whole."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="attachments")
    # Of the bytes as the phone sent them. What is kept and shown is a copy without the camera's metadata.
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    received = models.IntegerField(default=0)
    begun_at = models.DateTimeField()
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "sha256"], name="attachment_once")]
        indexes = [models.Index(fields=["begun_at"], condition=Q(whole_at=None), name="attachment_unfinished")]
