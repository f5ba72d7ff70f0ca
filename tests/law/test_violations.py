"""The catalogue of violations, typed from the orders and the list of sanctions."""

from datetime import date

import pytest

from quanheng.law.violations import catalogue, violations

pytestmark = pytest.mark.requirement("T4-4.2.4.5", "G22-2.4")
TODAY = date(2026, 11, 20)

# (id, most in fen, multiple of the gain, confidence)
RANGES = [
    ("M01", 100_000, None, "A"),
    ("M02", 100_000, None, "A"),
    ("M03", 50_000, None, "B"),
    ("M04", 200_000, None, "A"),
    ("M05", 200_000, None, "A"),
    ("M06", 3_000_000, 3, "A"),
    ("M09", 300_000, None, "B"),
    ("M11", 1_000_000, None, "A"),
    ("M12", 1_000_000, None, "A"),
    ("M13", 5_000_000, None, "A"),
    ("M17", 100_000, None, "B"),
    ("M19", 3_000_000, 3, "B"),
]


@pytest.mark.parametrize(("id_", "most_fen", "of_gain", "confidence"), RANGES)
def test_the_ranges_of_fines(id_, most_fen, of_gain, confidence):
    """The most that may be fined, the multiple of the gain, and how sure that is."""
    entry = violations()[id_]
    assert (entry.fine.most, entry.fine.of_gain, entry.confidence) == (most_fen, of_gain, confidence)


def test_a_market_that_shields_offenders_pays_up_to_a_hundred_thousand_yuan():
    """Order 94: up to 50 000 yuan, 100 000 where it is serious; only since 2025-03-01."""
    shielding = violations()["M13"]
    assert (shielding.fine.most, shielding.fine.most_if_serious) == (5_000_000, 10_000_000)
    assert not shielding.in_force(date(2025, 2, 28))
    assert shielding.in_force(date(2025, 3, 1))
    assert "¥100000.00" in shielding.explain("zh")


def test_a_market_fines_nobody():
    """The measures of the group standard are by contract: no fine, and its force says whom it binds."""
    for id_ in ("C01", "C02"):
        assert violations()[id_].force == "group-standard"
        assert violations()[id_].fine.most is None
    assert violations()["M05"].force == "statute"
    assert violations()["M11"].force == "department-rule"


def test_the_catalogue_of_the_day_is_told_whole():
    """Twenty acts of law and two of the market, each with basis, force and confidence."""
    entries = catalogue(TODAY).as_dict("en")["violations"]
    assert [one["id"] for one in entries] == [*(f"M{n:02d}" for n in range(1, 21)), "C01", "C02"]
    assert all(one["basis"] and one["force"] and one["confidence"] in "AB" and one["measures"] for one in entries)
    assert {one.id for one in catalogue(date(2022, 8, 31)).violations} & {"C01", "M11"} == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_entry_can_be_read(lang):
    """Act, consequences and basis in one paragraph; no current entry rests on a text that was repealed."""
    for entry in catalogue(TODAY).violations:
        assert entry.name(lang) in entry.explain(lang)
        assert all(clause.source.in_force(TODAY) for clause in entry.basis)
    assert catalogue(TODAY).explain(lang).count("\n") == 21
