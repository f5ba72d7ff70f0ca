from django.db import models


class SignInFailure(models.Model):
    """A wrong password or code, kept as long as it counts towards a lock-out."""

    username = models.CharField(max_length=60)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()
    # Only who knows the password is asked for a code: a wrong one counts from everywhere.
    is_of_code = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["username", "address", "-at"], name="sign_in_failure_recent")]
