from django.conf import settings
from django.db import models
from django.db.models import Q


class ReplyTemplate(models.Model):
    """Words that an office often answers with (答复模板); the offices below it may use them too."""

    area = models.CharField(max_length=120, blank=True)
    # What it is written for, a move of the complaint flow.
    move = models.CharField(max_length=30)
    title = models.CharField(max_length=40)
    text = models.TextField()
    # For complainants who read English; empty where nobody wrote it.
    text_en = models.TextField(blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "-id"], condition=Q(withdrawn_at=None), name="reply_of_office")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "move", "title"], condition=Q(withdrawn_at=None), name="reply_titled_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
