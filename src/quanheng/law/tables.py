"""The printed tables, one TOML file each, read once; and the choice of the edition in force on a date."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from quanheng.law.errors import NotInForce


class Dated(Protocol):
    """Anything with a first and a last day in force; no last day means still in force."""

    @property
    def from_on(self) -> date:
        """The first day in force."""

    @property
    def to_on(self) -> date | None:
        """The last day in force."""


Edition = TypeVar("Edition", bound=Dated)


@cache
def load(name: str) -> dict[str, Any]:
    """The table `name` as TOML gives it. Callers turn it into their own records and never change it."""
    return tomllib.loads(files("quanheng.law").joinpath("tables", f"{name}.toml").read_text(encoding="utf-8"))


def in_force(editions: Iterable[Edition], on: date, table: str) -> Edition:
    """The edition of `table` in force on the day; raises `NotInForce` when there is none."""
    for edition in editions:
        if edition.from_on <= on and (edition.to_on is None or on <= edition.to_on):
            return edition
    raise NotInForce(table, on)
