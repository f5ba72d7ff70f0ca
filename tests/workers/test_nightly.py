"""What is done at night keeps the history and changes no number; a second time changes nothing."""

from datetime import date

import pytest
from django.db.models import Sum
from typer.testing import CliRunner

from quanheng.cli import app
from quanheng.register.models import InstrumentCount, ReplacementDay
from tests.cast import Cast

pytestmark = pytest.mark.requirement("N25-3.1", "T4-5.3.2.2")


@pytest.mark.django_db
def test_a_night_keeps_the_stock_of_each_county(cast: Cast):
    """The first night tells what there is, two counties with scales to be replaced; the second finds no change."""
    before = InstrumentCount.objects.aggregate(Sum("n"))
    first = CliRunner().invoke(app, ["nightly"])
    assert first.stdout.startswith("2 changes kept")
    second = CliRunner().invoke(app, ["nightly"]).stdout.splitlines()
    assert second == [
        "0 changes kept, 0 rows folded, 0 contacts erased",
        "0 complaints soon due, 0 overdue and handed up",
        "0 regions with changed complaints counted, 0 months published",
        "0 operators proposed for key supervision",
        "0 unfinished photographs and 0 unused keys of phones taken away",
    ]
    assert InstrumentCount.objects.aggregate(Sum("n")) == before
    told = dict(ReplacementDay.objects.values_list("county", "change"))
    assert told == {"99/01/01/": 2, "99/01/02/": 1}
    assert set(ReplacementDay.objects.values_list("replace_by", flat=True)) == {date(2030, 1, 8)}


@pytest.mark.django_db
def test_retelling_by_command(cast: Cast):
    """After a change of the law an office tells the instruments of one county anew."""
    assert CliRunner().invoke(app, ["retell", "99/01/02/"]).output == "2 instruments told anew\n"
