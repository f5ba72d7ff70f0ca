"""How a filled checklist is told to a reader, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quanheng.law.wording import in_language

if TYPE_CHECKING:
    from quanheng.law.checklists import Checked, Compared, Item


def checked(form: Checked, lang: str) -> str:
    return "\n".join(
        [_title(form, lang), *_due(form, lang), _sum(form, lang), *_lines(form, lang), *_missing(form, lang)]
    )


def _title(form: Checked, lang: str) -> str:
    clause = form.form.clause.cite(lang)
    title = in_language(lang, f"{form.form.title(lang)}（{clause}）", f"{form.form.title(lang)} — {clause}")
    return in_language(lang, f"{form.point}：{title}", f"{form.point}: {title}") if form.point else title


def _due(form: Checked, lang: str) -> list[str]:
    if form.due_on is None:
        return []
    due = in_language(
        lang, f"{form.quarter} 应于 {form.due_on} 前（含当日）报送", f"{form.quarter} is due on {form.due_on}"
    )
    if form.late is None:
        return [due + in_language(lang, "。", ".")]
    lateness = in_language(lang, "逾期", "late") if form.late else in_language(lang, "未逾期", "in time")
    return [
        due
        + in_language(lang, f"，填报于 {form.filled_on}，{lateness}。", f"; filled in on {form.filled_on}, {lateness}.")
    ]


def _sum(form: Checked, lang: str) -> str:
    differing = sum(one.discrepancy for one in form.compared)
    lacking = sum(one.shortcoming for one in form.compared)
    return in_language(
        lang,
        f"自查与核查不一致 {differing} 处，需要整改 {lacking} 处。",
        f"Discrepancies: {differing}. Shortcomings: {lacking}.",
    )


def _lines(form: Checked, lang: str) -> list[str]:
    return [
        _line(form, item, one, lang)
        for item, questions in form.items
        for one in questions
        if one.discrepancy or one.shortcoming
    ]


def _line(form: Checked, item: Item, one: Compared, lang: str) -> str:
    faults = [in_language(lang, "不一致", "discrepancy")] * one.discrepancy
    faults += [in_language(lang, "需要整改", "shortcoming")] * one.shortcoming
    answers = [
        f"{form.form.column_name(column, lang)} {_said(answer, lang)}"
        for column, answer in (("self", one.self_check), ("verification", one.verification))
    ]
    place = in_language(lang, f"第{item.number}项", f"item {item.number}")
    separator = in_language(lang, "，", ", ")
    return f"· {place}{separator}{one.question.fact.label(lang)}: {separator.join([*answers, *faults])}"


def _said(answer: object, lang: str) -> str:
    if answer is None:
        return in_language(lang, "未填", "blank")
    if isinstance(answer, bool):
        return in_language(lang, "是", "yes") if answer else in_language(lang, "否", "no")
    return str(answer)


def _missing(form: Checked, lang: str) -> list[str]:
    return [
        in_language(
            lang, f"{form.form.column_name(column, lang)}未填：", f"{form.form.column_name(column, lang)}, blank: "
        )
        + ", ".join(keys)
        for column, keys in form.unanswered.items()
        if keys
    ]
