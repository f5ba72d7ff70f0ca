"""What only instruments of one kind have: read from forms, kept typed, told in words, and the same again."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quanheng.register.kinds import decimals, forms, told
from quanheng.register.kinds.asked import Field, fields_of
from quanheng.register.kinds.table import DESCRIPTIONS
from quanheng.register.models import Instrument, Kind

pytestmark = pytest.mark.requirement("G22-2.2")

PUMP = {
    "nozzles-0-number": "1",
    "nozzles-0-product": "92#",
    "nozzles-0-flow_min_ml_min": "5",
    "nozzles-0-flow_max_ml_min": "50",
    "nozzles-0-least_ml": "5",
    "nozzles-0-pulse_ul": "12.5",
    "seal_adjuster": "YS-0001",
}


def wrong_with(kind: str, **said: str) -> dict[str, str]:
    with pytest.raises(forms.DetailsUnfit) as unfit, translation.override("en"):
        forms.read(DESCRIPTIONS[kind], said)
    with translation.override("en"):
        return {name: str(one) for name, one in unfit.value.wrong.items()}


def test_every_kind_has_a_description():
    """No kind of the register is without one; a scale's own data are its partial ranges, which are a column."""
    assert set(DESCRIPTIONS) == set(Kind.values)


def test_a_dispenser_is_kept_in_whole_small_units():
    """Qmax of 50 L/min is 50000 mL/min; a pulse of 12.5 mL is 12500 µL; what is not known is not kept."""
    kept = told.kept(forms.read(DESCRIPTIONS["fuel-dispenser"], PUMP))
    nozzle = {"number": "1", "product": "92", "flow_min_ml_min": 5_000, "flow_max_ml_min": 50_000}
    assert kept == {"nozzles": [nozzle | {"least_ml": 5_000, "pulse_ul": 12_500}], "seal_adjuster": "YS-0001"}


def test_empty_rows_are_left_out_and_faults_stand_where_they_were_typed():
    """The second and third row are empty; what is wrong with the fourth is said beside the fourth."""
    said = PUMP | {"nozzles-3-number": "2", "nozzles-3-flow_min_ml_min": "60", "nozzles-3-flow_max_ml_min": "50"}
    assert set(wrong_with("fuel-dispenser", **said)) == {"nozzles-3-flow_max_ml_min"}
    assert len(forms.read(DESCRIPTIONS["fuel-dispenser"], said | {"nozzles-3-flow_max_ml_min": "60"}).nozzles) == 2


@pytest.mark.parametrize(
    ("kind", "said", "field", "what"),
    [
        ("charger", {"power_w": "60.0005"}, "power_w", "expected a number, with at most 3 decimals"),
        ("charger", {"power_w": "0"}, "power_w", "expected from 0.001 to 2000 kW"),
        ("charger", {"power_w": "2000.001"}, "power_w", "expected from 0.001 to 2000 kW"),
        ("charger", {"error_class": "3"}, "error_class", "expected one of: 1、2"),
        ("water-meter", {"installed_on": "2026-02-30"}, "installed_on", "expected a date such as 2026-01-31"),
        (
            "taximeter",
            {"plate": "12345"},
            "plate",
            "expected a licence plate: province, letter, five or six letters and digits",
        ),
        (
            "focimeter",
            {"sphere_from_cd": "25", "sphere_to_cd": "-25"},
            "sphere_to_cd",
            "the upper end lies below the lower one",
        ),
        ("weight-set", {"pieces-0-nominal_mg": "500"}, "pieces-0-number", "give the number of this row"),
        ("weight-set", {"pieces-0-number": "a/b"}, "pieces-0-number", "must not contain / or ;"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(kind, said, field, what):
    """Too fine, too small, too large, no choice, no day, no plate, upside down, unnumbered."""
    assert wrong_with(kind, **said) == {field: what}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("charger", {"power_w": "2000"}),
        ("charger", {"power_w": "0.001", "error_class": "2", "current": "直流"}),
        ("taximeter", {"plate": "省A·T1234"}),
        ("focimeter", {"sphere_from_cd": "-25", "sphere_to_cd": "-25"}),
        ("electricity-meter", {"installed_on": "2024-02-29", "rotation_due_on": "2024-02-29"}),
    ],
)
def test_at_the_edge_it_fits(kind, said):
    """The last number of a range belongs to it, a range may be one value, and words are read as their keys."""
    with translation.override("zh-hans"):
        assert told.kept(forms.read(DESCRIPTIONS[kind], said))


def test_two_nozzles_do_not_share_a_number():
    """A reading is of one nozzle, so its number names one."""
    assert set(wrong_with("fuel-dispenser", **PUMP, **{"nozzles-1-number": "1"})) == {"nozzles-1-number"}


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_a_number_is_read_as_it_is_written(number, places):
    """No digit is lost between the form and the register, whatever the unit."""
    assert decimals.read(decimals.written(number, places), places) == number


def a_value(one: Field) -> st.SearchStrategy[str]:
    asked = one.asked
    if one.sort == "whole":
        whole = st.integers(asked.least, min(asked.most, 10**9))
        return whole.map(lambda number: decimals.written(number, asked.decimals))
    if one.sort == "choice":
        return st.sampled_from(sorted(asked.choices))
    if one.sort == "day":
        return st.dates(date(1990, 1, 1), date(2040, 1, 1)).map(str)
    return st.text("AB01号", min_size=1, max_size=min(8, asked.characters))


def some_said(kind: str) -> st.SearchStrategy[dict[str, str]]:
    said: dict[str, st.SearchStrategy[str]] = {}
    for one in fields_of(DESCRIPTIONS[kind]):
        if one.sort == "rows":
            said |= {f"{one.name}-1-{part.name}": a_value(part) for part in fields_of(one.row)}
        else:
            said[one.name] = a_value(one)
    return st.fixed_dictionaries({}, optional=said)


@given(st.sampled_from(Kind.values).flatmap(lambda kind: st.tuples(st.just(kind), some_said(kind))))
def test_what_fits_is_the_same_after_the_register(pair):
    """Typed, kept as JSON, read back and shown in a form again: the same description, for every kind."""
    kind, said = pair
    try:
        described = forms.read(DESCRIPTIONS[kind], said)
    except forms.DetailsUnfit:
        return
    kept = told.kept(described)
    assert told.described(Instrument(kind=kind, details=kept)) == described
    assert forms.read(DESCRIPTIONS[kind], forms.typed(described)) == described


def test_a_ledger_s_own_columns_stay():
    """项别 and 种别, which imports kept before there were descriptions, are fields of every kind."""
    instrument = Instrument(kind="trade-scale", details={"category": "质量", "species": "秤", "of old": 1})
    with translation.override("zh-hans"):
        assert told.lines(told.described(instrument)) == [("项别", "质量"), ("种别", "秤")]


def test_a_description_is_told_with_units_and_words():
    """People read 60 kW and 直流, not 60000 and dc."""
    with translation.override("zh-hans"):
        lines = told.lines(forms.read(DESCRIPTIONS["charger"], {"power_w": "60", "current": "dc"}))
        sheet = told.sheets(forms.read(DESCRIPTIONS["fuel-dispenser"], PUMP))[0]
    assert lines == [("充电类型", "直流"), ("额定功率", "60 kW")]
    assert sheet.rows == [["1", "92#", "5", "50", "5", "12.5"]]
