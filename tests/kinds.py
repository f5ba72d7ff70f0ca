"""Instruments of other kinds than scales, registered by hand, and their verifications as they are done in life."""

from datetime import datetime

from quanheng.people.models import User
from quanheng.register.models import Instrument, Verification
from quanheng.register.registering import register
from quanheng.register.verifying.readings import enter, sheet
from tests.cast import Cast
from tests.verifying import doing

PLATE = {"maker": "虚构仪表厂", "model": "JY-2", "place": "晨光农贸市场", "accuracy_class": ""}
OWN: dict[str, dict[str, str]] = {
    "fuel-dispenser": {
        "nozzles-0-number": "1",
        "nozzles-0-product": "92",
        "nozzles-0-flow_max_ml_min": "50",
        "nozzles-1-number": "2",
        "nozzles-1-product": "95",
    },
    "charger": {"current": "dc", "error_class": "1", "power_w": "60", "connectors": "1"},
    "electricity-meter": {"current_ma": "5", "current_max_ma": "60", "constant_imp_kwh": "1200"},
    "water-meter": {"bore_mm": "15", "q3_l_h": "2.5"},
    "taximeter": {"plate": "省A·T1234", "constant_imp_km": "600"},
    "focimeter": {"sphere_from_cd": "-25", "sphere_to_cd": "25"},
    "weight-set": {"weight_class": "M1", "pieces-0-number": "F-1", "pieces-0-nominal_mg": "500"},
}
# What a verifier writes where the law has no figure on file.
LIMITS = {"limit": "2", "limit_source": "JJG 162 表2"}
REFERENCES = {"ul": "20", "mwh": "10", "mm": "1000", "ms": "600", "mdpt": "5"}


def an_instrument(cast: Cast, kind: str, at: datetime, **own: str) -> Instrument:
    told = PLATE | OWN.get(kind, {}) | {"serial": f"S-{kind}", "key": f"k-{kind}"} | own
    return register(kind, told, by=cast.people["chenguang"], at=at)


def begun(cast: Cast, kind: str, at: datetime, **own: str) -> Verification:
    made = an_instrument(cast, kind, at, **own)
    return doing(made, cast.people["chenguang"], cast.people["verifier"], at)


def try_all(made: Verification, by: User, at: datetime, **wrong: str) -> None:
    """Each point shows exactly the reference, or what is given for a trial by its name."""
    for row in sheet(made).rows:
        one = row.point
        shown = str((one.reference or 0) / 10**6) if one.unit == "ug" else REFERENCES[one.unit]
        given = {"reference": shown, "indication": wrong.get(one.trial, "0" if one.trial == "clock" else shown)}
        enter(made.number, one.trial, one.ordinal, by=by, at=at, **given, **(LIMITS if one.limit is None else {}))
