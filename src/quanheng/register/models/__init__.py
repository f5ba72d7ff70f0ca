from quanheng.register.models.instrument import Instrument, Kind
from quanheng.register.models.places import Market, Region, Stall

__all__ = ["Instrument", "Kind", "Market", "Region", "Stall"]
