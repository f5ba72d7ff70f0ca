"""What stallholders do at the keys, seen in what the scale records and in what the goods truly weigh."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from quanheng.connectors.scale import Weighing
from quanheng.simulator.chance import chance
from quanheng.simulator.counter import Counter, amount_fen
from quanheng.simulator.fleet import manifest
from quanheng.simulator.goods import GOODS
from quanheng.simulator.habits import CAST, NEEDS_CONTAINERS, UPRIGHT, WITH_CONTAINERS, Character, Sale, cast
from quanheng.simulator.load_cell import LoadCell
from quanheng.simulator.lock import Lock

CITY = manifest(1)
BY_NAME = {character.name: character for character, _ in CAST} | {"honest": UPRIGHT}
TOMATOES = Sale(GOODS["蔬菜"][0], 1_000_000, 0, 800)
BASS = Sale(GOODS["水产"][0], 1_000_000, 220_000, 4000)
pytestmark = pytest.mark.requirement("QH-sim")


def weighed(name: str, sale: Sale) -> Weighing:
    """One sale by this character, on a scale without any error of its own."""
    stall = CITY["stalls"][0]
    scale = next(one for one in CITY["instruments"] if one["stall"] == stall["area"])
    counter = Counter(1, scale, stall, BY_NAME[name], 0, Lock(scale["device_id"], b""))
    counter.indicator.cell = LoadCell(max_mg=15_000_000, noise_mg=0)
    return counter._settle(1, 0, sale, BY_NAME[name].habit(sale, chance("habit", name)))


@pytest.mark.parametrize("sale", [TOMATOES, BASS])
def test_an_honest_sale_adds_up(sale: Sale) -> None:
    """Net is the goods, gross is net and container, the amount is mass times price."""
    record = weighed("honest", sale)
    assert record.net_mg == sale.net_mg
    assert record.gross_mg - record.tare_mg == record.net_mg
    assert record.amount_fen == amount_fen(record.net_mg, sale.price_fen, 1000)
    assert record.acts == (("tare",) if sale.container_mg else ())


@pytest.mark.parametrize(("name", "forged"), [("gain-by-key-code", False), ("gain-by-forging-firmware", True)])
def test_a_key_code_adds_a_tenth_or_more(name: str, forged: bool) -> None:
    """The display is 10, 20 or 30 % above the goods; only honest raw values betray it."""
    record = weighed(name, TOMATOES)
    assert record.net_mg in {1_100_000, 1_200_000, 1_300_000}
    raw_mg = (record.adc - record.zero_adc) / LoadCell(max_mg=15_000_000, noise_mg=0).counts_per_mg
    assert (abs(raw_mg - record.net_mg) < 5_000) is forged


def test_a_permanent_gain_is_five_percent() -> None:
    """A second calibration never undone."""
    assert weighed("permanent-gain", TOMATOES).net_mg == 1_050_000


@pytest.mark.parametrize(
    ("name", "sale", "net_mg", "tare_mg"),
    [
        ("tare-not-taken", BASS, 1_220_000, 0),
        ("tare-not-taken", TOMATOES, 1_000_000, 0),
        ("preset-tare", BASS, 1_170_000, 50_000),
        ("reserved-base", TOMATOES, 1_060_000, 0),
    ],
)
def test_containers_and_bases_are_sold_as_goods(name: str, sale: Sale, net_mg: int, tare_mg: int) -> None:
    """What was not subtracted is paid for; without a basket there is nothing to leave on."""
    record = weighed(name, sale)
    assert (record.net_mg, record.tare_mg) == (net_mg, tare_mg)
    assert record.gross_mg == net_mg + tare_mg


def test_amounts_go_up_to_the_next_yuan() -> None:
    """The mass is right and the amount is not; a whole yuan stays what it is."""
    odd, even = replace(TOMATOES, price_fen=750), TOMATOES
    assert weighed("amount-rounded-up", odd).amount_fen == 800
    assert weighed("amount-rounded-up", even).amount_fen == 800


def test_a_typed_amount_weighs_nothing() -> None:
    """A sum with no mass behind it, and the key that says so."""
    record = weighed("typed-amount", TOMATOES)
    assert (record.gross_mg, record.net_mg) == (0, 0)
    assert record.amount_fen == 900
    assert record.acts == ("typed-amount",)


def test_a_price_per_kilogram_charged_per_jin_is_double() -> None:
    """The unit on the display is half a kilogram, the price that of a whole one."""
    record = weighed("jin-for-kilogram", TOMATOES)
    assert (record.price_unit_g, record.unit_price_fen) == (500, TOMATOES.price_fen)
    assert record.amount_fen == 2 * 800


def test_a_clerk_errs_both_ways() -> None:
    """A wrong price is wrong by 13 to 10 or by 10 to 13, and the mass is right."""
    record = weighed("clerk-error", TOMATOES)
    assert record.net_mg == TOMATOES.net_mg
    assert record.unit_price_fen in {1040, 615}


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_most_stallholders_are_honest(seed: int) -> None:
    """Each role is cast as often as the list says, and the rest, forty or more of sixty, are upright."""
    stalls: list[dict[str, Any]] = [stall for stall in CITY["stalls"] if stall["name"] != "试验台"]
    roles = cast(seed, stalls)
    names = [role.name for role in roles.values()]
    assert {character.name: names.count(character.name) for character, _ in CAST} == {
        character.name: count for character, count in CAST
    }
    assert names.count("honest") >= 40
    baskets = {stall["area"] for stall in stalls if stall["stall_type"] in WITH_CONTAINERS}
    assert {area for area, role in roles.items() if role.name in NEEDS_CONTAINERS} <= baskets


def test_habits_come_in_spells() -> None:
    """A key code stays on for twenty minutes at a time, and over a day for its share of the time."""
    role = Character("sometimes", share_of_time=0.4)
    minutes = [role.is_at_it("stall", 1, minute * 60_000) for minute in range(7 * 24 * 60)]
    assert 0.3 < sum(minutes) / len(minutes) < 0.5
    changes = sum(before != after for before, after in pairwise(minutes))
    assert changes <= 7 * 24 * 3
    assert not any(UPRIGHT.is_at_it("stall", 1, minute * 60_000) for minute in range(600))
