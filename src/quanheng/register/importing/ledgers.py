"""The kinds of ledger that an office may send."""

from quanheng.register.importing.instrument_ledger import InstrumentLedger
from quanheng.register.importing.ledger import Ledger
from quanheng.register.importing.organisation_ledger import OrganisationLedger
from quanheng.register.importing.place_ledger import PlaceLedger
from quanheng.register.importing.stall_ledger import StallLedger
from quanheng.register.models import ImportJob

KINDS: tuple[type[Ledger], ...] = (InstrumentLedger, PlaceLedger, StallLedger, OrganisationLedger)
LEDGERS = {ledger.name: ledger for ledger in KINDS}


def ledger_of(job: ImportJob) -> Ledger:
    return LEDGERS[job.ledger](job)
