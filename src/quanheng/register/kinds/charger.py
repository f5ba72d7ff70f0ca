"""Vehicle chargers: JJG 1148 for those with alternating current, JJG 1149 for those with direct current."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from quanheng.register.kinds.asked import Asked
from quanheng.register.kinds.described import Described

CURRENTS = {"dc": _("Direct current"), "ac": _("Alternating current")}
CLASSES = {"1": "1", "2": "2"}


class Charger(Described, frozen=True, kw_only=True, omit_defaults=True):
    current: Annotated[str, Asked(_("Current"), choices=CURRENTS, called=("充电类型", "电流类型", "交直流"))] = ""
    error_class: Annotated[
        str, Asked(_("Class of working error"), choices=CLASSES, called=("充电桩等级", "工作误差等级"))
    ] = ""
    power_w: Annotated[int | None, Asked(_("Rated power"), "kW", 3, 1, 2_000_000, called=("额定功率",))] = None
    voltage_max_v: Annotated[int | None, Asked(_("Highest voltage"), "V", 0, 1, 2_000, called=("最高电压",))] = None
    current_max_ma: Annotated[int | None, Asked(_("Largest current"), "A", 3, 1, 2_000_000, called=("最大电流",))] = (
        None
    )
    connectors: Annotated[int | None, Asked(_("Connectors"), "", 0, 1, 60, called=("充电枪数", "枪数"))] = None
    constant_imp_kwh: Annotated[
        int | None, Asked(_("Pulse constant"), "imp/kWh", 0, 1, 1_000_000, called=("脉冲常数",))
    ] = None
