"""Lists of places, stalls and organisations are taken in as offices keep them: once only, row by row, with history."""

from datetime import date

import pytest

from quanheng.people.models import AuditEntry
from quanheng.register.importing import jobs, run
from quanheng.register.importing.empty_sheet import empty_sheet
from quanheng.register.importing.ledgers import LEDGERS
from quanheng.register.models import ImportJob, Organisation, Place, Stall
from tests.cast import BODY_USCC, Cast
from tests.register.test_importing import faults

pytestmark = [pytest.mark.requirement("T4-5.3.2.1", "N25-3.5"), pytest.mark.django_db]
MARKET = "晨光农贸市场"
STALLS = "市场名称,摊位号,档口类型,经营者,统一社会信用代码,入场日期\n"
PLACES = "场所名称,场所类型,行政区划,地址,统一社会信用代码,主办单位,经度,纬度\n"
FIRMS = "统一社会信用代码,单位名称,行政区划,业务类型,联系电话\n"
FIRM = "91110000600037341L"


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path


def entered(cast: Cast, ledger: str, text: str, person: str = "dongping") -> ImportJob:
    job = jobs.send(cast.people[person], "名单.csv", [text.encode()], ledger)
    jobs.check(job, job.mapping)
    run.work(run.claim())
    job.refresh_from_db()
    counts = job.new_rows, job.changed_rows, job.known_rows, job.faulty_rows
    jobs.load(job, cast.people[person])
    run.work(run.claim())
    job.refresh_from_db()
    assert (job.new_rows, job.changed_rows, job.known_rows, job.faulty_rows) == counts  # what was said before is done
    return job


def test_forty_stalls_and_two_wrong_rows(cast: Cast):
    """The good rows are entered with who works there since when; the others say which cell is wrong."""
    rows = [f"{MARKET},C{n:02d},蔬菜,经营户{n}（虚构）,,2026-01-{n % 28 + 1:02d}\n" for n in range(38)]
    wrong = [f"{MARKET},C00,蔬菜,重号（虚构）,,\n", f"{MARKET},C99,蔬菜,错码（虚构）,1299O100MB0000001P,\n"]
    job = entered(cast, "stalls", STALLS + "".join(rows + wrong), "chenguang")
    assert (job.new_rows, job.faulty_rows) == (38, 2)
    assert faults(job) == [(40, "number", "stall-twice"), (41, "operator_uscc", "uscc-taken-for")]
    made = Stall.objects.filter(market=cast.chenguang, number__startswith="C")
    assert made.count() == len(set(made.values_list("area", flat=True))) == 38
    assert made.get(number="C05").operators.get().since == date(2026, 1, 6)
    assert AuditEntry.objects.filter(act="stall-opened", user=cast.people["chenguang"]).count() == 38


def test_a_second_time_changes_nothing(cast: Cast):
    """The same list again knows every stall."""
    text = STALLS + f"{MARKET},C1,蔬菜,甲某（虚构）,,2026-01-01\n{MARKET},C2,水果,乙某（虚构）,{BODY_USCC},\n"
    entered(cast, "stalls", text)
    before = AuditEntry.objects.exclude(act__startswith="import").count()
    job = entered(cast, "stalls", text)
    assert (job.new_rows, job.changed_rows, job.known_rows) == (0, 0, 2)
    assert AuditEntry.objects.exclude(act__startswith="import").count() == before


def test_another_operator_in_the_list_is_a_handing_over(cast: Cast):
    """The one before stays on record until the day before; a day before they began is told as a mistake."""
    entered(cast, "stalls", STALLS + f"{MARKET},C1,蔬菜,甲某（虚构）,,2026-01-01\n")
    late = entered(cast, "stalls", STALLS + f"{MARKET},C1,蔬菜,乙某（虚构）,,2025-01-01\n")
    assert faults(late) == [(2, "since", "operator-later")]
    job = entered(cast, "stalls", STALLS + f"{MARKET},C1,蔬菜,乙某（虚构）,,2026-06-01\n")
    history = list(Stall.objects.get(number="C1").operators.order_by("pk").values_list("name", "until"))
    assert job.changed_rows == 1
    assert history == [("甲某（虚构）", date(2026, 5, 31)), ("乙某（虚构）", None)]


def test_stalls_of_another_market_are_refused(cast: Cast):
    """A manager's list reaches no other market, and a filling station has no stalls."""
    cast.hewan.kind = "filling-station"
    cast.hewan.save()
    row = "河湾农贸市场,C1,蔬菜,甲某（虚构）,,\n"
    assert faults(entered(cast, "stalls", STALLS + row, "chenguang")) == [(2, "place", "place")]
    assert faults(entered(cast, "stalls", STALLS + row, "city")) == [(2, "place", "no-market")]


