"""`quanheng judge`, as an inspector without a server runs it; a few as processes, the rest in this one."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from quanheng.cli import app

ENGLISH, CHINESE = {"LANG": "en_GB.UTF-8"}, {"LANG": "zh_CN.UTF-8"}
RETAIL = "retail --goods vegetable --price 4.50 --settled 1.000 --actual 0.975 --method equal-accuracy --on 2026-11-20"


def judge(line: str, *, environment=CHINESE):
    """Run `quanheng judge` with the words of a line."""
    blank = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "RETAIL_STAGE", "RETAIL_PRECEDENCE", "PREPACKAGE_ROUNDING"))
    return CliRunner().invoke(app, ["judge", *line.split()], env=blank | environment)


def told(line: str, **more) -> dict:
    ran = judge(f"{line} --json", **more)
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def process(*arguments: str):
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "quanheng.cli", "judge", *arguments],
        env={**os.environ, "LANG": "zh_CN.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.requirement("T4-5.1.6")
def test_the_command_loads_no_server_parts():
    """An inspector's laptop needs no database: no Django and no Ninja is imported, and the answer is one JSON text."""
    ran = process(*RETAIL.split(), "--check-scale", "15kg/5g,30kg/10g", "--stage", "in-service", "--json")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["market_rule"]["exceeded"] is True
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in ran.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded & {"django", "ninja", "psycopg", "numpy"} == set()


@pytest.mark.requirement("T4-5.1.6")
def test_weighed_goods_are_judged_by_both_texts():
    """25 g missing from a kilogram of vegetables: above the 20 g of T4, within twice that of the statute."""
    answer = told(f"{RETAIL} --check-scale 15kg/5g,30kg/10g --stage in-service")
    assert (answer["covered"], answer["shortfall_mg"], answer["limit_mg"], answer["row"]) == (
        True,
        25_000,
        20_000,
        "A1",
    )
    assert (answer["market_rule"]["exceeded"], answer["statute"]["exceeded"]) == (True, False)
    assert answer["method"] == {"name": "equal-accuracy", "applicable": True, "reason": "meets-precondition"}
    plain = judge(RETAIL).stdout
    assert "少了 25 g" in plain
    assert "依据：" in plain
    assert "Basis: " in judge(f"{RETAIL} --lang en").stdout
    assert "25 g short" in judge(RETAIL, environment=ENGLISH).stdout


@pytest.mark.requirement("T4-5.1.6")
def test_a_reading_is_a_setting_of_the_environment():
    """RETAIL_PRECEDENCE and PREPACKAGE_ROUNDING decide for the command line as they do for the platform."""
    lobster = "retail --goods seafood --price 300 --settled 1 --actual 0.997 --method high-accuracy --on 2026-11-20"
    assert told(lobster)["row"] == "B1"
    assert told(lobster, environment={"RETAIL_PRECEDENCE": "stricter"})["row"] == "D2"
    package = "prepackage --nominal 25g --actual 22.7 --on 2026-11-20"
    assert told(package)["verdict"] == "over-t"
    assert told(package, environment={"PREPACKAGE_ROUNDING": "up"})["verdict"] == "within"


@pytest.mark.requirement("T4-5.1.6.3")
def test_a_prepackage_and_a_sampling_plan():
    """489 g of 500 g lack 11 g of the tolerated 15 g; a lot of 600 is judged by 80."""
    one = told("prepackage --nominal 500g --actual 489")
    assert (one["tolerable_deficiency_mg"], one["deficiency_mg"], one["verdict"]) == (15_000, 11_000, "within")
    plan = told("prepackage --lot-size 600")
    assert (plan["sample_size"], plan["lambda"], plan["allowed"]) == (80, 0.295, 5)
    assert told("prepackage --nominal 1L --actual 980mL")["deficiency_ul"] == 20_000


@pytest.mark.requirement("T4-5.1.6.3")
def test_a_lot_is_judged_from_a_file(tmp_path):
    """One content a line, in the unit of the nominal quantity or its own."""
    file = tmp_path / "actuals.txt"
    file.write_text("\n".join([*["500.5"] * 11, "", "0.4849kg", "499"]), encoding="utf-8")
    answer = told(f"prepackage --nominal 500g --lot-size 60 --actuals {file}")
    assert (answer["sample_size"], answer["over_t"], answer["over_2t"], answer["accepted"]) == (13, 1, 0, True)
    assert answer["reasons"] == []
    assert answer["mean"] == pytest.approx(499.1846, abs=1e-3)
    assert answer["s"] > 4
    file.write_text("500\n" * 12, encoding="utf-8")
    short = judge(f"prepackage --nominal 500g --lot-size 60 --actuals {file}")
    assert (short.exit_code, "--actuals" in short.stderr) == (2, True)


