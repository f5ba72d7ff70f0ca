"""The kinds of ledger that an office may send."""

from quanheng.register.importing.instrument_ledger import InstrumentLedger
from quanheng.register.importing.ledger import Ledger
from quanheng.register.models import ImportJob

LEDGERS: dict[str, type[Ledger]] = {ledger.name: ledger for ledger in (InstrumentLedger,)}


def ledger_of(job: ImportJob) -> Ledger:
    return LEDGERS[job.ledger](job)
