from django.conf import settings
from django.db import models

from quanheng.cases.models.complaint import Complaint
from quanheng.register.models import Stall


class Card(models.Model):
    """A yellow or red card (T4-4.2.4.5): the system proposes it, a person confirms or dismisses it."""

    complaint = models.OneToOneField(Complaint, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT)
    operator_name = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=10, choices=[("yellow", "黄牌"), ("red", "红牌")])
    offence = models.SmallIntegerField()
    market_penalty_fen = models.BigIntegerField()
    closure_days = models.SmallIntegerField()
    expelled = models.BooleanField()
    clauses = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    # proposed | confirmed | dismissed
    state = models.CharField(max_length=12, default="proposed")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    reason = models.TextField(blank=True)
    area = models.CharField(max_length=120)

    class Meta:
        # Few wait for a decision, however many were decided.
        indexes = [
            models.Index(fields=["proposed_at", "id"], condition=models.Q(state="proposed"), name="card_to_decide"),
            models.Index(fields=["decided_at"], condition=models.Q(state="confirmed"), name="card_confirmed_latest"),
            # Which complaints ended in a card: read off the index, never off the cards themselves.
            models.Index(fields=["state", "complaint"], name="card_of_complaints"),
        ]
