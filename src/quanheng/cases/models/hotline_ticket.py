from django.db import models

from quanheng.cases.models.complaint import Complaint
from quanheng.people.models import Partner


class HotlineTicket(models.Model):
    """Under which number a hotline knows a complaint: it is answered there."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="hotline_ticket")
    partner = models.ForeignKey(Partner, models.PROTECT)
    source = models.CharField(max_length=8)
    number = models.CharField(max_length=80)
    called_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "source", "number"], name="hotline_ticket_once")]
