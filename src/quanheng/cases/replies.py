"""Reply templates (答复模板): kept by an office for itself and those below it, filled from the complaint when used."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.cases import settle
from quanheng.cases.models import Complaint, ReplyTemplate
from quanheng.cases.submission import storable
from quanheng.law.units import format_yuan
from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.area_names import place_name

TITLE_MAX, TEXT_MAX = 40, 1000
# As many as help somebody choose.
OFFERED_MOST = 20
# For which moves, and which of their fields it fills.
MOVES: Final = {"close": "answer", "refuse": "told", "ask-papers": "text", "note": "text"}
PLACEHOLDERS: Final = {
    "number": gettext_lazy("Number of the complaint"),
    "market": gettext_lazy("Market"),
    "stall": gettext_lazy("Stall"),
    "refund": gettext_lazy("Refund agreed"),
    "compensation": gettext_lazy("Compensation agreed"),
    "paid": gettext_lazy("Paid so far"),
    "phone": gettext_lazy("Telephone number of the market"),
    "today": gettext_lazy("Today"),
}
UNKNOWN = "—"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Reply:
    """A template, filled for one complaint; ``into`` is the field of the move's form."""

    pk: int
    title: str
    text: str
    into: str


def kept(viewer: User, before: int | None = None) -> QuerySet[ReplyTemplate]:
    """Those of the own office and of the offices above it, the latest first."""
    if viewer.area is None:
        return ReplyTemplate.objects.none()
    rows = ReplyTemplate.objects.filter(area__in=_and_above(viewer.area), withdrawn_at=None).order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    return rows.select_related("kept_by")


def _and_above(area: str) -> list[str]:
    steps = area.rstrip("/").split("/") if area else []
    return ["", *("/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1))]


def own(viewer: User) -> Q:
    return Q(area=viewer.area) if viewer.area is not None else Q(pk__in=[])


def is_own(reply: ReplyTemplate, viewer: User) -> bool:
    return viewer.area is not None and reply.area == viewer.area


def offered(complaint: Complaint, viewer: User) -> dict[str, list[Reply]]:
    """By move; those of the own office first."""
    rows = sorted(kept(viewer), key=lambda row: (-len(row.area), row.title))
    found: dict[str, list[Reply]] = {}
    values = _values(complaint) if rows else {}
    for row in rows:
        of_move = found.setdefault(row.move, [])
        if len(of_move) < OFFERED_MOST:
            of_move.append(Reply(row.pk, row.title, _filled(row, complaint, values), MOVES[row.move]))
    return found


def fill(number: int, complaint: Complaint, viewer: User) -> Reply:
    """Raises ReplyTemplate.DoesNotExist for one of another office."""
    row = kept(viewer).get(pk=number)
    return Reply(row.pk, row.title, _filled(row, complaint, _values(complaint)), MOVES[row.move])


def _filled(row: ReplyTemplate, complaint: Complaint, values: Mapping[str, str]) -> str:
    said = row.text_en if row.text_en and complaint.language.startswith("en") else row.text
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), said)


def _values(complaint: Complaint) -> dict[str, str]:
    """In the language of the complainant; what there is nothing of yet shows as a dash, to be seen and mended."""
    agreed, paid = settle.agreement(complaint), settle.paid_fen(complaint)
    with translation.override(complaint.language):
        market = place_name(complaint.market)
    return {
        "number": complaint.number,
        "market": market,
        "stall": str(complaint.stall) if complaint.stall else UNKNOWN,
        "refund": format_yuan(agreed.refund_fen) if agreed else UNKNOWN,
        "compensation": format_yuan(agreed.compensation_fen) if agreed else UNKNOWN,
        "paid": format_yuan(paid) if paid else UNKNOWN,
        "phone": complaint.market.complaint_phone or UNKNOWN,
        "today": localdate().isoformat(),
    }


@transaction.atomic
def enter(given: Mapping[str, Any], *, by: User, at: datetime) -> ReplyTemplate:
    """For the own office; raises ValidationError by field."""
    told = _read(given)
    row = _stored(ReplyTemplate(area=by.area or "", kept_by=by, kept_at=at, **told))
    audit.note("reply-kept", f"reply:{row.pk}", user=by, area=row.area, after=told)
    return row


@transaction.atomic
def change(number: int, given: Mapping[str, Any], *, by: User, at: datetime) -> ReplyTemplate:
    """The own office's alone. Raises ReplyTemplate.DoesNotExist, or ValidationError by field."""
    row = ReplyTemplate.objects.select_for_update().filter(own(by), withdrawn_at=None).get(pk=number)
    told = _read(given)
    before = {name: getattr(row, name) for name in told if getattr(row, name) != told[name]}
    if before:
        for name, value in told.items():
            setattr(row, name, value)
        row.kept_by, row.kept_at = by, at
        _stored(row)
        after = {name: told[name] for name in before}
        audit.note("reply-changed", f"reply:{row.pk}", user=by, area=row.area, before=before, after=after)
    return row


@transaction.atomic
def withdraw(number: int, *, by: User, at: datetime) -> ReplyTemplate:
    """Offered no more; what was answered with it stays."""
    row = ReplyTemplate.objects.select_for_update().filter(own(by), withdrawn_at=None).get(pk=number)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    audit.note("reply-withdrawn", f"reply:{row.pk}", user=by, area=row.area, before={"title": row.title})
    return row


def _stored(row: ReplyTemplate) -> ReplyTemplate:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError({"title": _("The office has one of this title for this already.")}) from None
    return row


def _read(given: Mapping[str, Any]) -> dict[str, str]:
    told = {name: str(given.get(name) or "").replace("\r\n", "\n").strip() for name in ("move", "title", *_TEXTS)}
    errors = {name: said for name, check in _CHECKS.items() if (said := check(told[name]))}
    if errors:
        raise ValidationError(errors)
    return told


def _no_move(move: str) -> str:
    return "" if move in MOVES else _("Please choose one of the list.")


def _bad_title(title: str) -> str:
    if title and len(title) <= TITLE_MAX and storable(title):
        return ""
    return _("Give it a name of at most %(most)d characters.") % {"most": TITLE_MAX}


def _bad_text(text: str) -> str:
    return _bad_words(text) if text else _("Please fill this in.")


def _bad_words(text: str) -> str:
    if len(text) > TEXT_MAX or not storable(text):
        return _("At most %(most)d characters.") % {"most": TEXT_MAX}
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        return _("There is nothing to put in for {%(name)s}.") % {"name": unknown[0][:40]}
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        return _("A brace stands alone: write a placeholder as {number}.")
    return ""


_TEXTS = ("text", "text_en")
_CHECKS: Mapping[str, Callable[[str], str]] = {
    "move": _no_move,
    "title": _bad_title,
    "text": _bad_text,
    "text_en": _bad_words,
}
