"""`quanheng score`: the honesty index of a scenic area or a street, from a filled score sheet. Needs no database."""

import typer

from quanheng.cli.answering import AnswersFile, JsonOption, LangOption, TemplateOption, fill_or_tell, language
from quanheng.law.honesty_index import score as scored
from quanheng.law.honesty_index import score_sheet, template

score = typer.Typer(no_args_is_help=True, help="Honesty index of a scenic area or a street, from a filled score sheet.")


@score.command()
def scenic(
    file: AnswersFile = None, blank: TemplateOption = False, as_json: JsonOption = False, lang: LangOption = ""
) -> None:
    """Score a scenic area (100 points, 10 up, 15 down)."""
    _score("scenic", file, blank, as_json, lang)


@score.command()
def street(
    file: AnswersFile = None, blank: TemplateOption = False, as_json: JsonOption = False, lang: LangOption = ""
) -> None:
    """Score a street (100 points, 8 up, 20 down)."""
    _score("street", file, blank, as_json, lang)


def _score(key: str, file: AnswersFile, blank: bool, as_json: bool, lang: str) -> None:
    sheet = score_sheet(key)
    fill_or_tell(
        (lambda: template(sheet)) if blank else None,
        lambda answers: scored(sheet, answers),
        file,
        language(lang),
        as_json=as_json,
    )
