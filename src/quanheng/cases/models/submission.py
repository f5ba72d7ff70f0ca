from django.db import models


class SubmissionTally(models.Model):
    """How many complaints one address has lodged in one hour. The address itself is not kept, only its keyed digest."""

    pk = models.CompositePrimaryKey("address_digest", "hour")
    address_digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    lodged = models.IntegerField(default=0)
