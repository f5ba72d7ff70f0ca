"""Accounts, and what they share, follow an area that has become another: when a county is merged."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr

from quanheng.people import audit
from quanheng.people.models import AuditEntry, Partner, SavedFilter, User


def follow(old: str, new: str, reason: str) -> int:
    """Within the caller's transaction: who belongs to the old area or below it. How many accounts."""
    people = list(User.objects.select_for_update().filter(area__startswith=old).order_by("pk"))
    rewrite(User.objects.filter(area__startswith=old), old, new)
    rewrite(SavedFilter.objects.filter(area__startswith=old), old, new)
    rewrite(Partner.objects.filter(area__startswith=old, ended_at=None), old, new)
    audit.note_all(_entry(one, new + str(one.area).removeprefix(old), reason) for one in people)
    return len(people)


def rewrite(rows: QuerySet, old: str, new: str) -> int:
    """The beginning of the area of each; all of them begin with the old one."""
    return rows.update(area=Concat(Value(new), Substr(F("area"), len(old) + 1)))


def _entry(person: User, area: str, reason: str) -> AuditEntry:
    told = {"before": {"area": person.area}, "after": {"area": area}, "reason": reason}
    return AuditEntry(act="account-moved", subject=f"user:{person.pk}", area=area, **told)
