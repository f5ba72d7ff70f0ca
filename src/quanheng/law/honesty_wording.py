"""How a scored honesty index is told to a reader, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quanheng.law.answers import points_text
from quanheng.law.wording import in_language

if TYPE_CHECKING:
    from quanheng.law.honesty_index import Score, ScoredLine

_CAUSES: Final = {
    "": ("", ""),
    "not-answered": ("没有填写。", "Not answered."),
    "not-met": ("没有做到。", "Not met."),
    "found": ("发现该情形。", "It was found."),
    "each-time": ("{times} 次，每次 {each} 分。", "{times} times, {each} points each."),
    "less-each": ("发现 {count} 台件，每台件扣 {less} 分。", "{count} found, {less} points less for each."),
    "too-few": ("{count} 家，少于 {least} 家。", "{count}, fewer than {least}."),
    "proportion": ("{part}/{whole}，按比例得分。", "{part} of {whole}; points in proportion."),
    "below-threshold": ("{part}/{whole}，未达到 {percent}%。", "{part} of {whole}, below {percent} %."),
    "none-recorded": ("没有可以计算比例的数据。", "There is nothing to take a share of."),
    "judged": ("{note}", "{note}"),
}


def why(item: ScoredLine, lang: str) -> str:
    """Why points are missing, or were taken; empty where neither is so."""
    if not item.reason:
        return ""
    said = in_language(lang, *_CAUSES[item.cause]).format(**item.figures)
    if item.reason != "capped":
        return said
    wanted, given = points_text(item.uncapped_hundredths), points_text(item.given_hundredths)
    capped = in_language(
        lang, f"应计 {wanted} 分，有上限，只计 {given} 分。", f"{wanted} points; the cap leaves {given}."
    )
    return in_language(lang, "", " ").join(filter(None, (said, capped)))


def score(scored: Score, lang: str) -> str:
    """The score in a few lines: the total and its parts, and each line that is not as it could be."""
    return "\n".join([_title(scored, lang), _total(scored, lang), *_lines(scored, lang), *_unanswered(scored, lang)])


def _title(scored: Score, lang: str) -> str:
    clause = scored.sheet.clause.cite(lang)
    title = in_language(lang, f"{scored.sheet.title(lang)}（{clause}）", f"{scored.sheet.title(lang)} — {clause}")
    return in_language(lang, f"{scored.place}：{title}", f"{scored.place}: {title}") if scored.place else title


def _total(scored: Score, lang: str) -> str:
    names = [scored.sheet.part_name(part, lang) for part in ("base", "bonus", "deduction")]
    base, bonus, deduction, total = (
        points_text(points)
        for points in (
            scored.base_hundredths,
            scored.bonus_hundredths,
            scored.deduction_hundredths,
            scored.total_hundredths,
        )
    )
    total_name = in_language(lang, "总分", "Total")
    return f"{total_name} {total} = {names[0]} {base} + {names[1]} {bonus} − {names[2]} {deduction}"


def _lines(scored: Score, lang: str) -> list[str]:
    told = [item for item in scored.items if item.reason and item.reason != "not-answered"]
    return [_line(item, lang) for item in told]


def _line(item: ScoredLine, lang: str) -> str:
    given, most = points_text(item.given_hundredths), points_text(item.line.points_hundredths)
    place = in_language(lang, item.heading.clause.article, item.heading.clause.article_en)
    if item.heading.part == "deduction":
        points = in_language(lang, f"扣 {given} 分", f"{given} points off")
    else:
        points = in_language(lang, f"得 {given}/{most} 分", f"{given} of {most} points")
    said, text = item.why(lang), item.line.text(lang)
    return in_language(lang, f"· {place}，{points}：{said}（{text}）", f"· {place}, {points}: {said} ({text})")


def _unanswered(scored: Score, lang: str) -> list[str]:
    if not scored.unanswered:
        return []
    many, listed = len(scored.unanswered), ", ".join(scored.unanswered)
    return [
        in_language(
            lang,
            f"还有 {many} 行没有填写，总分尚不是该处的指数：{listed}",
            f"{many} lines are not answered yet, so the total is not yet the index of the place: {listed}",
        )
    ]
