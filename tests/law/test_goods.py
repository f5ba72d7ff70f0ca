"""The goods Table 1 knows, by key and by Chinese name."""

import pytest

from quanheng.law.errors import OutsideTable
from quanheng.law.retail import GOODS, goods_key

pytestmark = pytest.mark.requirement("T4-5.1.6")


def test_the_goods_are_those_of_the_table():
    """Twelve named kinds, unnamed food, jewellery, and the three exceptions."""
    foods = "grain vegetable fruit meat egg poultry seafood pastry confectionery seasoning dried-vegetable delicacy"
    others = "other-food gold silver live-poultry live-fish water-soaked"
    assert " ".join(GOODS) == f"{foods} {others}"


@pytest.mark.parametrize("key", GOODS)
def test_goods_are_found_by_key_and_by_chinese_name(key):
    """A page offers the Chinese name, a device sends the key."""
    assert goods_key(key) == goods_key(GOODS[key].zh) == goods_key(f" {key.upper()} ") == key
    assert GOODS[key].name("zh-hans") == GOODS[key].zh
    assert GOODS[key].name("en") == GOODS[key].en


@pytest.mark.parametrize(("name", "key"), [("蔬菜", "vegetable"), ("水产", "seafood"), ("活鱼", "live-fish")])
def test_everyday_names_are_understood(name, key):
    """水产 is 海（水）产品, but a live fish is not."""
    assert goods_key(name) == key


def test_no_name_stands_for_two_goods():
    """An ambiguous name would be a guess."""
    names = [name for goods in GOODS.values() for name in {goods.key, goods.zh, *goods.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["", "手机", "veg"])
def test_unknown_goods_are_not_guessed(name):
    """The law has no row for goods nobody named."""
    with pytest.raises(OutsideTable, match="goods-not-stated"):
        goods_key(name)
