"""Sets of weights: each piece has a number of its own, so that a lost one shows."""

from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described

# Those whose errors are on file: quanheng.law.weights.
CLASSES = {"M1": "M1", "F2": "F2", "other": _("Other")}


class Piece(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    number: Annotated[str, Asked(_("Number of the piece"), characters=20)]
    nominal_mg: Annotated[int | None, Asked(_("Nominal mass"), "g", 3, 1, 5_000_000_000)] = None


class WeightSet(Described, frozen=True, kw_only=True, omit_defaults=True):
    weight_class: Annotated[str, Asked(_("Class of weights"), choices=CLASSES, called=("砝码等级",))] = ""
    pieces: Annotated[tuple[Piece, ...], Asked(_("Pieces"), rows=60, called=("砝码明细", "砝码清单"))] = ()
