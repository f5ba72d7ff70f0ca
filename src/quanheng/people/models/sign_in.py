from django.db import models


class SignInFailure(models.Model):
    """A wrong password, kept as long as it counts towards a lock-out."""

    username = models.CharField(max_length=60)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "address", "-at"], name="sign_in_failure_recent")]
