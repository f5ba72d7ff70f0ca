"""Meters of electricity, water and gas: first verified, then replaced or watched; so the day of installation counts."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described, below
from quanheng.register.kinds.unfit import Unfit

COMMUNICATION = {
    "none": _("None"),
    "rs485": "RS-485",
    "plc": _("Power line"),
    "radio": _("Radio"),
    "mobile": _("Mobile network"),
}
PHASES = {"1": _("Single-phase"), "3": _("Three-phase")}


class Meter(Described, frozen=True, kw_only=True, omit_defaults=True):
    communication: Annotated[str, Asked(_("Communication"), choices=COMMUNICATION, called=("通信方式", "通讯方式"))] = (
        ""
    )
    installed_on: Annotated[date | None, Asked(_("Installed on"), called=("安装日期", "装表日期"))] = None
    rotation_due_on: Annotated[
        date | None, Asked(_("To be replaced by, as its owner plans"), called=("轮换到期日", "计划轮换日期"))
    ] = None

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        if self.installed_on and self.rotation_due_on and self.rotation_due_on < self.installed_on:
            yield "rotation_due_on", Unfit("before-installed")


class ElectricityMeter(Meter, frozen=True, kw_only=True, omit_defaults=True):
    phases: Annotated[str, Asked(_("Phases"), choices=PHASES, called=("相数",))] = ""
    voltage_mv: Annotated[
        int | None, Asked(_("Voltage"), "V", 3, 1, 1_000_000_000, called=("参比电压", "额定电压"))
    ] = None
    current_ma: Annotated[int | None, Asked(_("Basic current Ib"), "A", 3, 1, 10_000_000, called=("基本电流",))] = None
    current_max_ma: Annotated[
        int | None, Asked(_("Largest current Imax"), "A", 3, 1, 10_000_000, called=("电能表最大电流",))
    ] = None
    constant_imp_kwh: Annotated[
        int | None, Asked(_("Pulse constant"), "imp/kWh", 0, 1, 1_000_000, called=("电能表常数", "脉冲常数"))
    ] = None

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        yield from Meter.unfit(self)
        if below(self.current_ma, self.current_max_ma):
            yield "current_max_ma", Unfit("upper")


class WaterMeter(Meter, frozen=True, kw_only=True, omit_defaults=True):
    bore_mm: Annotated[int | None, Asked(_("Nominal bore DN"), "mm", 0, 1, 4_000, called=("公称通径", "口径"))] = None
    q3_l_h: Annotated[
        int | None, Asked(_("Permanent flow Q3"), "m³/h", 3, 1, 100_000_000, called=("常用流量", "Q3"))
    ] = None
    range_r: Annotated[int | None, Asked(_("Range R (Q3/Q1)"), "", 0, 1, 10_000, called=("量程比", "R"))] = None


class GasMeter(Meter, frozen=True, kw_only=True, omit_defaults=True):
    size: Annotated[str, Asked(_("Size, as G2.5"), characters=10, called=("燃气表规格",))] = ""
    flow_max_l_h: Annotated[int | None, Asked(_("Qmax"), "m³/h", 3, 1, 100_000_000, called=("最大流量",))] = None
    flow_min_l_h: Annotated[int | None, Asked(_("Qmin"), "m³/h", 3, 1, 100_000_000, called=("最小流量",))] = None

    def unfit(self) -> Iterator[tuple[str, Unfit]]:
        yield from Meter.unfit(self)
        if below(self.flow_min_l_h, self.flow_max_l_h):
            yield "flow_max_l_h", Unfit("upper")
