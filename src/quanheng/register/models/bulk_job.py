from django.conf import settings
from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument


class BulkJob(models.Model):
    """One act on many instruments: first it is found out which of them it is possible for, then a person has it done.

    ``check`` and ``run`` wait for a worker, ``checked`` for the person.
    """

    area = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of the form, so that sending it twice begins one job.
    key = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=20, help_text="a key of quanheng.register.bulk.acts.ACTS")
    given = models.JSONField(default=dict, help_text="what the act asks for: a reason, a day, a verifier")
    filters = models.CharField(max_length=500, blank=True, help_text="what the list was narrowed to")
    # Refusals are said in the language of whoever asked.
    language = models.CharField(max_length=10, default="zh-hans")
    stage = models.CharField(
        max_length=8, default="check", choices=[(name, name) for name in ("check", "checked", "run", "done")]
    )
    heartbeat_at = models.DateTimeField(null=True)
    position = models.IntegerField(default=0, help_text="the last row that is done in this stage")
    total = models.IntegerField(default=0)
    fit_rows = models.IntegerField(default=0)
    refused_rows = models.IntegerField(default=0)
    done_rows = models.IntegerField(default=0)

    class Meta:
        indexes = [
            area_index("bulk_job_area"),
            models.Index(fields=["id"], condition=models.Q(stage__in=["check", "run"]), name="bulk_job_waiting"),
        ]


class BulkRow(models.Model):
    """One instrument of a job and what became of it."""

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="rows")
    ordinal = models.IntegerField()
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    # Empty until it is looked at, then fit or refused, and done.
    outcome = models.CharField(max_length=8, blank=True)
    said = models.CharField(max_length=300, blank=True, help_text="why it was refused, or what was made of it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "ordinal"], name="bulk_row_once")]
        indexes = [models.Index(fields=["job", "outcome", "ordinal"], name="bulk_row_of_outcome")]
