"""Volunteer supervisors at work, by the verbs that bring them in life."""

from datetime import date, datetime, timedelta
from itertools import count

from django.utils.timezone import localdate

from quanheng.people.models import User
from quanheng.supervision import activities
from quanheng.supervision.appointing import invite
from quanheng.supervision.checking import enter
from quanheng.supervision.models import Activity, SpotCheck, Volunteer
from tests.cast import Cast

_KEYS = count(1)


def a_key() -> str:
    return f"key-{next(_KEYS)}"


def appointed(cast: Cast, office: str, username: str, at: datetime, name: str = "陈实（虚构）") -> Volunteer:
    """Invited by the office of a county; the link was opened and a password set."""
    by = cast.people[office]
    User.objects.filter(username=username).delete()
    told = {"name": name, "phone": "13800000077", "trades": "", "area": by.area, "username": username}
    row, _token = invite(told | {"reason": "社区推荐", "serves_from": "2026-01-01"}, by=by, at=at)
    assert row.user is not None
    row.user.set_password("a-long-enough-one")
    row.user.save()
    cast.people[username] = row.user
    return row


def a_check(by: User, at: datetime, **given: str) -> SpotCheck:
    return enter({"key": a_key()} | given, b"", by=by, at=at)


def an_activity(office: User, markets: list[int], at: datetime, **changes: str) -> Activity:
    begins = at + timedelta(days=1)
    told = {"name": "世界计量日集市核查", "looks_at": "买一样，复秤一次", "wanted": "3", "key": a_key()}
    told |= {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat()}
    return activities.plan(told | changes, [str(one) for one in markets], by=office, at=at)


def today(at: datetime) -> date:
    return localdate(at)
