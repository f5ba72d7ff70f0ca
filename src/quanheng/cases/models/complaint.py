from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from quanheng.cases.models.shopper import Shopper
from quanheng.measuring.models import Recheck
from quanheng.register.models import Instrument, Place, Stall
from quanheng.register.models.area_index import area_index

# What waits at a desk, by the index that reads the queue; law.complaint_flow has them too, and a test compares.
OPEN_STATES = ("lodged", "accepted", "mediation", "agreed", "not-agreed", "remedied")
# A complaint without a running clock (it stands still, or what follows has no day) waits after all others.
NO_CLOCK = date(9999, 12, 31)


class Complaint(models.Model):
    """A shopper's complaint about one purchase. Its state is that of its last event, kept here for lists."""

    number = models.CharField(max_length=20, unique=True)
    # The secret link itself is never stored; who holds the link proves it by its digest.
    secret_sha256 = models.CharField(max_length=64, unique=True)
    # One submission, sent twice by a phone with a bad network, is one complaint.
    submission_key = models.CharField(max_length=64, unique=True)
    lodged_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    category = models.CharField(max_length=30)
    goods_class = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)
    # Name and number of the complainant, sealed (quanheng.cases.contact); empty where none was left or it was erased.
    contact_sealed = models.TextField(blank=True)
    contact_digest = models.CharField(max_length=64, blank=True, help_text="keyed, of the number's digits")
    contact_shown_to_manager = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    purchase_code = models.TextField(blank=True)
    purchase_seq = models.BigIntegerField(null=True)
    weighed_at = models.DateTimeField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    trade_scale = models.ForeignKey(Instrument, models.PROTECT, null=True)
    recheck = models.ForeignKey(Recheck, models.PROTECT, null=True)
    market = models.ForeignKey(Place, models.PROTECT)
    stall = models.ForeignKey(Stall, models.PROTECT, null=True)
    # Who ran the stall on the day: a later tenant does not inherit the complaint.
    operator_name = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=120)
    # The office that has it in hand: the market at first, an office above it after a transfer, an appeal or in time.
    desk = models.CharField(max_length=120)
    # Who of that office works on it; null where it is everybody's.
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    # What the market paid first and has not recovered from the operator yet.
    to_recover_fen = models.BigIntegerField(default=0)
    # Where a year's calendar is not on file yet, the earliest day it may be: acting by then is in time.
    accept_due_on = models.DateField()
    mediate_due_on = models.DateField(null=True)
    # Since when the clock of mediation stands still, as something is being tested.
    stopped_on = models.DateField(null=True)
    # The last day of the clock that runs.
    due_on = models.GeneratedField(
        expression=Coalesce(
            Case(
                When(state="lodged", then=F("accept_due_on")),
                When(state__in=("accepted", "mediation"), stopped_on=None, then=F("mediate_due_on")),
            ),
            Value(NO_CLOCK),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    # For which last day the office was warned, and the one above it was called.
    warned_for = models.DateField(null=True)
    escalated_for = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Who may read it without the secret link, because it came from their phone.
    shopper = models.ForeignKey(Shopper, models.SET_NULL, null=True)
    wants_sms = models.BooleanField(default=False)
    # One to five, once it has ended; the reason stands in the event.
    stars = models.SmallIntegerField(null=True)

    # The name of the desk, where a list has looked it up (quanheng.cases.offices.with_names).
    desk_name = ""

    class Meta:
        indexes = [
            area_index("complaint_area"),
            # The complaints of a county and month, whatever its history (quanheng.cases.handling_count).
            models.Index(OpClass(F("area"), "varchar_pattern_ops"), F("lodged_at"), name="complaint_of_month"),
            models.Index(fields=["state", "accept_due_on"], name="complaint_open"),
            # In the order of the lists of what has ended: of all, of one class, of one office, handed up, to recover.
            models.Index(fields=["-lodged_at", "-id"], name="complaint_latest_first"),
            models.Index(fields=["category", "-lodged_at", "-id"], name="complaint_of_class"),
            models.Index(fields=["desk", "-lodged_at", "-id"], name="complaint_of_desk"),
            models.Index(
                fields=["-lodged_at", "-id"],
                condition=models.Q(escalated_for__isnull=False),
                name="complaint_handed_up",
            ),
            models.Index(
                fields=["-lodged_at", "-id"], condition=models.Q(to_recover_fen__gt=0), name="complaint_recover_latest"
            ),
            models.Index(
                fields=["due_on", "id"], condition=models.Q(state__in=OPEN_STATES), name="complaint_by_due_day"
            ),
            models.Index(
                fields=["mediate_due_on"],
                condition=models.Q(state__in=["accepted", "mediation"], stopped_on=None),
                name="complaint_in_mediation",
            ),
            models.Index(
                fields=["market", "id"], condition=models.Q(to_recover_fen__gt=0), name="complaint_to_recover"
            ),
            # What waits below an office is a small part of what ever came from there.
            models.Index(
                OpClass(F("area"), "varchar_pattern_ops"),
                F("state"),
                condition=models.Q(state__in=OPEN_STATES),
                name="complaint_open_below",
            ),
            models.Index(fields=["contact_digest"], condition=~models.Q(contact_digest=""), name="complaint_of_number"),
            # What is left to erase grows with what is kept, not with all complaints ever.
            models.Index(
                fields=["closed_at", "id"], condition=~models.Q(contact_sealed=""), name="complaint_contact_kept"
            ),
            models.Index(fields=["shopper", "-id"], name="complaint_of_shopper"),
        ]

    def __str__(self) -> str:
        return self.number


class ComplaintEvent(models.Model):
    """One move. Appended, never edited; a database trigger refuses anything else."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    move = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    actor_role = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    shown_to_complainant = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
