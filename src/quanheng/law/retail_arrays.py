"""`law.retail.judge` over whole arrays: which weighings of a day fall short, millions in a second, for screening.

The rows are not read a second time. Every combination of day, goods, price class and range of mass is put once to the
table that judges a single weighing, and the arrays look the answer up. What a citizen or an operator is shown is
always `law.retail.judge` with its clause. Requirement T4-5.1.6.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from quanheng.law.bands import Whole, bands, whole
from quanheng.law.deviation import PRECEDENCES, DeviationRow, Precedence, deviations_on, editions
from quanheng.law.error_arrays import NOT_DESCRIBED, admitted, scale_errors_ug, weights_errors_ug
from quanheng.law.errors import LawError, OutsideTable
from quanheng.law.goods import GOODS, goods_key
from quanheng.law.instruments import AccuracyClass, Intervals, Stage
from quanheng.law.methods import METHODS, Check
from quanheng.law.weights import WeightClass

GOODS_CODES: Final[Mapping[str, int]] = MappingProxyType({key: code for code, key in enumerate(GOODS)})
METHOD_CODES: Final[Mapping[str, int]] = MappingProxyType({name: code for code, name in enumerate(METHODS)})
GOODS_NOT_STATED: Final = -1
PRICE_NOT_STATED: Final = -1
NO_LIMIT: Final = -1
"""The limit where the texts give no answer."""
NO_VERDICT: Final = -1
"""The verdict where `law.retail` says None: no answer, no rule, or a check that shows nothing."""

_NEVER: Final = -2  # below every error, also below NOT_DESCRIBED: no check serves
_BLOCK: Final = 1 << 14  # rows taken at a time, so that what is worked on stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Judgements:
    """The answers, row by row. Verdicts are 1 exceeded, 0 not exceeded, `NO_VERDICT` where nothing is said.

    `limit_mg` is the deviation of the printed row before any factor, `NO_LIMIT` where the texts give no answer;
    `applicable` whether the statute lets the method be used; `answer_at` tells the printed row or the reason.
    """

    shortfall_mg: Whole
    limit_mg: Whole
    market_exceeded: NDArray[np.int8]
    statute_exceeded: NDArray[np.int8]
    applicable: NDArray[np.bool_]
    answer: NDArray[np.int16]
    answers: tuple[DeviationRow | str, ...]

    def answer_at(self, index: int) -> DeviationRow | str:
        """The printed row that governs a weighing, or the code of the reason why none does."""
        return self.answers[int(self.answer[index])]


def goods_codes(names: Iterable[str]) -> NDArray[np.int8]:
    """The codes of goods given by key or Chinese name; `GOODS_NOT_STATED` for a name that the table does not know."""
    return np.array([_goods_code(name) for name in names], np.int8)


def _goods_code(name: str) -> int:
    try:
        return GOODS_CODES[goods_key(name)]
    except OutsideTable:
        return GOODS_NOT_STATED


def checks_by(
    method: Any,
    settled_mg: Any,
    actual_mg: Any,
    check_scale: Intervals | None,
    check_scale_class: AccuracyClass = "III",
    stage: Stage = "in-service",
    weights: WeightClass = "M1",
) -> tuple[Whole, NDArray[np.bool_]]:
    """`check_error_ug` and `check_admitted` of checks on one scale, or by weights where the method asks for them."""
    by_weights = _BY_WEIGHTS.take(whole("method", method))
    by_scale = scale_errors_ug(check_scale, check_scale_class, actual_mg, stage)
    errors = np.where(by_weights, weights_errors_ug(weights, settled_mg), by_scale)
    return errors, by_weights | (check_scale is None or admitted(check_scale_class))


_BY_WEIGHTS: Final = np.array([way.checked_by == "weights" for way in METHODS.values()])


def judge_arrays(
    *,
    goods: Any,
    price_fen_per_kg: Any,
    settled_mg: Any,
    actual_mg: Any,
    method: Any,
    on: Any,
    check_error_ug: Any = NOT_DESCRIBED,
    check_admitted: Any = True,
    precedence: Precedence = "named",
) -> Judgements:
    """Judge many checked weighings, each by the law of its day; one value stands for all rows.

    `goods` and `method` are codes of `GOODS_CODES` and `METHOD_CODES`, `on` dates (`datetime64[D]`, or one `date`).
    `check_error_ug` is the largest error of the checking instrument where it checked, `check_admitted` whether its
    accuracy class serves the group standard (`checks_by` works both out). Raises `ValueError` for impossible input.
    """
    if precedence not in PRECEDENCES:
        raise ValueError(f"not a precedence: {precedence!r}")
    columns = np.broadcast_arrays(
        whole("goods", goods),
        whole("price_fen_per_kg", price_fen_per_kg),
        whole("settled_mg", settled_mg),
        whole("actual_mg", actual_mg),
        whole("method", method),
        whole("check_error_ug", check_error_ug),
        _days(on),
        np.asarray(check_admitted, np.bool_),
    )
    if columns[0].ndim != 1:
        raise ValueError("at least one column must be an array, and each of one dimension")
    table, found = _table(precedence), _empty(columns[0].size, _table(precedence).answers)
    for rows in _blocks(columns[0].size):
        _judge_block(table, [column[rows] for column in columns], found, rows)
    return found


def _empty(size: int, answers: tuple[DeviationRow | str, ...]) -> Judgements:
    return Judgements(
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int8),
        np.empty(size, np.int8),
        np.empty(size, np.bool_),
        np.empty(size, np.int16),
        answers,
    )


def _days(on: Any) -> NDArray[np.datetime64]:
    # A moment is refused: which legal day it belongs to depends on the place, and numpy would take the day in UTC.
    if isinstance(on, date) and not isinstance(on, datetime):
        return np.asarray(on, "datetime64[D]")
    if getattr(on, "dtype", None) != np.dtype("datetime64[D]"):
        raise ValueError("days must be dates, without a time of day")
    days: NDArray[np.datetime64] = on
    return days


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + _BLOCK) for start in range(0, size, _BLOCK))


@dataclass(frozen=True, slots=True)
class _Table:
    """What the texts say for each day, goods, price class and range of mass, and each answer's figures by method."""

    days: tuple[int, ...]  # the last day of each period, counted from 1970-01-01; the last period is open
    prices_fen: tuple[int, ...]
    masses_mg: tuple[int, ...]
    cells: NDArray[np.int16]  # period × goods × price × mass: index into answers
    answers: tuple[DeviationRow | str, ...]
    limit_mg: Whole
    allowed_ug: Whole  # answer × method, as the two below: the largest error that the statute lets a check have
    market_allowed_ug: Whole
    statute_limit_mg: Whole

    def answers_for(self, goods: Whole, price_fen: Whole, settled_mg: Whole, days: Whole) -> NDArray[np.int16]:
        """The answer of each row; `goods` are codes."""
        _, kinds, prices, masses = self.cells.shape
        place = bands(days, self.days).astype(np.int64)
        place *= kinds
        place += goods - GOODS_NOT_STATED
        place *= prices
        place += bands(price_fen, self.prices_fen)
        place *= masses
        place += bands(settled_mg, self.masses_mg)
        return self.cells.reshape(-1).take(place)


