from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models

from quanheng.cases.models import Complaint, Report
from quanheng.measuring.models import Recheck
from quanheng.register.models import Instrument, Place, Stall
from quanheng.register.models.area_index import area_index
from quanheng.supervision.models.activity import Activity
from quanheng.supervision.models.volunteer import Volunteer

CLEAR, OPEN, DECIDED = "clear", "open", "decided"


class SpotCheck(models.Model):
    """A volunteer bought something, had it weighed again and looked around; a finding waits for somebody's decision.

    The mass comes from the signed receipt and the networked check scale; ``typed_mg`` is a reading typed by hand, where
    there was none, and ``settled_typed`` says that the mass paid for was typed too.
    """

    area = models.CharField(max_length=120, help_text="of the stall, or of the market")
    market = models.ForeignKey(Place, models.PROTECT, related_name="+")
    stall = models.ForeignKey(Stall, models.PROTECT, null=True, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="checks")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="checks")
    checked_at = models.DateTimeField()
    checked_on = models.DateField()
    key = models.CharField(
        max_length=80, help_text="of the form and what is in it, so that sending it twice checks once"
    )
    trade_scale = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    purchase_code = models.TextField(blank=True)
    purchase_seq = models.BigIntegerField(null=True)
    weighed_at = models.DateTimeField(null=True)
    settled_mg = models.BigIntegerField(null=True)
    settled_typed = models.BooleanField(default=False)
    price_fen_per_kg = models.BigIntegerField(null=True)
    goods_class = models.CharField(max_length=20, blank=True)
    recheck = models.ForeignKey(Recheck, models.PROTECT, null=True, related_name="+")
    typed_mg = models.BigIntegerField(null=True)
    check_scale = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    original_state = models.BooleanField(default=False)
    # As of measuring's re-weighings; of a typed reading by the same law, or why it was not judged.
    judgement = models.JSONField(default=dict)
    exceeded = models.BooleanField(null=True, help_text="by the rule that binds this market; null where none answers")
    # By the ids of law.spot_checks: true, false, or not there where nobody looked.
    observed = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    asks_office = models.BooleanField(default=False)
    photograph_sha256 = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list)
    # clear | open | decided
    state = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "key"], name="spot_check_once")]
        indexes = [
            area_index("spot_check_area"),
            models.Index(fields=["-id"], condition=models.Q(state="open"), name="spot_check_open"),
            models.Index(fields=["volunteer", "-id"], name="spot_check_of_volunteer"),
            models.Index(fields=["activity", "-id"], name="spot_check_of_activity"),
            models.Index(
                models.F("checked_on"), OpClass("area", name="varchar_pattern_ops"), name="spot_check_of_month"
            ),
            # Few wait for a reading that is still on its way from a check scale.
            models.Index(
                fields=["checked_at"],
                condition=~models.Q(purchase_code="") & models.Q(recheck=None, typed_mg=None),
                name="spot_check_unweighed",
            ),
        ]

    def __str__(self) -> str:
        return f"HC{self.checked_on:%Y%m%d}-{self.pk:06d}"


class SpotCheckDecision(models.Model):
    """What a person decided about a finding. Appended; the newest says how it stands."""

    spot_check = models.ForeignKey(SpotCheck, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12)
    reason = models.TextField()
    # What the volunteer reads besides the sentence of the kind.
    answer = models.TextField(blank=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    application = models.CharField(max_length=20, blank=True, help_text="for verification")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    area = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["spot_check", "-id"], name="spot_check_decided")]
