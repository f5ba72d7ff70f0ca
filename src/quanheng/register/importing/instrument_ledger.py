"""The ledger of instruments, as offices keep it for the national platform."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from quanheng.register.importing.columns import INSTRUMENTS
from quanheng.register.importing.corrections import correct, corrections
from quanheng.register.importing.enter import enter, hold, new_instrument
from quanheng.register.importing.entry import Entry, read
from quanheng.register.importing.ledger import Ledger, Told
from quanheng.register.importing.own_columns import OWN
from quanheng.register.importing.resolve import Register
from quanheng.register.models import ImportChange, ImportJob, Instrument, Region


class InstrumentLedger(Ledger):
    name = "instruments"
    label = _("Scales and other instruments")
    columns = (*INSTRUMENTS, *OWN)
    example: ClassVar = {
        "kind": "电子计价秤",
        "serial": "A0001",
        "maker": "示例衡器厂",
        "model": "ACS-15",
        "place": "示例农贸市场",
        "region": "示例区",
        "stall": "A01",
        "accuracy_class": "Ⅲ",
        "measuring_range": "15kg/5g",
        "verified_on": "2026-03-01",
        "valid_until": "2027-02-28",
    }

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job)
        self.regions = list(Region.objects.all())

    def read(self, number: int, cells: list[str], today: date) -> Entry:
        return read(number, cells, self.job.mapping, today)

    def told(self, lines: Sequence[Entry]) -> Told:
        register = Register.around(self.job, lines, self.regions)
        pairs = [pair for entry in lines if (pair := _pair(entry, register))]
        fresh = {instrument.device_id for _entry, instrument in pairs if instrument.pk is None}
        told = Told(pairs, new=len(fresh))
        if self.job.stage == "check":
            _tell(told, corrections(self.job, pairs))
        return told

    def enter(self, told: Told) -> None:
        held = hold(told.pairs)
        if self.job.update_known:
            known = [(entry, held[instrument.pk]) for entry, instrument in told.pairs if instrument.pk in held]
            _tell(told, correct(self.job, known))
        enter(self.job, told.pairs, held)


def _tell(told: Told, changes: list[ImportChange]) -> None:
    told.changes, told.changed = changes, sum(not one.refused_for for one in changes)


def _pair(entry: Entry, register: Register) -> tuple[Entry, Instrument] | None:
    where = register.addressee(entry)
    if where is None:
        return None
    instrument = where.known
    if instrument is None:
        instrument = new_instrument(entry, where)
        register.keep(instrument)  # a later row of the chunk may speak of the same one
    return entry, instrument
