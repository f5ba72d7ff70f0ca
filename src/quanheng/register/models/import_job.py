from django.conf import settings
from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument


class ImportJob(models.Model):
    """A ledger that an office sent in, and how far the reading of it has come.

    ``mapping`` waits for a person, ``check`` and ``load`` for the importer, ``checked`` for the person again.
    """

    # Of whoever sent it: rows outside it are refused.
    area = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    # Which kind of ledger it is: a key of quanheng.register.importing.ledgers.LEDGERS.
    ledger = models.CharField(max_length=20, default="instruments")
    created_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField()
    headings_row = models.IntegerField()
    # Field to place of the column, counted from 0.
    mapping = models.JSONField(default=dict)
    stage = models.CharField(
        max_length=8,
        default="mapping",
        choices=[(name, name) for name in ("mapping", "check", "checked", "load", "done", "refused")],
    )
    refused_for = models.CharField(max_length=20, blank=True)
    # The importer that works on it says so again and again; silence lets another one go on.
    heartbeat_at = models.DateTimeField(null=True)
    position = models.IntegerField(default=0, help_text="the last row of the file that is done")
    last_row = models.IntegerField(null=True)
    new_rows = models.IntegerField(default=0)
    changed_rows = models.IntegerField(default=0)
    known_rows = models.IntegerField(default=0)
    faulty_rows = models.IntegerField(default=0)
    # Whether what the ledger says otherwise of known instruments is put into the register: chosen, never assumed.
    update_known = models.BooleanField(default=False)

    class Meta:
        indexes = [
            area_index("import_job_area"),
            models.Index(fields=["id"], condition=models.Q(stage__in=["check", "load"]), name="import_job_waiting"),
        ]

    @property
    def accepted_rows(self) -> int:
        return self.new_rows + self.changed_rows + self.known_rows


class ImportFault(models.Model):
    """Something wrong with one cell; ``code`` and ``facts`` are said in the reader's language."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="faults")
    row = models.IntegerField()
    column = models.CharField(max_length=30)
    code = models.CharField(max_length=20)
    value = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["job", "row"], name="import_fault_row")]


class ImportChange(models.Model):
    """What a row says otherwise of an instrument on record; found by the check, and told anew by what was done."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="changes")
    row = models.IntegerField()
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    # Why it is not put into the register, whatever is chosen: empty where it may be.
    refused_for = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "row"], name="import_change_of_row")]
