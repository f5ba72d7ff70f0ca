from django.conf import settings
from django.db import models

from quanheng.cases.models.complaint import Complaint


class Signature(models.Model):
    """A name written on the screen below one paper of a complaint. Appended, never edited.

    ``digest`` is of exactly what the paper said when it was signed: a paper that says something else is not signed.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="signatures")
    paper = models.CharField(max_length=12, help_text="dispute, agreement, receipt, advance or card")
    party = models.CharField(max_length=12, help_text="complainant, operator or mediator")
    name = models.CharField(max_length=40)
    # Lines of the pen: lists of x and y in turn, from 0 to 1000 of a field twice as wide as high.
    strokes = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, help_text="at whose screen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "paper", "party", "digest"], name="signature_once")]
