"""The programme of an instrument that is no scale, from what the register knows of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quanheng.law import kind_programmes
from quanheng.law.kind_trials import Programme
from quanheng.register.kinds.charger import Charger
from quanheng.register.kinds.dispenser import Dispenser
from quanheng.register.kinds.meters import Meter
from quanheng.register.kinds.taximeter import Taximeter
from quanheng.register.kinds.told import described
from quanheng.register.kinds.weights import WeightSet
from quanheng.register.models import Instrument


def programme_of(instrument: Instrument, on: date, *, first: bool) -> Programme:
    """Raises ValidationError where something is not known without which nothing can be tried."""
    one = described(instrument)
    if isinstance(one, Dispenser):
        return kind_programmes.dispenser([nozzle.number for nozzle in one.nozzles] or ["1"], on)
    if isinstance(one, Charger):
        return kind_programmes.charger(one.error_class, one.current, one.connectors or 1, on, first=first)
    if isinstance(one, Meter):
        return kind_programmes.meter(instrument.kind, on)
    if isinstance(one, Taximeter):
        return kind_programmes.taximeter(on)
    if isinstance(one, WeightSet):
        return _of_weights(one)
    return kind_programmes.optical(on)


def _of_weights(one: WeightSet) -> Programme:
    pieces = [(piece.number, piece.nominal_mg) for piece in one.pieces if piece.nominal_mg is not None]
    if not pieces:
        raise ValidationError({"state": _("The register lacks the pieces of this set; enter them first.")})
    return kind_programmes.weights(one.weight_class, pieces)
