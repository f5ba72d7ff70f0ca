"""The goods that the table of retail deviations names, includes by price, or excludes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from quanheng.law.errors import OutsideTable
from quanheng.law.tables import load
from quanheng.law.wording import in_language


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of goods as the table speaks of it."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """The name in the language of the page."""
        return in_language(lang, self.zh, self.en)


GOODS: Final[Mapping[str, Goods]] = MappingProxyType(
    {
        key: Goods(key, row["zh"], row["en"], tuple(row["aliases"]))
        for key, row in load("retail_deviation")["goods"].items()
    }
)
"""Every kind of goods by its key, in the order of the printed table."""


@cache
def _spellings() -> Mapping[str, str]:
    return {spelling: goods.key for goods in GOODS.values() for spelling in (goods.key, goods.zh, *goods.aliases)}


def goods_key(text: str) -> str:
    """The key of goods given by key or Chinese name ("蔬菜" → "vegetable").

    Raises `OutsideTable("goods-not-stated")` for nothing or an unknown name: vegetables that nobody named must not be
    judged at the limit for meat.
    """
    try:
        return _spellings()[text.strip().lower()]
    except KeyError:
        raise OutsideTable("goods-not-stated") from None
