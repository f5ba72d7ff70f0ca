"""Which description an instrument of each kind has."""

from quanheng.register.kinds.charger import Charger
from quanheng.register.kinds.described import Described
from quanheng.register.kinds.dispenser import Dispenser
from quanheng.register.kinds.meters import ElectricityMeter, GasMeter, WaterMeter
from quanheng.register.kinds.optical import Optical, TrialLensSet
from quanheng.register.kinds.taximeter import Taximeter
from quanheng.register.kinds.weights import WeightSet
from quanheng.register.models import Kind

# What scales have of their own, their partial ranges, is a column of the instrument.
DESCRIPTIONS: dict[str, type[Described]] = {
    Kind.TRADE_SCALE: Described,
    Kind.CHECK_SCALE: Described,
    Kind.FUEL_DISPENSER: Dispenser,
    Kind.TAXIMETER: Taximeter,
    Kind.ELECTRICITY_METER: ElectricityMeter,
    Kind.WATER_METER: WaterMeter,
    Kind.GAS_METER: GasMeter,
    Kind.CHARGER: Charger,
    Kind.REFRACTOMETER: Optical,
    Kind.FOCIMETER: Optical,
    Kind.TRIAL_LENS_SET: TrialLensSet,
    Kind.WEIGHT_SET: WeightSet,
}
