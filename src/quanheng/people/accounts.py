"""Who could sign in here; asked by the demo city only."""

from django.conf import settings

from quanheng.people.models import User


def demonstration_accounts() -> list[User]:
    """The accounts of an invented city, seen before anybody signed in: never where real people have theirs."""
    if not settings.DEMO:
        return []
    return list(User.objects.filter(is_active=True).order_by("role", "area")[:24])