@pytest.mark.requirement("T4-5.1.5")
def test_errors_and_suitability_of_a_scale():
    """e = 5 g and 3 kg in use: 10 g; the multi-interval pair: 20 g at 20 kg."""
    assert told("mpe --class III --e 5g --mass 3kg --stage in-service")["mpe_mg"] == 10_000
    assert told("mpe --intervals 15kg/5g,30kg/10g --mass 20kg --stage initial")["mpe_mg"] == 10_000
    assert told("mpe --class II --e 1mg --mass 1g --stage initial")["mpe_mg"] == 0.5
    assert told("mpe --e 5g --mass 50.001kg") == {"covered": False, "reason": "outside-class"}
    rows = told("suitability --intervals 2kg/1g,5kg/2g --on 2026-11-20")["rows"]
    assert {row["row"]: row["equal_accuracy_up_to_mg"] for row in rows}["D3"] is None


@pytest.mark.requirement("T4-5.1.5")
def test_a_specification_is_read_as_toml_or_json(tmp_path):
    """The printed description is taken back; one changed fact is told with its clause."""
    described = tmp_path / "spec.toml"
    described.write_text(judge("check-scale-spec --template").stdout, encoding="utf-8")
    assert told(f"check-scale-spec {described}")["met"] is True
    as_json = tmp_path / "spec.json"
    as_json.write_text('{"intervals": "15kg/5g,30kg/10g", "d": "5g,10g", "camera": false}', encoding="utf-8")
    answer = told(f"check-scale-spec {as_json}")
    assert answer["met"] is False
    assert [one["id"] for one in answer["requirements"] if one["met"] is False] == ["camera"]
    for broken in ("[1]", "{", '{"camara": true}'):
        as_json.write_text(broken, encoding="utf-8")
        assert judge(f"check-scale-spec {as_json}").exit_code == 2


@pytest.mark.requirement("N25-3.1")
def test_whether_a_scale_may_still_be_used():
    """A networked scale in use since 2024 may stay until 2030-01-08, and its like may no longer be made or sold."""
    line = "instrument-use --no-conforming --networked --in-use-since 2024-05-01 --on 2027-06-01"
    answer = told(line)
    assert (answer["may_be_used"], answer["until"]) == (True, "2030-01-08")
    assert (answer["may_be_produced"], answer["may_be_sold"]) == (False, False)
    plain = told("instrument-use --no-conforming --no-networked --in-use-since 2024-05-01 --on 2027-01-08")
    assert (plain["may_be_used"], plain["until"]) == (False, "2027-01-07")
    assert told("instrument-use --conforming --no-networked --on 2031-01-01")["until"] is None


@pytest.mark.requirement("T4-5.1.3", "T4-4.2.3.4", "T4-4.2.5")
def test_numbers_checks_and_validity():
    """Check scales of a market, a weekly check, a verification that a repair voided."""
    numbers = told("check-scales --trade-scales 130 --isolated-areas 3 --live-goods-areas 1")
    assert (numbers["required"], numbers["recommended"], len(numbers["reasons"])) == (3, 4, 4)
    weekly = "weekly-check --intervals 15kg/5g,30kg/10g --load 15kg --readings"
    assert told(f"{weekly} 15.005,15.000,15.005")["passed"] is True
    assert told(f"{weekly} 15.016,15.010,15.010")["reasons"] == ["error-over-mpe"]
    verified = "verification --verified-on 2026-06-01 --on 2026-09-01"
    assert told(verified)["valid_until"] == "2027-05-31"
    assert told(f"{verified} --event repair:2026-08-02")["voided_on"] == "2026-08-02"
    assert told(f"{verified} --codes production,repair")["reasons"] == ["verification-code"]


