from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quanheng.register.models import Place, Stall
from quanheng.register.models.area_index import area_index


class KeyState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RUNNING = "running", _("Under key supervision")
    ENDED = "ended", _("Key supervision ended")
    DISMISSED = "dismissed", _("Proposal dismissed")


class KeySupervision(models.Model):
    """An operator who is put under key supervision (重点监管, TZ 2 (3)): proposed by a count, decided by a person.

    It is about who worked at the stall then: a later operator does not inherit it.
    """

    area = models.CharField(max_length=120)
    market = models.ForeignKey(Place, models.PROTECT, related_name="+")
    stall = models.ForeignKey(Stall, models.PROTECT, related_name="+")
    operator_name = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=KeyState.choices, default=KeyState.PROPOSED)
    # Names of quanheng.cases.key_supervision.reasons, and the figures as they were last counted.
    reasons = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the last day; by then a person ends or extends it")
    measures = models.TextField(blank=True, help_text="what is done meanwhile")
    told_on = models.DateField(null=True, help_text="when the operator heard of it")
    has_open_objection = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stall", "operator_name"],
                condition=Q(state__in=["proposed", "running"]),
                name="key_supervision_once",
            )
        ]
        indexes = [
            area_index("key_supervision_area"),
            models.Index(fields=["stall", "-id"], name="key_supervision_of_stall"),
            # Few are proposed or run at a time; the first to be reviewed stand first.
            models.Index(fields=["-id"], condition=Q(state="proposed"), name="key_supervision_proposed"),
            models.Index(fields=["until", "id"], condition=Q(state="running"), name="key_supervision_running"),
            models.Index(fields=["-id"], condition=Q(state__in=["ended", "dismissed"]), name="key_supervision_past"),
        ]

    def __str__(self) -> str:
        return f"{self.stall} {self.operator_name}"


class KeySupervisionEvent(models.Model):
    """What happened to it. Appended, never edited; a database trigger refuses anything else."""

    supervision = models.ForeignKey(KeySupervision, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    # A key of quanheng.cases.key_supervision.words.HISTORY.
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class KeyCount(models.Model):
    """A night's count: up to which row of each table it has looked for new facts, so that the next one goes on."""

    counted_at = models.DateTimeField()
    seen = models.JSONField(help_text="the last number of each table")
    looked_at = models.IntegerField(help_text="operators about whom something was new")
    proposed = models.IntegerField()
