"""`quanheng score` and `quanheng checklist`, as an inspector without a server runs them."""

import json
import os
import re
import subprocess
import sys

import pytest

SCORE_AND_CHECKLIST = pytest.mark.parametrize(
    "command", [("score", "scenic"), ("score", "street"), ("checklist", "monitoring-point")], ids=" ".join
)


def quanheng(*arguments, lang="zh_CN.UTF-8", cwd=None):
    """Run the command as from a terminal of the language."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-m", "quanheng.cli", *map(str, arguments)],
        env=environment | {"LANG": lang},
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def filled(tmp_path):
    """An answers file of a street or scenic area, made from the printed template as a person fills it in."""

    def fill(command, **entries):
        text = quanheng(*command, "--template").stdout
        for place, value in entries.items():
            line, _, key = place.partition("__")
            section = re.escape(f"[items.{line.replace('_', '-')}]")
            text = re.sub(rf"({section}\n(?:#?\w+ =.*\n)*?)#{key} =[^\n]*", rf"\g<1>{key} = {value}", text)
        path = tmp_path / "answers.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return fill


@pytest.mark.requirement("TZ-A2", "TZ-A3", "TZ-A4")
@SCORE_AND_CHECKLIST
def test_the_printed_template_is_taken_back(command, tmp_path):
    """What --template prints is a file the command reads, and tells that nothing is answered yet."""
    blank = tmp_path / "answers.toml"
    blank.write_text(quanheng(*command, "--template").stdout, encoding="utf-8")
    answered = quanheng(*command, blank, "--json")
    assert (answered.returncode, answered.stderr) == (0, "")
    told = json.loads(answered.stdout)
    assert (told["covered"], told["complete"]) == (True, False)


@pytest.mark.requirement("TZ-A4")
def test_a_filled_street_is_scored(filled):
    """Base, bonus, deduction and total come as numbers, and each point not given with its reason."""
    answers = filled(
        ("score", "street"),
        instruments_conforming__conforming=29,
        instruments_conforming__in_use=30,
        legal_units__points=2.5,
        legal_units__note='"两户使用市斤"',
        reported_by_media__times=3,
        penalised__found="true",
    )
    told = json.loads(quanheng("score", "street", answers, "--json", "--lang", "en").stdout)
    assert (told["base"], told["bonus"], told["deduction"], told["total"]) == (12.17, 6, 10, 8.17)
    lines = {item["id"]: item for item in told["items"]}
    assert len(lines) == 26
    assert (lines["instruments-conforming"]["given"], lines["instruments-conforming"]["max"]) == (9.67, 10)
    assert lines["instruments-conforming"]["why"] == "29 of 30; points in proportion."
    assert lines["legal-units"]["why"] == "两户使用市斤"
    assert lines["penalised"]["reason"] == "found"
    assert lines["satisfaction"]["reason"] == "not-answered"


@pytest.mark.requirement("TZ-A3")
@pytest.mark.parametrize(
    ("lang", "option", "told"),
    [
        ("zh_CN.UTF-8", (), "附件3第2项，得 2/6 分：发现 2 台件，每台件扣 2 分。"),
        ("C.UTF-8", (), "附件3第2项，得 2/6 分"),
        ("en_GB.UTF-8", (), "Annex 3, item 2, 2 of 6 points: 2 found, 2 points less for each."),
        ("en_GB.UTF-8", ("--lang", "zh"), "附件3第2项，得 2/6 分"),
        ("zh_CN.UTF-8", ("--lang", "en"), "Annex 3, item 2, 2 of 6 points"),
    ],
)
def test_the_answer_is_told_in_the_users_language_with_its_clause(filled, lang, option, told):
    """--lang decides, then LANG, and Chinese where neither says anything."""
    answers = filled(("score", "scenic"), instruments_in_date__out_of_date=2)
    answered = quanheng("score", "scenic", answers, *option, lang=lang)
    assert answered.returncode == 0
    assert told in answered.stdout


@pytest.mark.requirement("TZ-A2")
def test_a_filled_form_is_compared(tmp_path):
    """The point says that no seal is damaged, the office finds one."""
    form = tmp_path / "form.toml"
    form.write_text(
        'quarter = "2026-Q3"\nfilled_on = 2026-10-09\n'
        "[self]\nseal_damaged = false\n[verification]\nseal_damaged = true\n"
    )
    told = json.loads(quanheng("checklist", "monitoring-point", form, "--json").stdout)
    assert (told["discrepancies"], told["shortcomings"], told["due_on"], told["late"]) == (1, 1, "2026-09-30", True)
    assert told["items"][12]["answers"] == [
        {"key": "seal_damaged", "self": False, "verification": True, "discrepancy": True, "shortcoming": True}
    ]


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"[items.patrols]\npoints = 9\n", "items.patrols.points"),
        (b"[items.patrol]\npoints = 5\n", "items.patrol"),
        (b'sheet = "street"\n', "sheet"),
        (b"[items\n", "TOML"),
        ("place = '景区'".encode("gbk"), "FILE"),
        (None, "FILE"),
    ],
)
def test_wrong_input_ends_with_two_and_one_sentence(tmp_path, content, place):
    """The sentence names the entry; nothing is answered and no trace of the program is shown."""
    path = tmp_path / "answers.toml"
    if content is not None:
        path.write_bytes(content)
    refused = quanheng("score", "scenic", path, "--json")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{place}：")
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "FILE"),
        (("--template", "answers.toml"), "--template"),
        (("answers.toml", "--lang", "fr"), "--lang"),
        ((".",), "FILE"),
    ],
)
def test_wrong_options_are_named(arguments, named, tmp_path):
    """A missing file, a file beside --template, a language we do not speak, a directory."""
    refused = quanheng("checklist", "monitoring-point", *arguments, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(named)


@pytest.mark.requirement("QH-house")
def test_forms_need_no_server(tmp_path):
    """Neither Django nor numpy nor a database driver is loaded for a score."""
    check = (
        "import sys; from quanheng.cli import app\n"
        "try: app(['score', 'street', '--template'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'django', 'numpy', 'psycopg', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", check], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert ran.stderr.strip() == "[]"


@pytest.mark.requirement("QH-run")
def test_the_commands_of_the_platform_stand_beside():
    """The family of each command has its own file; all are mounted on one program."""
    commands = ("run", "migrate", "web", "ingest", "simulate", "demo", "score", "checklist")
    told = quanheng("--help").stdout
    assert [name for name in commands if not re.search(rf"\b{name}\b", told)] == []
