"""Masses and money are whole numbers of their smallest unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.law.units import divide_half_up, format_mass, format_reading, format_yuan, parse_mass, parse_yuan

pytestmark = pytest.mark.requirement("QH-input")


@pytest.mark.parametrize(
    ("text", "mass_mg"),
    [("15kg", 15_000_000), ("5 g", 5_000), ("1.250", 1_250_000), ("0.01g", 10), ("500mg", 500), ("3千克", 3_000_000)],
)
def test_a_mass_is_read_exactly(text, mass_mg):
    """A bare number is in kilograms, as on a price-computing scale."""
    assert parse_mass(text) == mass_mg


@pytest.mark.parametrize("text", ["", "kg", "-1kg", "1斤", "1.2.3", "0.0000001kg", "1e3", "１２kg", "NaN", "1 kg kg"])
def test_what_is_no_legal_mass_is_refused(text):
    """斤 is no legal unit, and a part of a milligram could move a mass over a limit."""
    with pytest.raises(ValueError, match=r"mass|unit"):
        parse_mass(text)


@pytest.mark.parametrize(("text", "amount_fen"), [("4.50", 450), ("38", 3800), ("0.01", 1), ("4.5元", 450)])
def test_money_is_read_exactly(text, amount_fen):
    """Amounts are written in yuan and held in fen."""
    assert parse_yuan(text) == amount_fen


@pytest.mark.parametrize("text", ["", "-1", "1.005", "¥4", "4,50"])
def test_what_is_no_amount_is_refused(text):
    """Half a fen cannot be paid."""
    with pytest.raises(ValueError, match=r"yuan|unit"):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("mass_mg", "text"),
    [(1_250_000, "1.25 kg"), (975_000, "975 g"), (10, "0.01 g"), (0, "0 g"), (-25_000, "-25 g"), (1_000_000, "1 kg")],
)
def test_a_mass_is_written_as_the_tables_print_it(mass_mg, text):
    """Kilograms from one kilogram up, grams below."""
    assert format_mass(mass_mg) == text


@pytest.mark.parametrize(("amount_fen", "text"), [(50_000, "¥500.00"), (5, "¥0.05"), (-350, "-¥3.50")])
def test_money_is_written_with_both_decimals(amount_fen, text):
    """Fen are always shown."""
    assert format_yuan(amount_fen) == text


@given(st.integers(0, 10**11))
def test_what_is_written_is_read_back(mass_mg):
    """Formatting loses nothing."""
    assert parse_mass(format_mass(mass_mg)) == mass_mg


@pytest.mark.parametrize(("numerator", "denominator", "quotient"), [(5, 2, 3), (7, 3, 2), (8, 3, 3), (0, 7, 0)])
def test_an_exact_half_goes_up(numerator, denominator, quotient):
    """Half up is the rounding of tills."""
    assert divide_half_up(numerator, denominator) == quotient


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, 0)])
def test_half_up_is_not_defined_below_zero(numerator, denominator):
    """For negative values 'up' would be ambiguous."""
    with pytest.raises(ValueError, match="half-up"):
        divide_half_up(numerator, denominator)


@pytest.mark.parametrize(
    ("mass_mg", "text"),
    [
        (1_460_000, "1.460 kg"),
        (1_000_000, "1.000 kg"),
        (-2_005_000, "-2.005 kg"),
        (999_000, "999 g"),
        (1_000_500, "1.0005 kg"),
    ],
)
def test_a_reading_keeps_its_last_gram(mass_mg: int, text: str) -> None:
    """Two readings beside each other are compared digit by digit, as on two displays."""
    assert format_reading(mass_mg) == text
