from django.conf import settings
from django.db import models
from django.db.models import Q

from quanheng.cases.models.complaint import Complaint
from quanheng.register.models import Stall
from quanheng.register.models.area_index import area_index

# In which it counts as an offence; law/tables/card_flow.toml has them too, and a test compares.
STANDING = ("confirmed", "appealed", "upheld")


class Card(models.Model):
    """A yellow or red card (T4-4.2.4.5): the system proposes it, a person confirms or dismisses it.

    Its state, and how far its measures are carried out, are those of its events, kept here for lists.
    """

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
    # One of law/tables/card_flow.toml.
    state = models.CharField(max_length=12, default="proposed")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    # The office it was decided for; an appeal goes to the one above.
    decided_area = models.CharField(max_length=120, blank=True)
    appeal_until = models.DateField(null=True)
    appeal_desk = models.CharField(max_length=120, null=True)
    reason = models.TextField(blank=True)
    area = models.CharField(max_length=120)
    closed_from = models.DateField(null=True)
    closed_until = models.DateField(null=True)
    reopened_on = models.DateField(null=True)
    penalty_paid_on = models.DateField(null=True)
    penalty_returned_on = models.DateField(null=True)
    expelled_on = models.DateField(null=True)
    # "", told or accepted.
    rectification = models.CharField(max_length=10, blank=True)
    # What it rests on has changed and a person has to say what follows: the offence it would be now, if that is it.
    asks_again = models.BooleanField(default=False)
    offence_now = models.SmallIntegerField(null=True)
    # Something of it is still to be carried out or put on record (quanheng.cases.card_measures).
    is_open = models.BooleanField(default=False)

    class Meta:
        # Few wait for a decision, however many were decided.
        indexes = [
            models.Index(fields=["proposed_at", "id"], condition=Q(state="proposed"), name="card_to_decide"),
            # Those that count as an offence, by when a person decided so.
            models.Index(fields=["decided_at"], condition=Q(state__in=STANDING), name="card_standing_latest"),
            # Which complaints ended in a card: read off the index, never off the cards themselves.
            models.Index(fields=["state", "complaint"], name="card_of_complaints"),
            models.Index(fields=["state", "-id"], name="card_by_state"),
            models.Index(fields=["-id"], condition=Q(is_open=True), name="card_open"),
            models.Index(fields=["appeal_desk", "id"], condition=Q(state="appealed"), name="card_under_appeal"),
            area_index("card_area"),
        ]


class CardEvent(models.Model):
    """One act on a card. Appended, never edited; a database trigger refuses anything else."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    state = models.CharField(max_length=12)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    actor_role = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
