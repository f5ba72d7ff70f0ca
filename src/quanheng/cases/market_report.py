"""What a market tells its regulator each quarter (T4-4.2.6.5, 4.2.6.6): counted from the records, submitted once.

The standard says "regularly"; a quarter is ours (C). What is submitted is kept as it stood then.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases.check_scale_need import need
from quanheng.cases.desk import open_states
from quanheng.cases.models import Card, Complaint, MarketReport
from quanheng.law.card_flow import card_flow
from quanheng.law.quarters import Quarter
from quanheng.measuring.models import Recheck, WeeklyCheck
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.keeping import layout, training
from quanheng.register.legal_day import SHANGHAI
from quanheng.register.models import InstrumentEvent, InstrumentState, Place

REMARKS_MAX = 2000
FIRST_DAY = date(2020, 1, 1)
# In the order of the page: what stands there now, then what happened in the quarter.
SECTIONS = {
    gettext_lazy("Instruments at the end of the quarter"): {
        "in_use": gettext_lazy("Instruments in use"),
        "verified": gettext_lazy("of which with a valid verification"),
        "unverified": gettext_lazy("of which without one"),
        "stopped": gettext_lazy("Taken out of use"),
        "check_scales": gettext_lazy("Check scales in use"),
        "check_scales_required": gettext_lazy("Check scales required"),
    },
    gettext_lazy("Verification and rectification"): {
        "passed": gettext_lazy("Verifications passed"),
        "failed": gettext_lazy("Verifications failed"),
        "repaired": gettext_lazy("Repairs"),
        "lent": gettext_lazy("Standby scales lent"),
        "scrapped": gettext_lazy("Scrapped"),
    },
    gettext_lazy("Weekly checks and re-weighings"): {
        "weekly_checks": gettext_lazy("Weekly checks made"),
        "weekly_failed": gettext_lazy("Weekly checks failed"),
        "rechecks": gettext_lazy("Re-weighings by shoppers"),
        "rechecks_exceeded": gettext_lazy("of which beyond the limit"),
    },
    gettext_lazy("Complaints"): {
        "complaints": gettext_lazy("Complaints lodged"),
        "complaints_open": gettext_lazy("of which still open"),
        "cards": gettext_lazy("Cards confirmed"),
    },
    gettext_lazy("People and signs"): {
        "administrators": gettext_lazy("Administrators"),
        "training_due": gettext_lazy("of whom due for training"),
        "signs_due": gettext_lazy("Signs to be looked at or put right"),
    },
}


@dataclass(frozen=True)
class Span:
    """A quarter as moments: from its first, up to but not including that of the next."""

    quarter: Quarter

    @property
    def first_day(self) -> date:
        return date(self.quarter.year, self.quarter.number * 3 - 2, 1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        following = self.quarter.last_day + timedelta(days=1)
        start, end = (datetime.combine(day, time(0), SHANGHAI) for day in (self.first_day, following))
        return start, end


def quarters(today: date, many: int = 4) -> list[Quarter]:
    """The running one and those before it."""
    found, day = [], today
    for _number in range(many):
        quarter = Quarter.of(day)
        found.append(quarter)
        day = Span(quarter).first_day - timedelta(days=1)
    return found


def last_ended(today: date) -> Quarter:
    """The one that is to be reported now."""
    return quarters(today, 2)[1]


def counts(market: Place, quarter: Quarter, at: datetime) -> dict[str, int]:
    today = at.astimezone(SHANGHAI).date()
    return _standing(market, min(today, quarter.last_day), at) | _happened(market, quarter) | _people(market, today)


def _standing(market: Place, on: date, at: datetime) -> dict[str, int]:
    """As the register has it now; ``on`` decides whether a verification has run out."""
    rows = InstrumentState.objects.filter(instrument__place=market)
    used = Q(status="in-use")
    valid = used & Q(passed=True, valid_until__gte=on)
    counted = rows.aggregate(
        in_use=Count("pk", filter=used),
        verified=Count("pk", filter=valid),
        stopped=Count("pk", filter=Q(status="stopped")),
    )
    needed = need(market, at)
    return {
        **counted,
        "unverified": counted["in_use"] - counted["verified"],
        "check_scales": needed.present,
        "check_scales_required": needed.law.required,
    }


def _happened(market: Place, quarter: Quarter) -> dict[str, int]:
    start, end = Span(quarter).moments
    told = InstrumentEvent.objects.filter(instrument__place=market, happened_at__gte=start, happened_at__lt=end)
    kinds = dict(told.values_list("kind").annotate(Count("pk")))
    checks = WeeklyCheck.objects.filter(area__startswith=market.area, checked_at__gte=start, checked_at__lt=end)
    rechecks = Recheck.objects.filter(area__startswith=market.area, checked_at__gte=start, checked_at__lt=end)
    complaints = Complaint.objects.filter(market=market, lodged_at__gte=start, lodged_at__lt=end)
    standing = card_flow().standing
    cards = Card.objects.filter(complaint__market=market, state__in=standing, decided_at__gte=start, decided_at__lt=end)
    return {
        "passed": kinds.get("verified", 0),
        "failed": kinds.get("failed", 0),
        "repaired": kinds.get("repair", 0),
        "lent": kinds.get("lent", 0),
        "scrapped": kinds.get("scrapped", 0),
        "weekly_checks": checks.count(),
        "weekly_failed": checks.filter(passed=False).count(),
        "rechecks": rechecks.count(),
        "rechecks_exceeded": rechecks.filter(market_exceeded=True).count(),
        "complaints": complaints.count(),
        "complaints_open": complaints.filter(state__in=open_states()).count(),
        "cards": cards.count(),
    }


def _people(market: Place, today: date) -> dict[str, int]:
    trained = training.standings(list(training.people_of(market)), today)
    return {
        "administrators": len(trained),
        "training_due": sum(one.standing in ("never", "over") for one in trained),
        "signs_due": sum(sign.is_due for sign in layout.signs(market, today)),
    }


def submitted(market: Place, quarter: Quarter) -> MarketReport | None:
    return MarketReport.objects.filter(market=market, quarter=str(quarter)).select_related("submitted_by").first()


@transaction.atomic
def submit(
    market: Place, quarter: Quarter, remarks: str, *, by: User, address: str | None, at: datetime
) -> MarketReport:
    """With the counts of this moment. A quarter is reported once, after it has ended."""
    if at < Span(quarter).moments[1]:
        raise ValidationError({"quarter": _("This quarter has not ended yet.")})
    remarks = remarks.replace("\0", "").strip()
    if len(remarks) > REMARKS_MAX:
        raise ValidationError({"remarks": _("At most %(most)d characters.") % {"most": REMARKS_MAX}})
    try:
        with transaction.atomic():
            made = MarketReport.objects.create(
                market=market,
                area=market.area,
                quarter=str(quarter),
                counts=counts(market, quarter, at),
                remarks=remarks,
                submitted_by=by,
                submitted_at=at,
            )
    except IntegrityError:
        raise ValidationError({"quarter": _("This quarter has been reported already.")}) from None
    after = {"quarter": str(quarter), "remarks": remarks}
    audit.note("market-reported", f"place:{market.pk}", user=by, address=address, area=market.area, after=after)
    return made


def reports_of(markets: list[Place], quarter: Quarter) -> dict[int, MarketReport]:
    """By market; one that has not reported is not in it."""
    rows = MarketReport.objects.filter(market__in=markets, quarter=str(quarter)).select_related("submitted_by")
    return {row.market_id: row for row in rows}
