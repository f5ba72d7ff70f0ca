"""How a judgement on retail goods is told to a shopper, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quanheng.law.units import format_mass
from quanheng.law.wording import in_language

if TYPE_CHECKING:
    from quanheng.law.methods import Method, MethodFit
    from quanheng.law.retail import Judgement, Verdict

_FITS: Final = {
    "meets-precondition": (
        "核称用的{instrument}误差足够小，可以采用{method}。",
        "The {instrument} used for the check is accurate enough for the {method}.",
    ),
    "as-stated": (
        "没有提供核称用秤的资料；以下结论以该秤最大允许误差不超过 {allowed} 为前提。",
        "The checking scale was not described; the answer holds if its maximum permissible error is at most {allowed}.",
    ),
    "check-scale-too-coarse": (
        "核称用秤的最大允许误差超过 {allowed}，不能用{method}判定。",
        "The maximum permissible error of the check scale is above {allowed}; the {method} may not be used.",
    ),
    "check-scale-over-max": (
        "重量超过核称用秤的最大秤量，不能用{method}判定。",
        "The load exceeds the capacity of the check scale; the {method} may not be used.",
    ),
    "check-scale-outside-class": (
        "核称用秤在该载荷下没有规定的最大允许误差，不能用{method}判定。",
        "No maximum permissible error is laid down for the check scale at this load; the {method} may not be used.",
    ),
    "weights-too-coarse": (
        "砝码的最大允许误差超过 {allowed}，不能用{method}判定。",
        "The maximum permissible error of the weights is above {allowed}; the {method} may not be used.",
    ),
}

_SILENCES: Final = {
    "method-not-applicable": ("不适用，不作判定", "not applicable, no verdict"),
    "not-in-force": ("当日尚未施行", "not yet in force on the day"),
    "not-in-this-text": ("没有规定此类商品", "has no rule for these goods"),
}


def method_fit(fit: MethodFit, way: Method, lang: str) -> str:
    """Whether and why the method may be used, in one sentence."""
    zh, en = _FITS[fit.reason]
    instrument = {"weights": ("砝码", "weights"), "check-scale": ("秤", "scale")}[way.checked_by]
    return in_language(lang, zh, en).format(
        instrument=in_language(lang, *instrument),
        method=in_language(lang, way.zh, way.en),
        allowed=_micrograms(fit.error_allowed_ug),
    )


def _micrograms(mass_ug: int) -> str:
    # A third of a deviation is seldom whole; rounded down, so that the sentence never allows more than the law.
    return format_mass(mass_ug // 1000)


def judgement(answer: Judgement, way: Method, lang: str) -> str:
    """What was found and what each text says of it, for a shopper."""
    space = in_language(lang, "", " ")
    told = [
        _finding(answer, way, lang),
        _verdict(answer.market_rule, answer.limit_mg, lang),
        _verdict(answer.statute, answer.limit_mg, lang),
    ]
    if answer.method.reason != "meets-precondition":
        told.insert(1, answer.method.explain(lang))
    return space.join(told)


def _finding(answer: Judgement, way: Method, lang: str) -> str:
    settled, actual = format_mass(answer.settled_mg), format_mass(answer.actual_mg)
    if way.checked_by == "weights":
        read = in_language(
            lang,
            f"结算 {settled}，同样重的砝码在原秤上显示 {actual}",
            f"Paid for {settled}; on the seller's scale weights of that mass read {actual}",
        )
    else:
        read = in_language(lang, f"结算 {settled}，复秤 {actual}", f"Paid for {settled}, re-weighed {actual}")
    return read + _difference(answer.shortfall_mg, lang)


def _difference(shortfall_mg: int, lang: str) -> str:
    if shortfall_mg > 0:
        short = format_mass(shortfall_mg)
        return in_language(lang, f"，少了 {short}。", f": {short} short.")
    if shortfall_mg < 0:
        more = format_mass(-shortfall_mg)
        return in_language(lang, f"，多给了 {more}。", f": {more} more than paid for.")
    return in_language(lang, "，分量正好。", ": exactly right.")


def _verdict(verdict: Verdict, deviation_mg: int, lang: str) -> str:
    text, colon = _text_name(verdict, lang), in_language(lang, "：", ": ")
    stop = in_language(lang, "。", ".")
    if verdict.exceeded is None:
        return f"{text}{colon}{in_language(lang, *_SILENCES[verdict.reason])}{stop}"
    assert verdict.limit_mg is not None
    outcome = in_language(lang, *(("已超过", "exceeded") if verdict.exceeded else ("未超过", "not exceeded")))
    return f"{text}{_allowance(verdict.limit_mg, deviation_mg, lang)}{colon}{outcome}{stop}"


def _allowance(limit_mg: int, deviation_mg: int, lang: str) -> str:
    limit = format_mass(limit_mg)
    if limit_mg == deviation_mg:
        return in_language(lang, f"允许相差 {limit}", f" allows {limit}")
    times = limit_mg // deviation_mg
    return in_language(
        lang,
        f"允许相差 {limit}（按此核称方法为负偏差 {format_mass(deviation_mg)} 的{times}倍）",
        f" allows {limit} ({times} times the deviation of {format_mass(deviation_mg)} for this method)",
    )


def _text_name(verdict: Verdict, lang: str) -> str:
    if verdict.clause.source.force == "group-standard":
        number = verdict.clause.source.number
        return in_language(lang, f"市场执行的团体标准（{number}）", f"The market's group standard ({number})")
    title = verdict.clause.source.title(lang)
    return in_language(lang, f"国家规定《{title}》", f"The national rule ({title})")
