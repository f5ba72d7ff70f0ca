"""`quanheng judge` of instruments: errors, specification, use, number, suitability, weekly check and verification."""

import json
from decimal import Decimal
from functools import partial
from typing import Annotated

import typer

from quanheng.cli.answering import AnswersFile, JsonOption, LangOption, fill_or_tell, language, read_file, tell
from quanheng.cli.asked import Asked
from quanheng.cli.judge import OnOption, StageOption, answer
from quanheng.law.answers import Answers, BadAnswer
from quanheng.law.check_scale_spec import check_spec, template
from quanheng.law.check_scales import check_scales as counted
from quanheng.law.instrument_classes import of_one_range
from quanheng.law.instruments import ACCURACY_CLASSES, STAGES
from quanheng.law.permissible_error import permissible_error
from quanheng.law.phase_out import phase_out
from quanheng.law.suitability import suitability as suited
from quanheng.law.verification import Certificate, Codes, LifeEvent, events, validity
from quanheng.law.weekly_check import readings_wanted
from quanheng.law.weekly_check import weekly_check as checked
from quanheng.law.weights import WEIGHT_CLASSES

instruments = typer.Typer()

ClassOption = Annotated[str, typer.Option("--class", help="Accuracy class: II, III or IIII.")]
PlainStageOption = Annotated[str, typer.Option("--stage", help="initial (verification) or in-service.")]
IntervalsOption = Annotated[str, typer.Option(help="Max/e of each range, as 15kg/5g,30kg/10g.")]


