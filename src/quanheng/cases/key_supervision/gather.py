"""What is on record about the operator of one stall, read from complaints, re-weighings, cards, checks and lives."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from quanheng.cases.key_supervision import reasons
from quanheng.cases.key_supervision.asked import COMPLAINTS, IGNORED, RECHECKS, SETTLED
from quanheng.cases.key_supervision.figures import Figures, Month
from quanheng.cases.key_supervision.opened import opened
from quanheng.cases.key_supervision.others import Circle, circle, midnight
from quanheng.cases.key_supervision.thresholds import Thresholds, thresholds
from quanheng.cases.models import Card
from quanheng.cases.models.card import STANDING
from quanheng.register.models import IdentityDecision, Instrument, InstrumentEvent, InstrumentState, Kind, Stall

# Lettuce dries, fish drips: less on the second pan need not be anybody's doing.
LOSES_WATER = frozenset({"vegetable", "seafood"})
MENDED = ("repair", "part-replacement", "failed")
OWN_RECHECKS = RECHECKS.format(whose="t.stall_id = %(stall)s AND r.trade_scale_id = ANY(%(scales)s)")
OWN_COMPLAINTS = COMPLAINTS.format(whose="c.stall_id = %(stall)s AND c.operator_name = %(operator)s")
# Read off the key of each day's partition; today's has not ended.
WEIGHINGS = """
SELECT to_char(weighed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), count(*) FROM measuring_weighing
WHERE instrument_id = ANY(%(scales)s) AND weighed_at >= %(since)s AND weighed_at < %(today)s GROUP BY 1
"""


@dataclass
class Gathering:
    """One night's look at one stall after the other: what they are compared with is counted once for each market."""

    today: date
    limits: Thresholds = field(default_factory=thresholds)
    circles: dict[str, Circle] = field(default_factory=dict)

    @classmethod
    def at(cls, at: datetime) -> "Gathering":
        return cls(localdate(at))

    @property
    def since(self) -> date:
        return self.today - timedelta(days=self.limits.window_days)

    def may_speak(self, stall: Stall) -> bool:
        """Whether anything could come out: too few hits need no look at half a year of sales and at all the others."""
        asked = self._asked(stall)
        told = Figures(since=asked.since, until=self.today, **_own(asked, asked.since, {}, self.limits))
        hits = max(told.complainants, told.upheld, told.exceeded)
        return hits >= self.limits.least_hits or bool(reasons.speaking(reasons.reasons(told, self.limits)))

    def figures(self, stall: Stall) -> Figures:
        """Of whoever works at the stall now, from their first day there on."""
        asked = self._asked(stall)
        measured = self._circle("market", stall.market.area).measured_since
        weighings = asked.weighings_since(asked.since)
        return Figures(
            since=asked.since,
            until=self.today,
            operator_since=asked.since if asked.since > self.since else None,
            measured_since=measured if measured and measured > asked.since else None,
            weighings=sum(weighings.values()),
            **_own(asked, measured, weighings, self.limits),
            **self._others(stall, asked, weighings),
        )

    def _asked(self, stall: Stall) -> "_Asked":
        begun = stall.operators.filter(until=None).values_list("since", flat=True).first()
        return _Asked(stall, max(self.since, begun or self.since), self.today)

    def _others(self, stall: Stall, asked: "_Asked", weighings: dict[str, int]) -> dict[str, Any]:
        around = self._around(stall)
        rest = around.rechecks_besides(stall.pk)
        of_window = weighings if asked.since == self.since else asked.weighings_since(self.since)
        own = sum(of_window.values())
        return {
            "circle": around.name,
            "weighings_of_others": max(0, around.weighings - own),
            "complainants_of_others": around.people_besides(stall.pk),
            "upheld_of_others": around.upheld_besides(stall.pk),
            "rechecks_of_others": rest.of,
            "exceeded_of_others": rest.hits,
        }

    def _around(self, stall: Stall) -> Circle:
        """The market; where too little was re-weighed at its other stalls, the county."""
        market = self._circle("market", stall.market.area)
        if market.rechecks_besides(stall.pk).of >= self.limits.least_rechecks_of_others:
            return market
        return self._circle("county", stall.market.region.area)

    def _circle(self, name: str, area: str) -> Circle:
        if area not in self.circles:
            self.circles[area] = circle(name, area, self.since)
        return self.circles[area]


@dataclass
class _Asked:
    stall: Stall
    since: date
    today: date

    def __post_init__(self) -> None:
        of_stall = Instrument.objects.filter(stall=self.stall, kind=Kind.TRADE_SCALE)
        self.scales = list(of_stall.values_list("pk", flat=True))

    def rows(self, sql: str, **more: object) -> list[dict[str, Any]]:
        told = {
            "stall": self.stall.pk,
            "operator": self.stall.operator_name,
            "scales": self.scales,
            "since": midnight(self.since),
            "today": midnight(self.today),
            "ignored": IGNORED,
            "settled": SETTLED,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, told | more)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def weighings_since(self, since: date) -> dict[str, int]:
        return {row["to_char"]: row["count"] for row in self.rows(WEIGHINGS, since=midnight(since))}


