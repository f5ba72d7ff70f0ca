from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F


class Publication(models.Model):
    """The figures of one month as they were told on a stated day; a later edition takes nothing of it back."""

    month = models.DateField()
    edition = models.SmallIntegerField()
    published_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "edition"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} ({self.edition})"


class PublishedFigures(models.Model):
    """What was told of a region, rounded; ``kind`` is empty for all places, which anybody may read.

    A region without a row is not told of. Of the shares, 0 stands for "fewer than five", 100 for "all but fewer than
    five", and null for "of too few to tell" (quanheng.cases.publication).
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="figures")
    area = models.CharField(max_length=120)
    # The region above, of which it is a part; the nation is its own.
    above = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True)
    lodged = models.IntegerField(null=True)
    in_time_percent = models.SmallIntegerField(null=True)
    ended_percent = models.SmallIntegerField(null=True)
    remedied_percent = models.SmallIntegerField(null=True)
    decide_half = models.SmallIntegerField(null=True)
    decide_nine_tenths = models.SmallIntegerField(null=True)
    end_half = models.SmallIntegerField(null=True)
    end_nine_tenths = models.SmallIntegerField(null=True)
    half_stars = models.SmallIntegerField(null=True, help_text="the mean, in halves of a star")
    # Of one kind of places: what a trade association reads besides complaints.
    rechecks = models.IntegerField(null=True)
    exceeded_percent = models.SmallIntegerField(null=True)
    in_use = models.IntegerField(null=True)
    verified_percent = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "area", "kind"], name="published_once")]
        indexes = [
            models.Index(
                F("publication"),
                F("kind"),
                OpClass("area", name="varchar_pattern_ops"),
                name="published_of_region",
            ),
        ]
