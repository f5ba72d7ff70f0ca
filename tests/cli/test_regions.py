"""The first set-up of an installation: an office's regions from the code table, on the command line."""

import pytest
from typer.testing import CliRunner

from quanheng.cli import app
from quanheng.register.models import Region

pytestmark = pytest.mark.requirement("QH-places")


def told(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["regions", *words])
    return answer.exit_code, answer.output


def test_the_table_needs_no_database():
    """The counties of a city by its code; a code that nobody gave out is a mistake in use, with the table's age."""
    assert "331082  临海市" in told("table", "331000", "--year", "2026")[1]
    assert told("table", "331099")[0] == 2
    assert told("table")[0] == 0


@pytest.mark.django_db
def test_a_city_is_set_up_once():
    """What is above it comes along; the second time finds all of it there."""
    code, said = told("add", "331000", "--year", "2026")
    assert (code, Region.objects.count()) == (0, 11)
    assert "11 entered, 0 there already" in said
    assert "0 entered, 11 there already" in told("add", "331000", "--year", "2026")[1]
    assert told("add", "990000")[0] == 2


@pytest.mark.django_db
def test_an_invented_region_is_entered_by_name():
    """99… is nobody's: province first, then what is below it."""
    assert told("enter", "990100", "云秤市（虚构）")[0] == 2
    assert told("enter", "990000", "虚构省")[0] == 0
    assert told("enter", "990100", "云秤市（虚构）", "--english", "Yuncheng")[0] == 0
    assert Region.objects.get(code="990100").area == "99/01/"
