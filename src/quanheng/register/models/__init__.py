from quanheng.register.models.event import InstrumentEvent
from quanheng.register.models.instrument import Instrument, Kind
from quanheng.register.models.organisation import Organisation
from quanheng.register.models.places import Place, PlaceKind, Region, SellingArea, Stall
from quanheng.register.models.state import InstrumentState

__all__ = [
    "Instrument",
    "InstrumentEvent",
    "InstrumentState",
    "Kind",
    "Organisation",
    "Place",
    "PlaceKind",
    "Region",
    "SellingArea",
    "Stall",
]
