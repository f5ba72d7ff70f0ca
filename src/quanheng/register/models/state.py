from django.db import models

from quanheng.register.models.area_index import area_index
from quanheng.register.models.instrument import Instrument, Kind


class InstrumentState(models.Model):
    """What the events of an instrument add up to now: kept for lists and counts, and always equal to a fresh fold.

    The fields are those of ``quanheng.register.life.LifeState``. Nothing here depends on today's date; whether a
    verification has run out is asked of ``valid_until``.
    """

    instrument = models.OneToOneField(Instrument, models.CASCADE, primary_key=True, related_name="state")
    area = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    # registered | in-use | standby | stopped | scrapped
    status = models.CharField(max_length=12)
    in_use_since = models.DateField(null=True)
    locked = models.BooleanField()
    seal_intact = models.BooleanField()
    label_intact = models.BooleanField()
    production_code = models.BooleanField()
    repair_code = models.BooleanField()
    verification_code = models.BooleanField()
    verified_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    passed = models.BooleanField(null=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    verification_body = models.CharField(max_length=120, blank=True)
    # Events since the verification that the law knows, as [kind, legal day].
    since = models.JSONField(default=list)
    last_event_at = models.DateTimeField(null=True)
    # What the law says of it, by quanheng.register.outlook: the last day of a verification that only time can end, null
    # where none holds; and the last day on which a price-computing scale may be used as it is, null without end.
    due_on = models.DateField(null=True)
    replace_by = models.DateField(null=True)

    class Meta:
        indexes = [
            area_index("instrument_state_area"),
            models.Index(fields=["valid_until"], name="instrument_state_due"),
            models.Index(fields=["status", "valid_until"], name="instrument_state_status"),
            models.Index(
                fields=["due_on", "area"], condition=models.Q(status="in-use"), name="instrument_state_in_use"
            ),
            # Of those in service, what falls due next is read off in its order.
            models.Index(
                fields=["valid_until", "instrument"],
                condition=models.Q(status__in=["in-use", "standby"]),
                name="instrument_state_falls_due",
            ),
            # Check scales that have to be checked each week.
            models.Index(
                fields=["area", "instrument"],
                condition=models.Q(kind="check-scale", status="in-use"),
                name="instrument_state_check_scales",
            ),
            # Few of them are stopped at a time.
            models.Index(
                fields=["area", "instrument"],
                condition=models.Q(kind="check-scale", status="stopped"),
                name="instrument_state_cs_stopped",
            ),
            # Few have lost a verification before its day, and few are locked at a time.
            models.Index(
                fields=["valid_until", "instrument"],
                condition=models.Q(due_on=None, valid_until__isnull=False),
                name="instrument_state_ended",
            ),
            models.Index(fields=["instrument"], condition=models.Q(locked=True), name="instrument_state_locked"),
            # Few labels are damaged.
            models.Index(
                fields=["area", "instrument"],
                condition=models.Q(label_intact=False),
                name="instrument_state_label_damaged",
            ),
            # Lists narrowed to what is not in use, or to what is to be replaced by a day.
            models.Index(
                fields=["status", "area"], condition=~models.Q(status="in-use"), name="instrument_state_not_in_use"
            ),
            models.Index(
                fields=["replace_by", "area"],
                condition=models.Q(replace_by__isnull=False),
                name="instrument_state_replace_by",
            ),
        ]
