from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.places import Place


class Notice(models.Model):
    """A reminder to the people of a place: how many of its instruments have to be verified by a day."""

    place = models.ForeignKey(Place, models.PROTECT)
    area = models.CharField(max_length=120)
    noticed_on = models.DateField()
    due_on = models.DateField(help_text="the last day of the verifications it is about")
    days_before = models.SmallIntegerField(help_text="which reminder it is; 0 after the day has passed")
    instruments = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "due_on", "days_before"], name="notice_once")]
        indexes = [area_index("notice_area"), models.Index(fields=["-noticed_on", "-id"], name="notice_latest")]


class ReminderRun(models.Model):
    """A day whose reminders were all given: the next run goes on from here."""

    on = models.DateField(unique=True)
    begun_at = models.DateTimeField()
