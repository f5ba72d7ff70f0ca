"""Whether a check scale is as T/GDSM 0004—2022, 5.1.5 asks: every requirement met or not, with its clause (T4-5.1.5).

A description that leaves something out leaves that requirement open; it is never taken for met.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

from quanheng.law.answers import Answers, BadAnswer, known_keys, words, yes_or_no
from quanheng.law.errors import LawError
from quanheng.law.goods import goods_key
from quanheng.law.instrument_classes import fits_class, fits_multi_interval, is_one_two_five
from quanheng.law.instruments import ACCURACY_CLASSES, AccuracyClass, Intervals, Stage
from quanheng.law.sources import Clause, clause
from quanheng.law.suitability import RowFitness, suitability
from quanheng.law.tables import load
from quanheng.law.units import Milligrams, parse_mass
from quanheng.law.wording import in_language

Read = TypeVar("Read")

_SOURCE: Final = "t-gdsm-0004-2022"
_GROUPS: Final = ("A", "B", "C", "D")
_KEYS: Final = ("accuracy_class", "intervals", "d", "goods", "heaviest_sale")
_OPEN: Final = {"not-stated": ("未说明", "not stated"), "not-applicable": ("不适用", "not applicable")}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One printed requirement and how the scale stands to it.

    `met` is None where the description says nothing (`not-stated`) or the text does not ask it of such a scale
    (`not-applicable`); `reason` is that code, else empty.
    """

    id: str
    zh: str
    en: str
    clause: Clause
    met: bool | None
    reason: str

    def explain(self, lang: str) -> str:
        """The requirement and the answer in one line."""
        if self.met is None:
            answer = in_language(lang, *_OPEN[self.reason])
        else:
            answer = in_language(lang, *(("符合", "met") if self.met else ("不符合", "not met")))
        return f"{self.clause.article} {in_language(lang, f'{self.zh}：', f'{self.en}: ')}{answer}"

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The requirement in JSON; the clause is cited in `lang`."""
        said = in_language(lang, self.zh, self.en)
        cited = self.clause.cite(lang)
        return {"id": self.id, "text": said, "met": self.met, "reason": self.reason, "clause": cited}


@dataclass(frozen=True, slots=True)
class SpecCheck:
    """All requirements in the order of the text."""

    requirements: tuple[Requirement, ...]

    @property
    def met(self) -> bool | None:
        """False where one is not met; None where none fails but one is open; else True."""
        if any(one.met is False for one in self.requirements):
            return False
        return None if any(one.reason == "not-stated" for one in self.requirements) else True

    def explain(self, lang: str) -> str:
        """The outcome, and a line for each requirement."""
        outcomes = {True: ("符合", "it is"), False: ("不符合", "it is not"), None: ("尚不能确定", "still open")}
        head = in_language(lang, "公平秤是否符合5.1.5：", "Is the check scale as 5.1.5 asks: ")
        lines = [one.explain(lang) for one in self.requirements]
        return "\n".join([head + in_language(lang, *outcomes[self.met]), *lines])

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """The outcome in JSON."""
        return {"covered": True, "met": self.met, "requirements": [one.as_dict(lang) for one in self.requirements]}


@dataclass(frozen=True, slots=True)
class Spec:
    """A check scale as its description has it; None where it says nothing."""

    facts: Mapping[str, bool]
    accuracy_class: AccuracyClass | None
    intervals: Intervals | None
    d_mg: tuple[Milligrams, ...] | None
    goods: tuple[str, ...]
    heaviest_sale_mg: Milligrams | None
    rows: tuple[RowFitness, ...] = ()


def check_spec(described: Answers, on: date, stage: Stage = "in-service") -> SpecCheck:
    """Check a description (see `template`) against the requirements; raises `BadAnswer` for what it does not take.

    `stage` says whether the error of 5.1.5.1 is that in use or on verification.
    """
    spec = read_spec(described, on, stage)
    return SpecCheck(tuple(_judged(row, spec) for row in load("check_scale_spec")["requirement"]))


def _judged(row: dict[str, Any], spec: Spec) -> Requirement:
    found = spec.facts.get(row["fact"]) if "fact" in row else _CHECKS[row["id"]](spec)
    met, reason = (None, found) if isinstance(found, str) else (found, "" if found is not None else "not-stated")
    return Requirement(row["id"], row["zh"], row["en"], clause(_SOURCE, row["article"], row["article"]), met, reason)


def _class_table(spec: Spec) -> bool | None:
    if spec.accuracy_class is None or spec.intervals is None:
        return None
    return fits_class(spec.accuracy_class, spec.intervals)


def _accuracy_class(spec: Spec) -> bool | None:
    admitted = load("retail_deviation")["market_check_classes"]
    return None if spec.accuracy_class is None else spec.accuracy_class in admitted


def _error_within_deviation(spec: Spec) -> bool | None:
    return all(_serves(row, spec.heaviest_sale_mg) for row in spec.rows) if spec.rows else None


def _serves(row: RowFitness, heaviest_mg: int | None) -> bool:
    needed = row.reach_mg if heaviest_mg is None else min(row.reach_mg, heaviest_mg)
    return row.equal_accuracy_up_to_mg is not None and row.equal_accuracy_up_to_mg >= needed


def _range_for_goods(spec: Spec) -> bool | None:
    if spec.intervals is None or spec.heaviest_sale_mg is None:
        return None
    return spec.heaviest_sale_mg <= spec.intervals.max_mg


def _max_capacity(spec: Spec) -> bool | None:
    most = parse_mass(load("check_scale_spec")["max_capacity"])
    return None if spec.intervals is None else spec.intervals.max_mg <= most


def _e_equals_d(spec: Spec) -> bool | None:
    if spec.intervals is None or spec.d_mg is None:
        return None
    return spec.d_mg == tuple(part.e_mg for part in spec.intervals.ranges)


def _one_two_five(spec: Spec) -> bool | None:
    if spec.intervals is None:
        return None
    return all(is_one_two_five(one) for one in (*(part.e_mg for part in spec.intervals.ranges), *(spec.d_mg or ())))


def _multi_interval(spec: Spec) -> bool | str | None:
    if spec.intervals is None or spec.accuracy_class is None:
        return None
    many = len(spec.intervals.ranges) > 1
    return fits_multi_interval(spec.accuracy_class, spec.intervals) if many else "not-applicable"


def _printed_pair(spec: Spec) -> bool | str | None:
    if spec.intervals is None:
        return None
    many = len(spec.intervals.ranges) > 1
    return spec.intervals in map(Intervals.parse, load("check_scale_spec")["pairs"]) if many else "not-applicable"


_CHECKS: Final[Mapping[str, Callable[[Spec], bool | str | None]]] = MappingProxyType(
    {
        "class-table": _class_table,
        "accuracy-class": _accuracy_class,
        "error-within-deviation": _error_within_deviation,
        "range-for-goods": _range_for_goods,
        "max-capacity": _max_capacity,
        "e-equals-d": _e_equals_d,
        "one-two-five": _one_two_five,
        "multi-interval": _multi_interval,
        "printed-pair": _printed_pair,
    }
)


@cache
def _facts() -> Mapping[str, str]:
    rows = load("check_scale_spec")["requirement"]
    return MappingProxyType({row["fact"]: row["zh"] + " / " + row["en"] for row in rows if "fact" in row})


def read_spec(described: Answers, on: date, stage: Stage) -> Spec:
    """A description, checked; raises `BadAnswer` naming the entry."""
    known_keys("", described, (*_facts(), *_KEYS))
    facts = {key: bool(yes_or_no(key, described[key])) for key in _facts() if key in described}
    class_ = _read_class(described["accuracy_class"]) if "accuracy_class" in described else None
    intervals = _read("intervals", described, Intervals.parse, "Max/e", "15kg/5g,30kg/10g")
    heaviest = _read("heaviest_sale", described, parse_mass, "质量 / a mass", "15kg")
    goods = _read_goods(described.get("goods", []))
    rows = _rows_of(goods, class_, intervals, heaviest, on, stage)
    d_mg = _read("d", described, _read_d, "分度值 / intervals", "5g,10g")
    return Spec(MappingProxyType(facts), class_, intervals, d_mg, goods, heaviest, rows)


def _read_class(value: object) -> AccuracyClass:
    if value not in ACCURACY_CLASSES:
        listed = "、".join(ACCURACY_CLASSES), ", ".join(ACCURACY_CLASSES)
        raise BadAnswer("accuracy_class", f"应为 {listed[0]} 之一", f"one of {listed[1]} was expected")
    return value


def _read(key: str, described: Answers, parse: Callable[[str], Read], what: str, example: str) -> Read | None:
    if key not in described:
        return None
    text = words(key, described[key])
    try:
        return parse(text)
    except ValueError:
        raise BadAnswer(key, f"应为 {what}，如 “{example}”", f'{what} such as "{example}" was expected') from None


def _read_d(text: str) -> tuple[Milligrams, ...]:
    return tuple(parse_mass(part, default_unit="g") for part in text.split(","))


def _read_goods(value: object) -> tuple[str, ...]:
    expected = "应为商品键名、名称或表1的档次 A 至 D 的列表", "a list of goods, or of the classes A to D, was expected"
    if not isinstance(value, list):
        raise BadAnswer("goods", *expected)
    return tuple(_read_one_kind(words("goods", one), expected) for one in value)


def _read_one_kind(text: str, expected: tuple[str, str]) -> str:
    try:
        return text if text in _GROUPS else goods_key(text)
    except LawError:
        raise BadAnswer("goods", *expected) from None


def _rows_of(
    goods: tuple[str, ...],
    class_: AccuracyClass | None,
    intervals: Intervals | None,
    heaviest_mg: int | None,
    on: date,
    stage: Stage,
) -> tuple[RowFitness, ...]:
    """The rows of Table 1 of the goods sold, up to the heaviest sale; none where too little is known to tell."""
    if not goods or class_ is None or intervals is None:
        return ()
    fitted = suitability(class_, intervals, on, stage).rows
    sold = [row for row in fitted if row.group in goods or row.named & set(goods)]
    return tuple(row for row in sold if heaviest_mg is None or row.row.above_mg < heaviest_mg)


def template() -> str:
    """A description to fill in, as TOML; an entry that is left out leaves its requirement open."""
    lines = [
        "# 公平秤技术说明，依据 T/GDSM 0004—2022 5.1.5 / Description of a check scale, T/GDSM 0004—2022, 5.1.5",
        "# 不知道的项目请删去整行 / Remove the line of anything that is not known",
        'accuracy_class = "III"',
        'intervals = "15kg/5g,30kg/10g"  # 各量程 Max/e / Max/e of each range',
        'd = "5g,10g"                    # 各量程实际分度值 / actual scale interval of each range',
        'goods = ["A", "B"]              # 所售商品或表1的档次 / goods sold, or classes of Table 1',
        'heaviest_sale = "15kg"          # 所售商品的最大称量 / heaviest sale',
        "",
    ]
    return "\n".join(lines + [f"{fact} = true  # {said}" for fact, said in _facts().items()]) + "\n"
