"""Enter one instrument into the register by hand: checked as a row of a ledger is, and by the fields of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quanheng.people import audit
from quanheng.people.models import User
from quanheng.register.describing import details_of, plain_columns
from quanheng.register.form_key import form_key
from quanheng.register.importing import entry as ledger_row
from quanheng.register.importing.columns import INSTRUMENTS
from quanheng.register.importing.enter import life_told, new_instrument
from quanheng.register.importing.faults import words
from quanheng.register.importing.resolve import Register
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Instrument, InstrumentEvent, Kind, Place, Region
from quanheng.register.models.instrument import SCALES
from quanheng.register.record import Report, record

Given = Mapping[str, str]


@dataclass(frozen=True)
class _Hand:
    """Where a ledger would say who sent it."""

    area: str
    by: User


@transaction.atomic
def register(kind: str, given: Given, *, by: User, at: datetime) -> Instrument:
    """Raises ValidationError with everything that is wrong, by field. A form sent twice registers once."""
    key = form_key(given)
    row = _row(kind, given, at)
    around = Register.around(_Hand(by.area or "", by), [row], list(Region.objects.all()))
    where = around.addressee(row)
    if where and where.known:
        return _known(where.known, key)
    wrong = {fault.column: words(fault.code, fault.facts) for fault in reversed(row.faults)}
    wrong |= _unfit(kind, given)
    if wrong or where is None:
        raise ValidationError(wrong)
    made = new_instrument(row, where)
    for name, value in plain_columns(kind, given).items():
        setattr(made, name, value)
    made.details = details_of(kind, given)
    _store(made)
    record(made, Report("registered", at, key), *life_told(row), source="staff", by=by)
    told = {"kind": made.kind, "maker": made.maker, "model": made.model, "serial": made.serial}
    audit.note("instrument-registered", made.device_id, user=by, area=made.area, after=told)
    return made


def own_place(viewer: User) -> str:
    """The place that a person is of, who then need not name it."""
    return Place.objects.filter(area=viewer.area or "").values_list("name", flat=True).first() or ""


def _store(made: Instrument) -> None:
    """Somebody else may have entered it since we looked."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"serial": _("It was entered just now by somebody else.")}) from None


def _row(kind: str, given: Given, at: datetime) -> ledger_row.Entry:
    """As the row of a ledger that has every column."""
    said = {column.name: given.get(column.name, "").strip() for column in INSTRUMENTS} | {"kind": Kind(kind).value}
    return ledger_row.read(0, list(said.values()), {name: place for place, name in enumerate(said)}, legal_day(at))


def _known(instrument: Instrument, key: str) -> Instrument:
    """The same form again is the same instrument; another one would be a second register of it."""
    if InstrumentEvent.objects.filter(instrument=instrument, source="staff", key=key).exists():
        return instrument
    raise ValidationError(
        {"serial": _("It is in the register already, as %(number)s.") % {"number": instrument.device_id}}
    )


def _unfit(kind: str, given: Given) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    for check in (plain_columns, details_of):
        try:
            check(kind, given)
        except ValidationError as error:
            wrong |= error.message_dict
    if kind in SCALES and not given.get("intervals", "").strip():
        wrong["intervals"] = [_("Enter Max and e as 15kg/5g, or of several ranges as 15kg/5g,30kg/10g.")]
    return wrong
