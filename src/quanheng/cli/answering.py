"""How the commands that ask the law take their input and give their answers.

An answer is a short explanation or JSON, in UTF-8 whatever the terminal's encoding, because it is often written to a
file. Wrong input ends with exit code 2 and one sentence; that the texts do not answer a question is an answer too.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, NoReturn, Protocol

import msgspec
import typer

from quanheng.law.answers import Answers, BadAnswer, read_answers
from quanheng.law.errors import LawError
from quanheng.law.wording import in_language

LANGUAGES = ("zh", "en")
# Exact decimals are written as numbers; they never pass through a float.
_JSON = msgspec.json.Encoder(decimal_format="number")

AnswersFile = Annotated[Path | None, typer.Argument(metavar="FILE", help="The filled answers (TOML).")]
TemplateOption = Annotated[bool, typer.Option("--template", help="Print an answers file to fill in.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
LangOption = Annotated[str, typer.Option("--lang", help="zh or en; without it by LANG, and then Chinese.")]


class Explained(Protocol):
    """An answer of the law."""

    def explain(self, lang: str) -> str: ...

    def as_dict(self, lang: str) -> Mapping[str, object]: ...


def refuse(sentence: str) -> NoReturn:
    """End the command: the input was wrong, and this is how."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def language(asked: str) -> str:
    """The language to answer in: the one asked for, else the user's, else Chinese."""
    if asked:
        return asked if asked in LANGUAGES else refuse(f"--lang：应为 zh 或 en / zh or en was expected, not {asked!r}")
    users = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if users.lower().startswith("en") else "zh"


def tell(question: Callable[[], Explained], lang: str, *, as_json: bool) -> None:
    """Ask, and print the answer; a question the texts leave open is answered with its reason."""
    try:
        answer = question()
        text, told = answer.explain(lang), answer.as_dict(lang)
    except BadAnswer as wrong:
        refuse(wrong.explain(lang))
    except LawError as silent:
        text, told = silent.explain(lang), silent.as_dict()
    say(msgspec.json.format(_JSON.encode(told), indent=2) if as_json else text.encode())


def say(text: bytes) -> None:
    typer.echo(text.rstrip(b"\n"))


def fill_or_tell(
    template: Callable[[], str] | None,
    check: Callable[[Answers], Explained],
    file: Path | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Print the form to fill in where it is asked for, else check the filled one."""
    if template and file:
        refuse(in_language(lang, "--template：不能同时给出答案文件。", "--template: takes no answers file."))
    if template:
        say(template().encode())
        return
    if file is None:
        zh, en = "FILE：应给出答案文件，或用 --template 生成一份。", "FILE: expected, or --template to make one."
        refuse(in_language(lang, zh, en))
    text = read_file(file, lang)
    tell(lambda: check(read_answers(text)), lang, as_json=as_json)


def read_file(file: Path, lang: str, option: str = "FILE") -> str:
    """The text of a file that the command was given as `option`."""
    try:
        return file.read_text(encoding="utf-8-sig")  # Windows editors begin a file with a mark
    except OSError as wrong:
        why = wrong.strerror or type(wrong).__name__
        refuse(in_language(lang, f"{option}：不能读取 {file}（{why}）。", f"{option}: cannot read {file} ({why})."))
    except ValueError:
        refuse(in_language(lang, f"{option}：{file} 不是 UTF-8 文本。", f"{option}: {file} is not text in UTF-8."))
