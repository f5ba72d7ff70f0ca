"""`quanheng judge`: what the texts say of goods, money and days, with their clauses. Needs no database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from quanheng.cli.answering import Explained, JsonOption, LangOption, language, read_file, tell
from quanheng.cli.asked import Asked, OneSentence
from quanheng.law import prepackage as packages
from quanheng.law import retail as weighed
from quanheng.law.deadlines import EVENTS, Deadline, due
from quanheng.law.deviation import PRECEDENCES
from quanheng.law.errors import NotInForce, OutsideTable
from quanheng.law.goods import GOODS, goods_key
from quanheng.law.instruments import ACCURACY_CLASSES, STAGES
from quanheng.law.prepackage_lot import judge_lot, sampling_plan
from quanheng.law.quantities import Quantity, parse_quantity
from quanheng.law.remedies import remedy as remedied
from quanheng.law.violations import Catalogue, catalogue
from quanheng.law.violations import violations as all_violations
from quanheng.law.weights import WEIGHT_CLASSES
from quanheng.law.wording import in_language

judge = typer.Typer(cls=OneSentence, no_args_is_help=True, help="What the texts say, with the clause; needs no server.")

OnOption = Annotated[str, typer.Option("--on", help="The legal day, as 2026-11-20; without it today in China.")]
StageOption = Annotated[str, typer.Option(envvar="RETAIL_STAGE", help="initial (verification) or in-service.")]
QUANTITY = "净含量，如 500g、1.5L、10m、2m2、100个", "a quantity such as 500g, 1.5L, 10m, 2m2 or 100pieces"


@dataclass(frozen=True, slots=True)
class WithClauses:
    """An answer whose explanation ends with the clauses it rests on."""

    answer: Explained

    def explain(self, lang: str) -> str:
        cited = list(dict.fromkeys(_clauses(self.as_dict(lang))))
        basis = in_language(lang, "依据：", "Basis: ") + in_language(lang, "；", "; ").join(cited)
        return f"{self.answer.explain(lang)}\n{basis}"

    def as_dict(self, lang: str) -> Mapping[str, object]:
        return self.answer.as_dict(lang)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A deadline whose explanation begins with its day."""

    deadline: Deadline

    def explain(self, lang: str) -> str:
        told = self.deadline.explain(lang)
        return in_language(
            lang, f"{self.deadline.due_on} 前（含当日）。{told}。", f"By {self.deadline.due_on}. {told}."
        )

    def as_dict(self, lang: str) -> Mapping[str, object]:
        return self.deadline.as_dict(lang)


def _clauses(told: Mapping[str, object]) -> Iterator[str]:
    for key, value in told.items():
        if key == "clause" and isinstance(value, str):
            yield value
        elif key == "clauses" and isinstance(value, list):
            yield from value
        elif isinstance(value, Mapping):
            yield from _clauses(value)


def answer(question: Callable[[], Explained], lang: str, *, as_json: bool) -> None:
    """Ask, and tell the answer with its clauses."""
    tell(lambda: WithClauses(question()), lang, as_json=as_json)