@pytest.mark.requirement("T4-4.2.4.4", "T4-4.2.4.5", "G22-2.6")
def test_remedies_deadlines_and_violations():
    """Refund, compensation and card; the day by the order in force; the range of a fine."""
    owed = told("remedy --paid 38.00 --shortfall-value 3.50 --offence 1")
    assert (owed["refund_fen"], owed["compensation_fen"], owed["card"]) == (350, 50_000, "yellow")
    assert (owed["market_penalty_fen"], owed["closure_days"], owed["expelled"]) == (200_000, 7, False)
    due = told("deadline --event complaint-mediate --from 2026-09-28")
    assert (due["due_on"], due["rule"]) == ("2026-11-27", "60-days")
    assert told("deadline --event complaint-mediate --from 2026-04-14")["rule"] == "45-working-days"
    assert "2026-11-27" in judge("deadline --event complaint-mediate --from 2026-09-28").stdout
    listed = told("violations --on 2026-11-20")["violations"]
    assert (len(listed), told("violations --code m13")["violations"][0]["fine_most_fen"]) == (22, 5_000_000)


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("retail --goods 其他食品 --settled 1 --actual 1 --method original", "price-not-stated"),
        ("retail --goods 活鱼 --settled 1 --actual 1 --method original", "goods-excluded"),
        ("prepackage --nominal 60kg --actual 59", "quantity-outside-table"),
        ("instrument-use --no-conforming --networked --on 2027-02-01", "in-use-since-not-stated"),
        ("deadline --event case-decide --from 2026-12-01", "calendar-unknown"),
        ("remedy --paid 1 --shortfall-value 1 --on 2022-08-31", "not-in-force"),
    ],
)
def test_an_unanswered_question_is_an_answer(line, reason):
    """What the texts leave open ends with code 0, "covered": false and the reason."""
    answer = told(line)
    assert (answer["covered"], answer["reason"]) == (False, reason)
    assert judge(line).stdout.strip()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("retail", "--goods"),
        ("retail --goods gravel --settled 1 --actual 1 --method original", "--goods"),
        ("retail --goodz vegetable", "--goodz"),
        ("retail --goods vegetable --settled", "--settled"),
        ("retail --goods vegetable --settled 0 --actual 1", "--settled"),
        ("retail --goods vegetable --settled 1 --actual -1", "--actual"),
        ("retail --goods vegetable --settled 1 --actual 1", "--method"),
        ("retail --goods vegetable --settled 1 --actual 1 --method original --price ten", "--price"),
        ("retail --goods vegetable --settled 1 --actual 1 --method original --on today", "--on"),
        ("retail --goods vegetable --settled 1 --actual 1 --method high-accuracy --check-scale 15", "--check-scale"),
        ("prepackage --nominal 500", "--nominal"),
        ("prepackage --nominal 500g", "--actual"),
        ("prepackage --nominal 500g --actual 489mL", "--actual"),
        ("prepackage --nominal 500g --actual 489 --rounding down", "--rounding"),
        ("prepackage --lot-size 0", "--lot-size"),
        ("prepackage --lot-size 6 --actual 3", "--actual"),
        ("prepackage --nominal 500g --lot-size 60 --actuals /nowhere", "--actuals"),
        ("mpe --mass 3kg", "--e"),
        ("mpe --e 5g --mass 3kg --class V", "--class"),
        ("mpe --e 0g --mass 3kg", "--e"),
        ("instrument-use --networked", "--conforming"),
        ("instrument-use --conforming", "--networked"),
        ("instrument-use --conforming --networked --in-use-since 2027-01-01 --on 2026-01-01", "--in-use-since"),
        ("check-scales --trade-scales -3", "--trade-scales"),
        ("weekly-check --intervals 15kg/5g --load 5 --readings 5,5", "--readings"),
        ("verification --verified-on 2026-06-01 --event flood:2026-08-01", "--event"),
        ("remedy --paid 3 --shortfall-value 4", "--shortfall-value"),
        ("remedy --paid 3 --shortfall-value 1 --offence 0", "--offence"),
        ("deadline --event complaint-accept --from 2026-02-30", "--from"),
        ("deadline --event tomorrow --from 2026-02-03", "--event"),
        ("violations --code Z1", "--code"),
    ],
)
def test_wrong_input_names_the_option_in_one_sentence(line, option):
    """Exit code 2, one line on standard error that names the option, in either language, and nothing else."""
    for environment in (CHINESE, ENGLISH):
        ran = judge(line, environment=environment)
        assert ran.exit_code == 2
        assert ran.stdout == ""
        assert option in ran.stderr
        assert ran.stderr.strip().count("\n") == 0
