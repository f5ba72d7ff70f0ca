"""Taximeters: the vehicle, the constant that turns pulses into kilometres, and the tariff that is set."""

import re
from collections.abc import Iterator
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described
from quanheng.register.kinds.unfit import Unfit

# One character of the province, a letter of the city, five or six signs (GA 36).
PLATE = re.compile(r"[一-鿿][A-Z]·?[A-Z0-9]{5,6}")


class Taximeter(Described, frozen=True, kw_only=True, omit_defaults=True):
    plate: Annotated[str, Asked(_("Licence plate"), characters=12, called=("车牌号", "车牌号码", "号牌"))] = ""
    constant_imp_km: Annotated[
        int | None, Asked(_("Constant K"), "imp/km", 0, 1, 1_000_000, called=("K值", "计价器常数"))
    ] = None
    tariff: Annotated[str, Asked(_("Version of the tariff"), characters=40, called=("运价版本", "运价"))] = ""

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        if self.plate and not PLATE.fullmatch(self.plate):
            yield "plate", Unfit("plate")
