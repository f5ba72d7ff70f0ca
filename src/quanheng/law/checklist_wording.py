"""How a filled checklist is told to a reader, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quanheng.law.wording import in_language

if TYPE_CHECKING:
    from quanheng.law.checklists import Checked, Compared, Item


def checked(form: Checked, lang: str) -> str:
    """The form in a few lines: whose it is, whether in time, and each place where something is to be done."""
    parts = ([_title(form, lang)], _due(form, lang), [_sums(form, lang)], _lines(form, lang), _blanks(form, lang))
    return "\n".join(line for part in parts for line in part)


def _title(form: Checked, lang: str) -> str:
    clause = form.form.clause.cite(lang)
    title = in_language(lang, f"{form.form.title(lang)}（{clause}）", f"{form.form.title(lang)} — {clause}")
    return in_language(lang, f"{form.point}：{title}", f"{form.point}: {title}") if form.point else title


def _due(form: Checked, lang: str) -> list[str]:
    if form.due_on is None:
        return []
    filled = form.filled_on
    due = in_language(
        lang, f"{form.quarter} 最迟应于 {form.due_on} 报送。", f"{form.quarter} is due by {form.due_on}. "
    )
    if form.late is None:
        return [due.rstrip()]
    if form.late:
        return [due + in_language(lang, f"填报于 {filled}，逾期。", f"Filled in on {filled}, late.")]
    return [due + in_language(lang, f"填报于 {filled}，未逾期。", f"Filled in on {filled}, in time.")]


def _sums(form: Checked, lang: str) -> str:
    differing, lacking = form.discrepancies, form.shortcomings
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
    answers = [
        f"{form.form.column_name(column, lang)} {_said(answer, lang)}"
        for column, answer in (("self", one.self_check), ("verification", one.verification))
    ]
    faults = [in_language(lang, "不一致", "discrepancy")] * one.discrepancy
    faults += [in_language(lang, "需要整改", "shortcoming")] * one.shortcoming
    asked = item.text(lang) if len(item.questions) == 1 else one.question.fact.label(lang)
    told = in_language(lang, "，", ", ").join([*answers, *faults])
    return in_language(lang, f"· 第{item.number}项 {asked}：{told}", f"· item {item.number}, {asked}: {told}")


def _said(answer: object, lang: str) -> str:
    if answer is None:
        return in_language(lang, "未填", "blank")
    if isinstance(answer, bool):
        return in_language(lang, "是", "yes") if answer else in_language(lang, "否", "no")
    return str(answer)


def _blanks(form: Checked, lang: str) -> list[str]:
    blank = in_language(lang, "未填：", ", blank: ")
    return [
        form.form.column_name(column, lang) + blank + ", ".join(keys)
        for column, keys in form.unanswered.items()
        if keys
    ]
