from django.db import models

from quanheng.people.models.user import User


class Invitation(models.Model):
    """A one-time link with which a person sets the own password; who has a copy of this row cannot follow the link."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Used, or made void by a later link or by the end of the account.
    ended_at = models.DateTimeField(null=True)
