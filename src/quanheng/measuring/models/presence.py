from django.db import models

from quanheng.register.models import Instrument
from quanheng.register.models.area_index import area_index


class Presence(models.Model):
    """Whether a scale is on the line: the last birth or death, and the last time it said anything."""

    instrument = models.OneToOneField(Instrument, models.CASCADE, primary_key=True)
    online = models.BooleanField(default=False)
    session = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(null=True)
    last_record_at = models.DateTimeField(null=True)
    area = models.CharField(max_length=120)

    class Meta:
        indexes = [area_index("presence_area")]
