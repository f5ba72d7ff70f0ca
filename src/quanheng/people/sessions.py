"""Whether people who keep a page open are still signed in."""

from collections.abc import Mapping

from django.contrib.sessions.models import Session
from django.utils import timezone

from quanheng.people.models import User


def still_admitted(people: Mapping[str, int], area: str) -> set[str]:
    """Of session keys and the users behind them: the sessions not ended, of people active and still of that area."""
    alive = Session.objects.filter(session_key__in=people, expire_date__gt=timezone.now())
    keys = set(alive.values_list("session_key", flat=True))
    users = User.objects.filter(pk__in=set(people.values()), is_active=True, area=area)
    admitted = set(users.values_list("pk", flat=True))
    return {key for key, user in people.items() if key in keys and user in admitted}
