from quanheng.register.models.counts import DueCount, InstrumentCount, PlaceCount, ReplacementDay
from quanheng.register.models.event import InstrumentEvent
from quanheng.register.models.import_job import ImportFault, ImportJob
from quanheng.register.models.instrument import PRICE_SCALES, Instrument, Kind
from quanheng.register.models.notice import Notice
from quanheng.register.models.organisation import Organisation
from quanheng.register.models.places import Place, PlaceKind, Region, SellingArea, Stall
from quanheng.register.models.state import InstrumentState
from quanheng.register.models.verification import Verification, VerificationReading

__all__ = [
    "PRICE_SCALES",
    "DueCount",
    "ImportFault",
    "ImportJob",
    "Instrument",
    "InstrumentCount",
    "InstrumentEvent",
    "InstrumentState",
    "Kind",
    "Notice",
    "Organisation",
    "Place",
    "PlaceCount",
    "PlaceKind",
    "Region",
    "ReplacementDay",
    "SellingArea",
    "Stall",
    "Verification",
    "VerificationReading",
]
