"""Append to the audit trail; called inside the transaction of the act it records."""

from collections.abc import Iterable

from quanheng.people.models import AuditEntry
from quanheng.people.request_address import current_address


def note(
    act: str,
    subject: str,
    *,
    user: object = None,
    address: str | None = None,
    area: str = "",
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
) -> AuditEntry:
    return AuditEntry.objects.create(
        act=act,
        subject=subject,
        user=user,
        address=address or current_address(),
        area=area,
        before=before or {},
        after=after or {},
        reason=reason,
    )


def note_all(entries: Iterable[AuditEntry]) -> None:
    """Many at once, of an act on many things: made with ``AuditEntry(…)`` and not stored yet."""
    told = list(entries)
    for entry in told:
        entry.address = entry.address or current_address()
    AuditEntry.objects.bulk_create(told)
