"""Instruments of opticians: the range of vertex powers, in hundredths of a dioptre."""

from collections.abc import Iterator
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described, below
from quanheng.register.kinds.unfit import Unfit

FURTHEST = 10_000


class Optical(Described, frozen=True, kw_only=True, omit_defaults=True):
    sphere_from_cd: Annotated[
        int | None, Asked(_("Spherical power from"), "D", 2, -FURTHEST, FURTHEST, called=("球镜度下限",))
    ] = None
    sphere_to_cd: Annotated[
        int | None, Asked(_("Spherical power to"), "D", 2, -FURTHEST, FURTHEST, called=("球镜度上限",))
    ] = None
    cylinder_cd: Annotated[
        int | None, Asked(_("Cylindrical power up to"), "D", 2, 0, FURTHEST, called=("柱镜度上限",))
    ] = None

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        if below(self.sphere_from_cd, self.sphere_to_cd):
            yield "sphere_to_cd", Unfit("upper")


class TrialLensSet(Optical, frozen=True, kw_only=True, omit_defaults=True):
    lenses: Annotated[int | None, Asked(_("Lenses"), "", 0, 1, 1_000, called=("镜片数",))] = None