def _judge_block(table: _Table, columns: list[NDArray[Any]], found: Judgements, rows: slice) -> None:
    *numbers, on, class_serves = columns
    goods, price, settled, actual, method, error, days = (one.astype(np.int64, copy=False) for one in (*numbers, on))
    _refuse_impossible(goods, price, settled, actual, method, error, days)
    answer = table.answers_for(goods, price, settled, days)
    place = answer * np.int64(len(METHODS)) + method
    shortfall = (settled - actual) * _SIGNS.take(method)
    applicable = error <= table.allowed_ug.take(place)
    serves_market = (error <= table.market_allowed_ug.take(place)) & class_serves
    limit = table.limit_mg.take(answer)
    found.shortfall_mg[rows], found.limit_mg[rows] = shortfall, limit
    found.market_exceeded[rows] = _verdicts(shortfall > limit, serves_market)
    found.statute_exceeded[rows] = _verdicts(shortfall > table.statute_limit_mg.take(place), applicable)
    found.applicable[rows], found.answer[rows] = applicable, answer


_SIGNS: Final = np.array([way.shortfall_mg(1, 0) for way in METHODS.values()], np.int64)


def _verdicts(exceeded: NDArray[np.bool_], said: NDArray[np.bool_]) -> NDArray[np.int8]:
    # 1 or 0 where something is said, else -1, without a branch for each row
    verdicts: NDArray[np.int8] = (exceeded & said).view(np.int8) + said.view(np.int8) + np.int8(NO_VERDICT)
    return verdicts