@instruments.command()
def mpe(
    class_: ClassOption = "III",
    e: Annotated[str, typer.Option(help="The verification scale interval of a plain scale, as 5g.")] = "",
    intervals: IntervalsOption = "",
    mass: Annotated[str, typer.Option(help="The load, as 3kg.")] = "",
    stage: PlainStageOption = "in-service",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """The maximum permissible error of a scale at a load."""
    asked = Asked(language(lang))
    if bool(e) == bool(intervals):
        asked.refuse("--e", "须给出 --e 或 --intervals 之一", "expected, or --intervals, and not both")
    named = asked.one_of("--class", class_, ACCURACY_CLASSES)
    e_mg = asked.mass("--e", e, "g") if e else None
    if e_mg == 0:
        asked.refuse("--e", "应大于0", "expected more than 0")
    scale = asked.intervals("--intervals", intervals) if intervals else None
    mass_mg, at = asked.mass("--mass", mass), asked.one_of("--stage", stage, STAGES)

    answer(
        lambda: permissible_error(named, scale or of_one_range(named, e_mg, mass_mg), mass_mg, at),
        asked.lang,
        as_json=as_json,
    )


@instruments.command()
def check_scale_spec(
    file: AnswersFile = None,
    blank: Annotated[bool, typer.Option("--template", help="Print a description to fill in.")] = False,
    stage: StageOption = "in-service",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether a check scale is as 5.1.5 of T/GDSM 0004 asks; the description is TOML, or JSON in a file named .json."""
    asked = Asked(language(lang))
    day, at = asked.today_or(on), asked.one_of("--stage", stage, STAGES)
    if file is not None and not blank and file.suffix.lower() == ".json":
        text = read_file(file, asked.lang)
        tell(lambda: check_spec(_read_json(text), day, at), asked.lang, as_json=as_json)
        return
    check = partial(check_spec, on=day, stage=at)
    fill_or_tell(template if blank else None, check, file, asked.lang, as_json=as_json)


def _read_json(text: str) -> Answers:
    try:
        told = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as wrong:
        raise BadAnswer("JSON", f"文件不是有效的 JSON（{wrong}）", f"the file is not valid JSON ({wrong})") from wrong
    if not isinstance(told, dict):
        raise BadAnswer("JSON", "应为一个对象", "an object was expected")
    return told


@instruments.command()
def instrument_use(
    conforming: Annotated[bool | None, typer.Option(help="Does it conform to JJF 2184 and JJG 1204?")] = None,
    networked: Annotated[bool | None, typer.Option(help="Is it a networked scale?")] = None,
    in_use_since: Annotated[str, typer.Option(help="The day it came into use.")] = "",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether a price-computing scale may be used, produced and sold on a day."""
    asked = Asked(language(lang))
    day = asked.today_or(on)
    since = asked.day("--in-use-since", in_use_since) if in_use_since else None
    if since is not None and since > day:
        asked.refuse("--in-use-since", f"不应晚于 {day}", f"expected no later than {day}")
    if conforming is None:
        asked.refuse("--conforming", "须给出 --conforming 或 --no-conforming", "expected, or --no-conforming")
    if networked is None:
        asked.refuse("--networked", "须给出 --networked 或 --no-networked", "expected, or --no-networked")
    kind = {"conforming": bool(conforming), "networked": bool(networked)}
    answer(lambda: phase_out(**kind, in_use_since=since, on=day), asked.lang, as_json=as_json)


@instruments.command()
def check_scales(
    trade_scales: Annotated[str, typer.Option(help="How many trade scales the market has.")] = "",
    isolated_areas: Annotated[str, typer.Option(help="Enclosed, isolated or independent selling areas.")] = "0",
    live_goods_areas: Annotated[str, typer.Option(help="Areas with live poultry or aquatic goods.")] = "0",
    complaint_areas: Annotated[str, typer.Option(help="Areas where complaints cluster.")] = "0",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """How many check scales a market needs."""
    asked = Asked(language(lang))
    given = {
        "--trade-scales": trade_scales,
        "--isolated-areas": isolated_areas,
        "--live-goods-areas": live_goods_areas,
        "--complaint-areas": complaint_areas,
    }
    numbers = {option[2:].replace("-", "_"): asked.count(option, text) for option, text in given.items()}
    tell(lambda: counted(**numbers), asked.lang, as_json=as_json)


@instruments.command()
def suitability(
    intervals: IntervalsOption = "",
    class_: ClassOption = "III",
    stage: StageOption = "in-service",
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Which rows of Table 1 a scale may serve to check, and by which method."""
    asked = Asked(language(lang))
    scale, named = asked.intervals("--intervals", intervals), asked.one_of("--class", class_, ACCURACY_CLASSES)
    at, day = asked.one_of("--stage", stage, STAGES), asked.today_or(on)
    tell(lambda: suited(named, scale, day, at), asked.lang, as_json=as_json)


@instruments.command()
def weekly_check(
    intervals: IntervalsOption = "",
    load: Annotated[str, typer.Option(help="The weights put on, as 15kg.")] = "",
    readings: Annotated[str, typer.Option(help="Three readings, as 15.005,15.000,15.005.")] = "",
    weights: Annotated[str, typer.Option(help="Class of the weights: M1 or F2.")] = "M1",
    class_: ClassOption = "III",
    stage: PlainStageOption = "in-service",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether a check scale passes its weekly check with weights."""
    asked = Asked(language(lang))
    scale, named = asked.intervals("--intervals", intervals), asked.one_of("--class", class_, ACCURACY_CLASSES)
    load_mg = asked.mass("--load", load) or asked.refuse("--load", "应大于0", "expected more than 0")
    shown = [asked.mass("--readings", one) for one in readings.split(",")]
    if len(shown) != (wanted := readings_wanted()):
        asked.refuse("--readings", f"应为{wanted}个读数，以逗号分开", f"expected {wanted} readings with commas between")
    kind, at = asked.one_of("--weights", weights, WEIGHT_CLASSES), asked.one_of("--stage", stage, STAGES)
    answer(lambda: checked(named, scale, load_mg, shown, stage=at, weights=kind), asked.lang, as_json=as_json)


@instruments.command()
def verification(
    verified_on: Annotated[
        str, typer.Option(help="The day of the newest verification; left out where there is none.")
    ] = "",
    valid_until: Annotated[str, typer.Option(help="The last day its certificate prints.")] = "",
    passed: Annotated[bool, typer.Option(help="Did the scale pass?")] = True,
    seal: Annotated[bool, typer.Option("--seal/--no-seal", help="Is the seal there and intact?")] = True,
    codes: Annotated[str, typer.Option(help="Of a scale of the new kind, its valid codes of the three, or none.")] = "",
    event: Annotated[list[str] | None, typer.Option(help="What happened since, as repair:2026-08-01.")] = None,
    on: OnOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Whether a scale's verification holds on a day, from certificate, seal, codes and what happened since."""
    asked = Asked(language(lang))
    verified = asked.day("--verified-on", verified_on) if verified_on else None
    until = asked.day("--valid-until", valid_until) if valid_until else None
    certificate = Certificate(verified, until, passed) if verified else None
    bearing = _codes(asked, codes) if codes else None
    since, day = [_event(asked, one) for one in event or []], asked.today_or(on)
    ask = partial(validity, certificate, day, seal_intact=seal, codes=bearing, since=since)
    answer(ask, asked.lang, as_json=as_json)


def _codes(asked: Asked, text: str) -> Codes:
    known = ("production", "repair", "verification")
    named = [] if text == "none" else [asked.one_of("--codes", one.strip(), known) for one in text.split(",")]
    return Codes(**{code: code in named for code in known})


def _event(asked: Asked, text: str) -> LifeEvent:
    kind, _, day = text.partition(":")
    return LifeEvent(asked.one_of("--event", kind, events()), asked.day("--event", day))
