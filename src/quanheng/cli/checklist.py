"""`quanheng checklist`: the forms of metrology supervision, checked once they are filled in. Needs no database."""

import typer

from quanheng.cli.answering import AnswersFile, JsonOption, LangOption, TemplateOption, fill_or_tell, language
from quanheng.law.checklists import check, template
from quanheng.law.checklists import checklist as form

checklist = typer.Typer(no_args_is_help=True, help="Forms of metrology supervision, checked once they are filled in.")


@checklist.command("monitoring-point")
def monitoring_point(
    file: AnswersFile = None, blank: TemplateOption = False, as_json: JsonOption = False, lang: LangOption = ""
) -> None:
    """Compare a monitoring point's own check with the verification, item by item."""
    asked = form("monitoring-point")
    fill_or_tell(
        (lambda: template(asked)) if blank else None,
        lambda answers: check(asked, answers),
        file,
        language(lang),
        as_json=as_json,
    )
