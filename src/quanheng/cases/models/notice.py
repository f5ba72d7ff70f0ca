from django.db import models
from django.db.models import Q

from quanheng.cases.models.complaint import Complaint


class NoticeWish(models.Model):
    """The shopper allowed one WeChat notice on a complaint: WeChat's rule is one consent, one notice."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="wishes")
    template = models.CharField(max_length=80)
    allowed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["complaint"], condition=Q(used_at=None), name="wish_unused")]


class NoticeOutbox(models.Model):
    """Something that has to be told to somebody outside, written in the same transaction as what it tells.

    ``channel`` names who carries it. What is told and to whom is sealed, as it may hold a telephone number.
    """

    WAITING, SENT, DEAD = "waiting", "sent", "dead"

    channel = models.CharField(max_length=20)
    # The same event is told once, however often the verb that told it runs.
    key = models.CharField(max_length=100, unique=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, null=True, related_name="notices")
    sealed = models.TextField()
    state = models.CharField(max_length=10, default=WAITING)
    attempts = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="notice_waiting"),
            # What was sent is most of it, and nobody looks through it.
            models.Index(fields=["-id"], condition=~Q(state="sent"), name="notice_unsent"),
        ]