@judge.command()
def retail(
    goods: Annotated[str, typer.Option(help="Such as vegetable, or 蔬菜.")] = "",
    price: Annotated[
        str, typer.Option(help="Yuan per kilogram; food that is not named falls to its price class.")
    ] = "",
    settled: Annotated[str, typer.Option(help="The mass that was paid for.")] = "",
    actual: Annotated[
        str, typer.Option(help="What the check showed; with weights, what the seller's scale showed.")
    ] = "",
    method: Annotated[str, typer.Option(help="original, high-accuracy or equal-accuracy.")] = "",
    check_scale: Annotated[str, typer.Option(help="Max/e of the check scale, as 15kg/5g,30kg/10g.")] = "",
    check_scale_class: Annotated[str, typer.Option(help="Its accuracy class.")] = "III",
    weights: Annotated[str, typer.Option(help="Class of the weights of the original method: M1 or F2.")] = "M1",
    stage: StageOption = "in-service",
    precedence: Annotated[str, typer.Option(envvar="RETAIL_PRECEDENCE", help="named or stricter.")] = "named",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether weighed goods fall short, by the group standard and by the statute."""
    asked = Asked(language(lang))
    named = _goods(asked, goods)
    settled_mg, actual_mg = asked.mass("--settled", settled), asked.mass("--actual", actual)
    if not settled_mg:
        asked.refuse("--settled", "应大于0", "expected more than 0")
    facts = {
        "price_fen_per_kg": asked.yuan("--price", price) if price else None,
        "method": asked.one_of("--method", method, weighed.METHODS),
        "check_scale": asked.intervals("--check-scale", check_scale) if check_scale else None,
        "check_scale_class": asked.one_of("--check-scale-class", check_scale_class, ACCURACY_CLASSES),
        "weights": asked.one_of("--weights", weights, WEIGHT_CLASSES),
        "stage": asked.one_of("--stage", stage, STAGES),
        "precedence": asked.one_of("--precedence", precedence, PRECEDENCES),
        "on": asked.today_or(on),
    }
    ask = partial(weighed.judge, goods=named, settled_mg=settled_mg, actual_mg=actual_mg, **facts)
    answer(ask, asked.lang, as_json=as_json)


def _goods(asked: Asked, text: str) -> str:
    zh, en = "、".join(kind.zh for kind in GOODS.values()), ", ".join(GOODS)
    return asked.value("--goods", text, _known_goods, f"商品品种（{zh}）", f"one of {en}")


def _known_goods(text: str) -> str:
    """A misspelt name is a slip of the writer, not a gap in the texts."""
    try:
        return goods_key(text)
    except OutsideTable as unknown:
        raise ValueError(text) from unknown


@judge.command()
def prepackage(
    nominal: Annotated[str, typer.Option(help="The stated quantity with its unit, as 500g.")] = "",
    actual: Annotated[
        str, typer.Option(help="The content found, in the unit of --nominal unless it has its own.")
    ] = "",
    lot_size: Annotated[str, typer.Option(help="Items in the lot; without --actuals its sampling plan is told.")] = "",
    actuals: Annotated[Path | None, typer.Option(help="A file of the contents found, one a line.")] = None,
    rounding: Annotated[str, typer.Option(envvar="PREPACKAGE_ROUNDING", help="half-even or up.")] = "half-even",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether a prepackage, or a lot of them, holds what it states; or how a lot is sampled."""
    asked = Asked(language(lang))
    day, rounded = asked.today_or(on), asked.one_of("--rounding", rounding, packages.ROUNDINGS)
    if lot_size and actual:
        asked.refuse("--actual", "批量检验用 --actuals 给出各件实际含量", "a lot takes its contents by --actuals")
    if not lot_size and actuals:
        asked.refuse("--lot-size", "批量检验须给出批量", "expected with --actuals, the number of items in the lot")
    lot = _lot_size(asked, lot_size) if lot_size else 0
    if lot and actuals is None:
        answer(lambda: sampling_plan(lot, day), asked.lang, as_json=as_json)
        return
    stated = _nominal(asked, nominal)
    if actuals is None:
        found = _content(asked, "--actual", actual, stated)
        answer(lambda: packages.judge_item(stated, found, day, rounded), asked.lang, as_json=as_json)
    else:
        contents = _contents(asked, actuals, stated, lot, day)
        answer(lambda: judge_lot(stated, lot, contents, day, rounded), asked.lang, as_json=as_json)


def _lot_size(asked: Asked, text: str) -> int:
    size = asked.count("--lot-size", text)
    return size or asked.refuse("--lot-size", "应大于0", "expected more than 0")


def _nominal(asked: Asked, text: str) -> Quantity:
    stated = asked.value("--nominal", text, parse_quantity, *QUANTITY)
    return stated if stated.amount else asked.refuse("--nominal", "应大于0", "expected more than 0")


def _content(asked: Asked, option: str, text: str, stated: Quantity) -> int:
    found = asked.value(option, text, lambda given: parse_quantity(given, stated.unit), *QUANTITY)
    if found.kind != stated.kind:
        asked.refuse(option, f"{text} 与标注净含量不是同一种量", f"{text} is not of the kind of the stated quantity")
    return found.amount


def _contents(asked: Asked, file: Path, stated: Quantity, lot: int, on: date) -> list[int]:
    lines = [line.strip() for line in read_file(file, asked.lang, "--actuals").splitlines()]
    contents = [_content(asked, "--actuals", line, stated) for line in lines if line]
    try:
        sample = sampling_plan(lot, on).sample_size
    except NotInForce:
        return contents  # there is no plan to count by, and the question itself will say so
    if len(contents) != sample:
        zh, en = f"批量 {lot} 应有 {sample} 个值，文件有 {len(contents)} 个", f"a lot of {lot} needs {sample} values"
        asked.refuse("--actuals", zh, f"{en}, the file has {len(contents)}")
    return contents


@judge.command()
def remedy(
    paid: Annotated[str, typer.Option(help="What the goods cost, in yuan.")] = "",
    shortfall_value: Annotated[str, typer.Option(help="The part of it for what was not given, in yuan.")] = "",
    offence: Annotated[str, typer.Option(help="Which established short weighing of the operator this is.")] = "1",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """What the shopper is owed, and what the market does to the operator."""
    asked = Asked(language(lang))
    paid_fen, value_fen = asked.yuan("--paid", paid), asked.yuan("--shortfall-value", shortfall_value)
    if value_fen > paid_fen:
        asked.refuse("--shortfall-value", "不应大于 --paid", "expected no more than --paid")
    nth = asked.count("--offence", offence) or asked.refuse("--offence", "从1起计", "counts from 1")
    day = asked.today_or(on)
    ask = partial(remedied, paid_fen=paid_fen, shortfall_value_fen=value_fen, offence=nth, on=day)
    answer(ask, asked.lang, as_json=as_json)


@judge.command()
def deadline(
    event: Annotated[str, typer.Option(help=", ".join(EVENTS))] = "",
    start: Annotated[str, typer.Option("--from", help="The day the clock starts, as 2026-09-28.")] = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """When a complaint, report or case is due, by the order in force on the day its clock starts."""
    asked = Asked(language(lang))
    named, start_on = asked.one_of("--event", event, EVENTS), asked.day("--from", start)
    answer(lambda: DueDay(due(named, start_on)), asked.lang, as_json=as_json)


@judge.command()
def violations(
    code: Annotated[str, typer.Option(help="One entry, as M13; without it the whole catalogue of the day.")] = "",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """The catalogue of violations: act, consequences, basis, force and how sure it is."""
    asked = Asked(language(lang))
    if code:
        entry = all_violations()[asked.one_of("--code", code.upper(), all_violations())]
        tell(lambda: Catalogue((entry,)), asked.lang, as_json=as_json)
    else:
        day = asked.today_or(on)
        tell(lambda: catalogue(day), asked.lang, as_json=as_json)