def _own(asked: _Asked, measured: date | None, weighings: dict[str, int], limits: Thresholds) -> dict[str, Any]:
    complaints, rechecks = asked.rows(OWN_COMPLAINTS), asked.rows(OWN_RECHECKS)
    told: dict[str, Any] = {"months": _months(asked, weighings, complaints, rechecks), "newest": {}}
    parts = (_of_complaints(complaints, measured), _of_rechecks(rechecks))
    parts += tuple(look(asked, limits) for look in (_cards, _identity, _instruments))
    for part in parts:
        told["newest"] |= {name: at for name, at in part.pop("newest").items() if at is not None}
        told |= part
    return told


def _of_complaints(all_rows: list[dict[str, Any]], measured: date | None) -> dict[str, Any]:
    """Compared are those of the time in which sales are on record; how many have ended is told of all."""
    rows = [row for row in all_rows if measured is not None and localdate(row["lodged_at"]) >= measured]
    upheld = [row for row in rows if row["upheld_at"]]
    newest = {
        reasons.COMPLAINTS: max((row["lodged_at"] for row in rows), default=None),
        reasons.UPHELD: max((row["upheld_at"] for row in upheld), default=None),
    }
    return {
        "complaints": len(rows),
        "complainants": len({row["who"] for row in rows}),
        "upheld": len({row["who"] for row in upheld}),
        "complaints_ended": sum(row["closed_at"] is not None for row in all_rows),
        "newest": newest,
    }


def _of_rechecks(rows: list[dict[str, Any]]) -> dict[str, Any]:
    fit = [row for row in rows if row["fit"]]
    exceeded = [row for row in fit if row["exceeded"]]
    return {
        "rechecks": len(fit),
        "exceeded": len(exceeded),
        "set_aside": len(rows) - len(fit),
        "unchecked": sum(not row["checked"] for row in exceeded),
        "watery": sum(row["goods_class"] in LOSES_WATER for row in exceeded),
        "newest": {reasons.EXCEEDED: max((row["received_at"] for row in exceeded), default=None)},
    }


def _cards(asked: _Asked, _limits: Thresholds) -> dict[str, Any]:
    rows = Card.objects.filter(stall=asked.stall, operator_name=asked.stall.operator_name, state__in=STANDING)
    found = rows.filter(decided_at__gte=midnight(asked.since)).aggregate(n=Count("pk"), newest=Max("decided_at"))
    return {"cards": found["n"], "newest": {reasons.CARDS: found["newest"]}}


def _identity(asked: _Asked, _limits: Thresholds) -> dict[str, Any]:
    """What a person referred, of the checks made at this stall: a copy that stood elsewhere is not this one's doing."""
    checks = asked.stall.identitycheck_set.filter(checked_at__gte=midnight(asked.since))
    decisions = IdentityDecision.objects.filter(check_made__in=checks).order_by("check_made", "-id")
    referred = [one for one in decisions.distinct("check_made") if one.kind == "referred"]
    newest = max((one.decided_at for one in referred), default=None)
    return {"referred": len(referred), "identity_checks": checks.count(), "newest": {reasons.IDENTITY: newest}}


def _instruments(asked: _Asked, limits: Thresholds) -> dict[str, Any]:
    in_use = InstrumentState.objects.filter(instrument__stall=asked.stall, status="in-use")
    last = asked.today - timedelta(days=limits.overdue_days)
    is_overdue = Q(due_on__lt=last)
    counted = in_use.aggregate(n=Count("pk"), overdue=Count("pk", is_overdue), due_on=Max("due_on", filter=is_overdue))
    became = counted["due_on"] and midnight(counted["due_on"] + timedelta(days=limits.overdue_days + 1))
    lives = InstrumentEvent.objects.filter(instrument__stall=asked.stall, happened_at__gte=midnight(asked.since))
    times = opened(lives)
    return {
        "in_use": counted["n"],
        "overdue": counted["overdue"],
        "locked": InstrumentState.objects.filter(instrument__stall=asked.stall, locked=True).count(),
        "opened": len(times),
        "mended": lives.filter(kind__in=MENDED).count(),
        "newest": {reasons.OVERDUE: became, reasons.OPENED: max(times, default=None)},
    }


def _months(asked: _Asked, weighings: dict[str, int], complaints: list, rechecks: list) -> tuple[Month, ...]:
    lodged = _by_month(complaints, "lodged_at", lambda _row: True)
    judged = _by_month(rechecks, "checked_at", lambda row: row["fit"])
    short = _by_month(rechecks, "checked_at", lambda row: row["fit"] and row["exceeded"])
    return tuple(
        Month(month, weighings.get(month, 0), lodged[month], judged[month], short[month])
        for month in _names(asked.since, asked.today)
    )


def _by_month(rows: list[dict[str, Any]], at: str, counts: Callable[[dict[str, Any]], bool]) -> Counter[str]:
    return Counter(f"{localdate(row[at]):%Y-%m}" for row in rows if counts(row))


def _names(first: date, last: date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in numbers]
