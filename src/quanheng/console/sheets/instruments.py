"""Instruments: the ledger as offices keep it, which the importer takes back, and the lists of duties."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quanheng.console.export import Column, Sheet
from quanheng.console.templatetags.words import LINE, STANDING
from quanheng.console.workbook import Cell
from quanheng.law.weekly_check import next_check_on
from quanheng.measuring.line_state import LineState
from quanheng.register.area_names import place_name
from quanheng.register.importing import columns
from quanheng.register.importing.own_columns import OWN
from quanheng.register.kinds import cells
from quanheng.register.kinds.asked import fields_of
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.legal_day import legal_day
from quanheng.register.life_words import STATUS_NAMES
from quanheng.register.models import Instrument, Kind
from quanheng.register.standing import standing

Row = tuple[Instrument, LineState]
# Looked up once: a model looks its choices over for every row that it is asked for.
KINDS = dict(Kind.choices)
PURPOSES, SUBMISSIONS = (dict(Instrument._meta.get_field(name).choices) for name in ("purpose", "submission"))
ASKED = {column.name: column for column in (*columns.INSTRUMENTS, *OWN)}


def standing_word(instrument: Instrument) -> str:
    return str(STANDING[standing(instrument, timezone.localdate()).code][1])


def stall_or_point(instrument: Instrument) -> str:
    return str(instrument.stall) if instrument.stall else _("Check point")


def _ledger(name: str, read: Callable[[Instrument], Cell]) -> Column:
    """Below a heading by which the importer knows the column again."""
    asked = ASKED[name]
    heading = lazy(lambda: str(asked.label) if (get_language() or "").startswith("en") else asked.called[0], str)()
    return Column(heading, lambda row: read(row[0]))


def _own(heading: object, read: Callable[[Instrument], Cell]) -> Column:
    return Column(heading, lambda row: read(row[0]))


def _verified(read: Callable[[Instrument], Cell]) -> Callable[[Instrument], Cell]:
    """Of a verification that was passed; a failed one has no paper that holds."""
    return lambda one: read(one) if one.state.passed else None


def _detail(name: str, instrument: Instrument) -> Cell:
    """What only some kinds have."""
    return cells.cell(name, instrument.details)


LEDGER = Sheet(
    "instruments",
    gettext_lazy("Instruments"),
    (
        _own(gettext_lazy("Instrument number"), lambda one: one.device_id),
        _ledger("kind", lambda one: str(KINDS[one.kind])),
        _ledger("serial", lambda one: one.serial),
        _ledger("maker", lambda one: one.maker),
        _ledger("model", lambda one: one.model),
        # The official names, in whatever language: the importer looks for them.
        _ledger("place", lambda one: one.place.name),
        _ledger("region", lambda one: one.place.region.name),
        _ledger("stall", lambda one: one.stall.number if one.stall else ""),
        _own(gettext_lazy("Stall name"), lambda one: one.stall.name if one.stall else ""),
        _ledger("category", lambda one: one.details.get("category", "")),
        _ledger("species", lambda one: one.details.get("species", "")),
        _ledger("measuring_range", lambda one: one.measuring_range),
        _ledger("intervals", lambda one: one.intervals),
        _ledger("accuracy_class", lambda one: one.accuracy_class),
        _ledger("origin", lambda one: one.origin),
        _ledger("purpose", lambda one: str(PURPOSES[one.purpose])),
        _ledger("submission", lambda one: str(SUBMISSIONS[one.submission])),
        _ledger("type_approval_number", lambda one: one.type_approval_number),
        _ledger("gtin", lambda one: one.gtin),
        _ledger("in_use_on", lambda one: one.state.in_use_since),
        _ledger("verified_on", _verified(lambda one: one.state.verified_on)),
        _ledger("valid_until", _verified(lambda one: one.state.valid_until)),
        _ledger("certificate_number", _verified(lambda one: one.state.certificate_number)),
        _ledger("verification_body", _verified(lambda one: one.state.verification_body)),
        _own(gettext_lazy("State"), lambda one: str(STATUS_NAMES[one.state.status])),
        _own(gettext_lazy("Verification"), standing_word),
        _own(gettext_lazy("To be replaced by"), lambda one: one.state.replace_by),
        Column(gettext_lazy("Line"), lambda row: str(LINE[row[1].code][1])),
        Column(gettext_lazy("Last record"), lambda row: row[1].last_record_at),
    ),
)


def ledger_of(kind: str) -> Sheet:
    """With what only this kind has, where the list is of one kind; a list of all has no room for what each may have."""
    fields = fields_of(DESCRIPTIONS[kind]) if kind in DESCRIPTIONS else ()
    own = [_ledger(one.name, partial(_detail, one.name)) for one in fields if one.name not in cells.COMMON]
    return replace(LEDGER, columns=(*LEDGER.columns, *own)) if own else LEDGER


UNLOCKING = {
    "requested": gettext_lazy("Waits for an authorisation"),
    "authorised": gettext_lazy("Code given out"),
    "expired": gettext_lazy("Code has run out"),
    "locked-out": gettext_lazy("Closed after wrong numbers"),
    "done": gettext_lazy("Unlocked"),
}
# Of (state, how far its unlocking has come).
LOCKED = Sheet(
    "unlocking",
    gettext_lazy("Locked scales"),
    (
        Column(gettext_lazy("Instrument"), lambda row: row[0].instrument.device_id),
        Column(gettext_lazy("Model"), lambda row: row[0].instrument.model),
        Column(gettext_lazy("Serial number"), lambda row: row[0].instrument.serial),
        Column(gettext_lazy("Stall"), lambda row: str(row[0].instrument.stall or "")),
        Column(gettext_lazy("Place"), lambda row: place_name(row[0].instrument.place)),
        Column(gettext_lazy("Unlocking"), lambda row: str(UNLOCKING.get(row[1], gettext_lazy("Not asked for")))),
    ),
)


def _result(row: Instrument) -> str:
    if row.state.status == "stopped":
        return _("Stopped")
    if row.last_at is None:
        return ""
    return _("Passed") if row.last_passed else _("Not passed")


WEEKLY_CHECKS = Sheet(
    "weekly-checks",
    gettext_lazy("Weekly checks"),
    (
        Column(gettext_lazy("Check scale"), lambda row: row.device_id),
        Column(gettext_lazy("Model"), lambda row: row.model),
        Column(gettext_lazy("Max and interval"), lambda row: row.intervals),
        Column(gettext_lazy("Market"), lambda row: place_name(row.place)),
        Column(gettext_lazy("Last check"), lambda row: row.last_at),
        Column(gettext_lazy("Result"), _result),
        Column(
            gettext_lazy("Next check by"),
            lambda row: next_check_on(legal_day(row.last_at)) if row.last_at and row.state.status == "in-use" else None,
        ),
    ),
)
