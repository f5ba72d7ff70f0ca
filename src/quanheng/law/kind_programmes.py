"""Which trials make up the verification of each kind of instrument that is no scale, and by which limits.

The limits are those on file (JJG 443—2023, JJG 1148—2022, JJG 1149—2022, OIML R 111-1); where none is, a trial has
none, and the verifier enters it with its source. Requirements G22-2.2, C21-4, C21-5, C21-6.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast

from quanheng.law.errors import OutsideTable
from quanheng.law.kind_trials import Limit, Programme, Trial, Unit
from quanheng.law.sources import Clause, clause_from
from quanheng.law.tables import load
from quanheng.law.units import format_mass
from quanheng.law.weights import WEIGHT_CLASSES, WeightClass, weight_mpe_ug, weights_clause

CURRENTS: Final = ("ac", "dc")


def _rules(name: str, on: date) -> dict[str, Any]:
    """The row of the day; days before the first row are tried as on its first."""
    rows = load("kind_trials")[name]
    return next((row for row in reversed(rows) if row["from_on"] <= on), rows[0])


def _edition(kind: str, class_: str = "") -> dict[str, Any] | None:
    rows = load("kind_errors")["edition"]
    return next((row for row in rows if row["kind"] == kind and row["class"] == class_), None)


def _clauses(row: dict[str, Any], of: str = "") -> tuple[Clause, ...]:
    """Those of one sort of the kind where the row tells sorts apart, all of them where the sort is not known."""
    told = [one for one in row["clauses"] if not of or one.get("of", of) == of]
    return tuple(clause_from(one) for one in told)


def mpe_millionths(kind: str, class_: str = "") -> int:
    """The relative permissible error of a kind at its verification, in millionths.

    Raises `OutsideTable` where no figure is on file, as for every meter.
    """
    row = _edition(kind, class_)
    if row is None:
        raise OutsideTable("no-figure-on-file")
    return int(row["mpe_millionths"])


def dispenser(nozzles: Sequence[str], on: date) -> Programme:
    """Two flows, several times, on each nozzle; the reference is the volume in the standard vessel, corrected."""
    rules, row = _rules("dispenser", on), load("kind_errors")["edition"][0]
    clauses = _clauses(row)
    limit = Limit(row["mpe_millionths"], is_relative=True, clause=clauses[0])
    flows = [(nozzle, flow) for nozzle in nozzles for flow in rules["flows"]]
    trials = [
        Trial(
            "flow",
            place * rules["repeats"] + time,
            "ul",
            f"{nozzle} 号枪 · {flow['zh']} {time}",
            f"nozzle {nozzle} · {flow['en']} {time}",
            limit,
            group=f"{nozzle}-{flow['name']}",
        )
        for place, (nozzle, flow) in enumerate(flows)
        for time in range(1, rules["repeats"] + 1)
    ]
    return Programme(tuple(trials), clauses, row["spread_millionths"])


def charger(class_: str, current: str, connectors: int, on: date, *, first: bool) -> Programme:
    """Working error under loads and error of indication on each connector, and the clock.

    The clock is asked to be nearer at the first verification than later. No figure is on file for the error of
    indication, and none for a class that is not known.
    """
    row, clock = _edition("charger", class_), load("kind_errors")["charger_clock"]
    clauses = _clauses(row, current) if row else ()
    limit = Limit(row["mpe_millionths"], is_relative=True, clause=clauses[0]) if row else None
    loads = [(at, load_) for at in range(1, connectors + 1) for load_ in _rules("charger", on)["loads"]]
    working = [
        Trial("load", place, "mwh", f"{at} 号枪 · {one['zh']}", f"connector {at} · {one['en']}", limit)
        for place, (at, one) in enumerate(loads, start=1)
    ]
    shown = [
        Trial("indication", at, "mwh", f"{at} 号枪 · 示值误差", f"connector {at} · indication", None)
        for at in range(1, connectors + 1)
    ]
    allowed = Limit(clock["initial_ms" if first else "later_ms"], is_relative=False, clause=_clauses(clock, current)[0])
    ticks = Trial("clock", 1, "ms", "时钟（快为正）", "clock (ahead is plus)", allowed, reference=0, is_relative=False)
    return Programme((*working, *shown, ticks), clauses)


def meter(kind: str, on: date) -> Programme:
    """Error under each load of an electricity, water or gas meter; no figure is on file for any."""
    name = kind.removesuffix("-meter")
    unit: Unit = "mwh" if name == "electricity" else "ul"
    trials = [
        Trial("load", place, unit, one["zh"], one["en"], None)
        for place, one in enumerate(_rules(name, on)["loads"], start=1)
    ]
    return Programme(tuple(trials))


def taximeter(on: date) -> Programme:
    """Distances driven or rolled, and a wait; no figure is on file."""
    rules = _rules("taximeter", on)
    runs = [
        Trial("distance", place, "mm", f"里程 {place}", f"distance {place}", None)
        for place in range(1, rules["distances"] + 1)
    ]
    waits = [
        Trial("wait", place, "ms", f"计时 {place}", f"wait {place}", None) for place in range(1, rules["waits"] + 1)
    ]
    return Programme((*runs, *waits))


def optical(on: date) -> Programme:
    """Vertex powers over the range, each against the certified power of the standard; no figure is on file."""
    trials = [
        Trial("vertex", place, "mdpt", f"{power // 1000:+d} D", f"{power // 1000:+d} D", None, is_relative=False)
        for place, power in enumerate(_rules("optical", on)["vertices_mdpt"], start=1)
    ]
    return Programme(tuple(trials))


def weights(class_: str, pieces: Sequence[tuple[str, int]]) -> Programme:
    """Each piece by its number and nominal mass in milligrams, against the error of its class (R 111-1)."""
    trials = [
        Trial(
            "piece",
            place,
            "ug",
            f"{number} · {format_mass(nominal_mg)}",
            f"{number} · {format_mass(nominal_mg)}",
            _weight_limit(class_, nominal_mg),
            reference=nominal_mg * 1000,
            is_relative=False,
        )
        for place, (number, nominal_mg) in enumerate(pieces, start=1)
    ]
    return Programme(tuple(trials), (weights_clause(),) if class_ in WEIGHT_CLASSES else ())


def _weight_limit(class_: str, nominal_mg: int) -> Limit | None:
    """None where the class, or a weight of this mass, is not in the table."""
    if class_ not in WEIGHT_CLASSES:
        return None
    try:
        return Limit(weight_mpe_ug(cast(WeightClass, class_), nominal_mg), is_relative=False, clause=weights_clause())
    except OutsideTable:
        return None