def test_places_of_a_county(cast: Cast):
    """A filling station with whoever runs it; a market that is there gets what its row adds, and a path of its own."""
    rows = f"东屏加油站（虚构）,加油站,东屏区（虚构）,一路1号,{FIRM},能源公司（虚构）,121.5,28.6\n"
    rows += f"{MARKET},农贸市场,东屏区（虚构）,新街2号,,,,\n"
    job = entered(cast, "places", PLACES + rows)
    assert (job.new_rows, job.changed_rows) == (1, 1)
    made = Place.objects.get(name="东屏加油站（虚构）")
    assert (made.area, made.kind, made.run_by.name) == ("99/01/01/p000001/", "filling-station", "能源公司（虚构）")
    assert (str(made.latitude), str(made.longitude)) == ("28.600000", "121.500000")
    assert Place.objects.get(pk=cast.chenguang.pk).address == "新街2号"
    again = entered(cast, "places", PLACES + rows)
    assert (again.new_rows, again.changed_rows, again.known_rows) == (0, 0, 2)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("甲站（虚构）,飞船,东屏区（虚构）,,,,,\n", ("kind", "choice")),
        ("甲站（虚构）,加油站,西渡县（虚构）,,,,,\n", ("region", "region-outside")),
        ("甲站（虚构）,加油站,火星区,,,,,\n", ("region", "region")),
        ("甲站（虚构）,加油站,东屏区（虚构）,,12345,,,\n", ("run_by_uscc", "uscc-length")),
        ("甲站（虚构）,加油站,东屏区（虚构）,,,,190,1\n", ("longitude", "degrees")),
        (",加油站,东屏区（虚构）,,,,,\n", ("name", "missing")),
    ],
)
def test_mistakes_in_a_list_of_places(cast: Cast, row: str, fault: tuple[str, str]):
    """The row before and the row after are taken."""
    good = "{}站（虚构）,加油站,东屏区（虚构）,,,,,\n"
    job = entered(cast, "places", PLACES + good.format("乙") + row + good.format("丙"))
    assert faults(job) == [(3, *fault)]
    assert job.new_rows == 2


def test_a_city_with_counties_takes_no_places(cast: Cast):
    """The office of the city is asked for the county."""
    job = entered(cast, "places", PLACES + "甲站（虚构）,加油站,云秤市（虚构）,,,,,\n", "city")
    assert faults(job) == [(2, "region", "region-county")]


def test_organisations_of_a_city(cast: Cast):
    """New ones are entered, what is said of known ones is added, and those of other areas are left alone."""
    rows = f"{FIRM},衡器公司（虚构）,东屏区（虚构）,制造、修理,0000-1\n"
    rows += f"{BODY_USCC},云秤市计量所（虚构）,云秤市（虚构）,检定,0000-2\n"
    job = entered(cast, "organisations", FIRMS + rows, "city")
    made = Organisation.objects.get(uscc=FIRM)
    assert (job.new_rows, job.changed_rows) == (1, 1)
    assert (made.makes, made.repairs, made.verifies, made.area) == (True, True, False, "99/01/01/")
    assert Organisation.objects.get(uscc=BODY_USCC).phone == "0000-2"
    other = entered(cast, "organisations", FIRMS + f"{BODY_USCC},改名（虚构）,东屏区（虚构）,检定,\n")
    assert faults(other) == [(2, "uscc", "firm-elsewhere")]


@pytest.mark.parametrize("name", LEDGERS)
def test_the_empty_sheet_of_each_kind_is_understood(cast: Cast, name: str):
    """Every column of a sheet that we hand out is recognised when it comes back; what few kinds have is not in it."""
    job = jobs.send(cast.people["city"], "a.xlsx", [empty_sheet(LEDGERS[name])], name)
    assert set(job.mapping) == {column.name for column in LEDGERS[name].columns if not column.rare}


def test_the_columns_are_remembered_by_kind(cast: Cast):
    """The same headings may mean something else in another kind of ledger."""
    text = "名称,统一社会信用代码,行政区划,类型\n甲,x,y,z\n"
    job = jobs.send(cast.people["city"], "a.csv", [text.encode()], "organisations")
    jobs.check(job, {"uscc": 1, "name": 0, "region": 2, "does": 3})
    other = jobs.send(cast.people["city"], "a.csv", [text.encode()], "places")
    assert other.mapping == {"name": 0, "kind": 3, "region": 2, "run_by_uscc": 1}
