"""Write docs/sources.md from the texts and readings that the law keeps as data. A test fails when they differ."""

from pathlib import Path

from quanheng.law.sources import Source, sources
from quanheng.law.tables import load

PAGE = Path(__file__).resolve().parent.parent / "docs" / "sources.md"
HEAD = """# Sources

What the figures of the platform rest on. Written by `tools/sources_page.py` from `sources.toml`, `readings.toml` and
`honesty_readings.toml` in `src/quanheng/law/tables/`. Confidence: **A** the official text, or two independent sources
agree · **B** one secondary source · **C** not confirmed, and so dated data or a setting, never a constant in code.

| text | number | force | in force | confidence |
| --- | --- | --- | --- | --- |
"""
FORCES = """
## How binding is a text?
- **statute**, **department-rule**: bind everybody. The pages call both "national rule".
- **technical-specification**: how those who verify and test have to work.
- **group-standard**: binds the markets that adopted it, by their contracts with operators. T/GDSM 0004 calls the
  2 000 yuan of 4.2.4.5 a fine (罚款); a market has no power to fine, so we call it a penalty under contract.
- **local-guidance**: what an authority asks for or a place may adopt; it binds those it is addressed to.
- **state-council-notice**: makes the calendar of working days.

## What is known of them
"""
READINGS = """
## Our readings of unclear places
A reading of confidence C can be changed where it is kept: a figure or a choice in a table (`table:path`), a setting of
the deployment (`setting:NAME`), or, where it has no figure, the one function that reads so (`rule:module.function`).

| place | reading | confidence | kept in |
| --- | --- | --- | --- |
"""
HONESTY = """
## Unclear places of the honesty sheets
Each is a setting of the filled sheet; the first choice is taken where the sheet says nothing. All are of confidence C.

| place | choices |
| --- | --- |
"""


def line(source: Source) -> str:
    days = [source.from_on.isoformat()] if source.from_on else ["day not confirmed"]
    if source.to_on:
        days.append(source.to_on.isoformat())
    titles, number = f"《{source.title_zh}》<br>{source.title_en}", source.number
    if source.number_en != number:
        number += f"<br>{source.number_en}"
    return f"| {titles} | {number} | {source.force} | {' to '.join(days)} | {source.confidence} |\n"


def reading(row: dict[str, str]) -> str:
    number = row.get("adr", "")
    why = f" ([ADR {int(number[:4])}](adr/{number}.md))" if number else ""
    kept = ", ".join(f"`{place}`" for place in row.get("kept_in", "").split(", ") if place)
    return f"| {row['place']} | {row['reading']}{why} | {row['confidence']} | {kept} |\n"


def choices(row: dict) -> str:
    return f"| {row['en']} | {'; '.join(choice['en'] for choice in row['choices'].values())} |\n"


def page() -> str:
    texts = sources().values()
    notes = "".join(f"- {text.title_en} ({text.number_en}): {text.note}\n" for text in texts if text.note)
    readings = "".join(reading(row) for row in load("readings")["reading"])
    honesty = "".join(choices(row) for row in load("honesty_readings").values())
    return HEAD + "".join(map(line, texts)) + FORCES + notes + READINGS + readings + HONESTY + honesty


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
