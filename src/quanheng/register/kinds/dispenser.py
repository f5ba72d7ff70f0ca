"""Fuel dispensers: nozzles, seals (JJG 443 seals the adjuster of the meter, meter and encoder, board and case)."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described, below
from quanheng.register.kinds.unfit import Unfit

PRODUCTS = {
    "92": "92#",
    "95": "95#",
    "98": "98#",
    "0": "0#",
    "-10": "-10#",
    "-20": "-20#",
    "-35": "-35#",
    "other": _("Other"),
}


class Nozzle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    number: Annotated[str, Asked(_("Nozzle"), characters=10)]
    product: Annotated[str, Asked(_("Product"), choices=PRODUCTS)] = ""
    flow_min_ml_min: Annotated[int | None, Asked(_("Qmin"), "L/min", 3, 1, 1_000_000)] = None
    flow_max_ml_min: Annotated[int | None, Asked(_("Qmax"), "L/min", 3, 1, 1_000_000)] = None
    least_ml: Annotated[int | None, Asked(_("Vmin"), "L", 3, 1, 200_000)] = None
    pulse_ul: Annotated[int | None, Asked(_("Pulse equivalent"), "mL", 3, 1, 1_000_000)] = None


class Dispenser(Described, frozen=True, kw_only=True, omit_defaults=True):
    nozzles: Annotated[tuple[Nozzle, ...], Asked(_("Nozzles"), rows=12, called=("油枪", "加油枪"))] = ()
    seal_adjuster: Annotated[
        str, Asked(_("Seal on the adjuster of the flow meter"), called=("流量测量变换器铅封", "调整装置铅封"))
    ] = ""
    seal_encoder: Annotated[
        str, Asked(_("Seal between meter and encoder"), called=("编码器铅封", "流量计与编码器铅封"))
    ] = ""
    seal_board: Annotated[str, Asked(_("Seal between board and case"), called=("主板铅封", "计控主板铅封"))] = ""

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        for at, nozzle in enumerate(self.nozzles):
            if below(nozzle.flow_min_ml_min, nozzle.flow_max_ml_min):
                yield f"nozzles-{at}-flow_max_ml_min", Unfit("upper")
