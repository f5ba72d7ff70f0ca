"""How a command reads its options: strictly, and with one sentence that names the option where one is wrong.

Options arrive as text, because a sentence of our own says more than a parser's and says it in the user's language.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import typer
from click import ClickException
from typer.core import TyperGroup

from quanheng.cli.answering import language, refuse
from quanheng.law.instruments import Intervals
from quanheng.law.units import Fen, Milligrams, parse_mass, parse_yuan
from quanheng.law.wording import in_language

Value = TypeVar("Value")
SHANGHAI = ZoneInfo("Asia/Shanghai")


class OneSentence(TyperGroup):
    """Commands whose mistakes in use are told in one sentence, like mistakes in their values."""

    def invoke(self, ctx: typer.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ClickException as wrong:
            said = wrong.format_message()
            refuse(in_language(language(""), f"命令行有误：{said}", said))


@dataclass(frozen=True, slots=True)
class Asked:
    """Reads the options of one command for a user of the language."""

    lang: str

    def refuse(self, option: str, zh: str, en: str) -> Any:
        """End the command: the option is wrong, and this is what belongs there."""
        refuse(in_language(self.lang, f"{option}：{zh}。", f"{option}: {en}."))

    def value(self, option: str, text: str, parse: Callable[[str], Value], zh: str, en: str) -> Value:
        """What the option says; it has to be given, and `parse` raises `ValueError` where it is wrong."""
        try:
            if text:
                return parse(text)
        except ValueError:
            pass
        return self.refuse(option, f"应为{zh}" if text else f"须给出{zh}", f"expected {en}")

    def one_of(self, option: str, text: str, choices: Collection[str]) -> Any:
        """One of the words the option knows."""
        if text in choices:
            return text
        return self.refuse(option, f"应为 {'、'.join(choices)} 之一", f"expected one of {', '.join(choices)}")

    def mass(self, option: str, text: str, unit: str = "kg") -> Milligrams:
        """A mass, in kilograms where no unit is written."""
        return self.value(
            option, text, lambda given: parse_mass(given, unit), "质量，如 1.250kg", "a mass such as 1.250kg"
        )

    def yuan(self, option: str, text: str) -> Fen:
        """An amount in yuan."""
        return self.value(option, text, parse_yuan, "金额（元），如 38.00", "an amount in yuan such as 38.00")

    def count(self, option: str, text: str) -> int:
        """A whole number from nought up."""
        return self.value(option, text, _whole, "不小于0的整数", "a whole number from 0 up")

    def day(self, option: str, text: str) -> date:
        """A legal day in China."""
        return self.value(option, text, date.fromisoformat, "日期，如 2026-11-20", "a day such as 2026-11-20")

    def today_or(self, text: str) -> date:
        """The day that --on names, else today in China: the law itself asks no clock."""
        return self.day("--on", text) if text else datetime.now(SHANGHAI).date()

    def intervals(self, option: str, text: str) -> Intervals:
        """Max and e of each partial range."""
        example = "15kg/5g,30kg/10g"
        return self.value(option, text, Intervals.parse, f"各量程的 Max/e，如 {example}", f"Max/e such as {example}")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)
