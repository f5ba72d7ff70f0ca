from django.db import models

from quanheng.people.models.user import User


class SavedFilter(models.Model):
    """What a person narrows a list to again and again, under a name; shared ones are for all of the same area."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    # Of the owner when it was saved: colleagues of exactly this area see it where it is shared.
    area = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=40, help_text="the list, by the name of its address")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500, help_text="as it stands in the address")
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_named_once")]
        indexes = [models.Index(fields=["area", "page"], name="saved_filter_of_office")]

    def __str__(self) -> str:
        return self.name


class OpensWith(models.Model):
    """The filter that a list opens with, for one person."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    saved = models.ForeignKey(SavedFilter, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="opens_with_one")]
