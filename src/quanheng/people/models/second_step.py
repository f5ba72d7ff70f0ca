from django.db import models

from quanheng.people.models.user import User


class SecondStep(models.Model):
    """The key that a person's phone makes codes from, sealed; it counts from the first code that was right."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_step")
    sealed = models.TextField()
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # The time step of the last code taken: neither it nor an earlier one is taken again.
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """For the day the phone is lost; works once, and who has a copy of this row cannot use it."""

    second_step = models.ForeignKey(SecondStep, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)
