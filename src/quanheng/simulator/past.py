"""What an instrument has behind it: made, sold, put into use, verified again and again. All of it invented."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

BODY = "云秤市计量检定所（虚构）"
Standing = Literal["valid", "soon", "overdue"]
# Certificates of old are kept for as long as people look back.
YEARS_BACK = 3


@dataclass(frozen=True)
class Past:
    """The events of one instrument so far, as rows of the delivery list."""

    device_id: str
    # Between two verifications.
    months: int

    def event(self, kind: str, on: date, **facts: Any) -> dict[str, Any]:
        return {"kind": kind, "on": on.isoformat(), "facts": facts}

    def made(self, in_use_since: date) -> Iterator[dict[str, Any]]:
        yield self.event("type-approved", in_use_since - timedelta(days=400))
        yield self.event("produced", in_use_since - timedelta(days=75))
        yield self.event("sold", in_use_since - timedelta(days=14))

    def verified(self, on: date) -> Iterator[dict[str, Any]]:
        certificate = {
            "certificate_number": f"演示{on:%Y%m}-{self.device_id}",
            "verification_body": BODY,
            "valid_until": (months_after(on, self.months) - timedelta(days=1)).isoformat(),
        }
        yield self.event("sealed", on, seal_number=f"封{on:%y%m}-{self.device_id}")
        yield self.event("verified", on, **certificate)

    def verifications_before(self, last: date, since: date) -> Iterator[dict[str, Any]]:
        """One interval apart, from the day it came into use on."""
        yield from self.verified(since)
        number = 1
        while (on := months_after(last, -number * self.months)) > since + timedelta(days=30):
            yield from self.verified(on)
            number += 1

    def whole(self, draw: Random, as_of: date, standing: Standing = "valid") -> list[dict[str, Any]]:
        """From the maker to the latest verification, whose last day is as the standing says."""
        last = months_after(as_of, -self.months) + timedelta(days=_days_left(draw, self.months, standing))
        since = min(as_of - timedelta(days=draw.randrange(365, 365 * YEARS_BACK)), last)
        latest = [] if last == since else list(self.verified(last))
        into_use = self.event("put-into-use", since)
        return [*self.made(since), into_use, *self.verifications_before(last, since), *latest]


def _days_left(draw: Random, months: int, standing: Standing) -> int:
    if standing == "overdue":
        return -draw.randrange(4, 45)
    return draw.randrange(4, 28) if standing == "soon" else draw.randrange(61, max(62, months * 29))


def months_after(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