def _refuse_impossible(
    goods: Whole, price: Whole, settled: Whole, actual: Whole, method: Whole, error: Whole, days: Whole
) -> None:
    for least, values, wrong in (
        (GOODS_NOT_STATED, goods, "not a code of goods"),
        (PRICE_NOT_STATED, price, "a unit price cannot be negative"),
        (1, settled, "the settled mass must be above zero"),
        (0, actual, "the checked mass cannot be negative"),
        (0, method, "not a code of a method"),
        (NOT_DESCRIBED, error, "an error cannot be negative"),
        (_day_number(date.min), days, "a weighing without a day cannot be judged"),
    ):
        if values.min() < least:
            raise ValueError(wrong)
    if goods.max() >= len(GOODS):
        raise ValueError("not a code of goods")
    if method.max() >= len(METHODS):
        raise ValueError("not a code of a method")


@cache
def _table(precedence: Precedence) -> _Table:
    groups = [group for edition in editions() for group in edition.groups]
    # The first bound tells a price that was not stated from a price of nothing.
    prices = (PRICE_NOT_STATED, *sorted({group.price_to_fen for group in groups if group.price_to_fen is not None}))
    masses = tuple(sorted({row.up_to_mg for group in groups for row in group.rows}))
    last_days = _last_days()
    known: dict[DeviationRow | str, int] = {}
    cells = [
        known.setdefault(_answer(day, goods, price, mass, precedence), len(known))
        for day in (*last_days, last_days[-1] + timedelta(1))
        for goods in ("", *GOODS)
        for price in (None, *prices[1:], prices[-1] + 1)
        for mass in (*masses, masses[-1] + 1)
    ]
    answers = tuple(known)
    allowed, market_allowed, statute_limit = np.array([_figures(row) for row in answers], np.int64).reshape(-1, 3).T
    return _Table(
        tuple(map(_day_number, last_days)),
        prices,
        masses,
        np.array(cells, np.int16).reshape(len(last_days) + 1, len(GOODS) + 1, len(prices) + 1, len(masses) + 1),
        answers,
        np.array([NO_LIMIT if isinstance(row, str) else row.deviation_mg for row in answers], np.int64),
        np.ascontiguousarray(allowed),
        np.ascontiguousarray(market_allowed),
        np.ascontiguousarray(statute_limit),
    )


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _last_days() -> list[date]:
    """The last day of each period in which the table says the same, the time before the first edition included."""
    before = {edition.from_on - timedelta(1) for edition in editions()}
    return sorted(before | {edition.to_on for edition in editions() if edition.to_on is not None})


def _answer(day: date, goods: str, price: int | None, mass_mg: int, precedence: Precedence) -> DeviationRow | str:
    try:
        return deviations_on(day).row_for(goods_key(goods), price, mass_mg, precedence)
    except LawError as silent:
        return silent.reason


def _figures(row: DeviationRow | str) -> list[tuple[int, int, int]]:
    """For each method: the error that the statute allows a check, that of the group standard, the statute's limit."""
    if isinstance(row, str):
        return [(_NEVER, _NEVER, NO_LIMIT)] * len(METHODS)
    return [
        (
            Check(None).fit(way, row.deviation_mg).error_allowed_ug,
            row.deviation_mg * 1000 // way.market_error_share if row.market_rule else _NEVER,
            row.deviation_mg * way.limit_factor,
        )
        for way in METHODS.values()
    ]
