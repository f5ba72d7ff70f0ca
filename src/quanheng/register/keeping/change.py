"""Change a row as somebody filled it in, and keep what was there before on the audit trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from quanheng.people import audit
from quanheng.people.models import AuditEntry, User


@dataclass(frozen=True)
class Doer:
    """Who acts, and from which address."""

    user: User | None
    address: str | None = None


def note(act: str, row: Model, by: Doer, **told: Any) -> None:
    """``area`` is the row's own."""
    subject = f"{row._meta.model_name}:{row.pk}"
    audit.note(act, subject, user=by.user, address=by.address, area=row.area, **told)


def added(act: str, row: Model, by: Doer, names: tuple[str, ...]) -> None:
    note(act, row, by, after=_told(row, names))


def added_all(act: str, rows: Iterable[Model], by: Doer, names: tuple[str, ...]) -> None:
    audit.note_all(
        AuditEntry(
            act=act,
            subject=f"{row._meta.model_name}:{row.pk}",
            user=by.user,
            address=by.address,
            area=row.area,
            after=_told(row, names),
        )
        for row in rows
    )


def _told(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names if getattr(row, name) not in ("", None)}


def changed(act: str, row: Model, values: dict[str, Any], by: Doer, reason: str = "") -> bool:
    """Whether anything was different; if nothing was, nothing is written. The row is locked by the caller."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not different:
        return False
    before = {name: plain(getattr(row, name)) for name in different}
    for name, value in different.items():
        setattr(row, name, value)
    row.save(update_fields=list(different))
    after = {name: plain(value) for name, value in different.items()}
    note(act, row, by, before=before, after=after, reason=reason)
    return True


def plain(value: Any) -> Any:
    """As the audit trail keeps it."""
    if isinstance(value, Model):
        return str(value)
    return str(value) if isinstance(value, date | Decimal) else value
