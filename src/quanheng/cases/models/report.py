from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.cases.models.complaint import Complaint
from quanheng.register.models import Place, Stall
from quanheng.register.models.area_index import area_index


class ReportState(models.TextChoices):
    LODGED = "lodged", _("To be verified")
    FILED = "filed", _("Case opened")
    NOT_FILED = "not-filed", _("No case opened")


class Report(models.Model):
    """A report (举报) of a suspected offence, split off from a complaint and handled on its own (Order 121, Art. 9).

    Ending the complaint does not end it: what is looked into is the offence, not the dispute.
    """

    number = models.CharField(max_length=20, unique=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reports")
    market = models.ForeignKey(Place, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT, null=True)
    area = models.CharField(max_length=120)
    text = models.TextField()
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.LODGED)
    verify_due_on = models.DateField(help_text="by when it is verified and decided whether to open a case")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    # A named reporter is told of the decision by then; null where nobody can be reached.
    inform_due_on = models.DateField(null=True)
    informed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            area_index("report_area"),
            models.Index(fields=["state", "verify_due_on", "id"], name="report_by_due_day"),
            models.Index(fields=["-id"], condition=~models.Q(state="lodged"), name="report_decided"),
        ]

    def __str__(self) -> str:
        return self.number
