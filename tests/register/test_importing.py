"""Ledgers of offices become instruments with a life: row by row, once only, within the area of whoever sent them."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from quanheng.register.importing import jobs, run
from quanheng.register.importing.error_file import error_file
from quanheng.register.importing.faults import SheetUnreadable, words
from quanheng.register.models import ImportJob, Instrument, InstrumentEvent, InstrumentState
from tests.cast import GTIN, Cast

pytestmark = [pytest.mark.requirement("N25-3.5"), pytest.mark.django_db]
HEADINGS = ("器具名称", "型号规格", "出厂编号", "生产厂家", "使用地点", "行政区划", "检定日期", "有效期至", "证书编号")
SCALE = ("电子计价秤", "ACS-15", "A0001", "虚构衡器厂", "晨光农贸市场", "东屏区（虚构）")
GOOD = (*SCALE, "2026年3月1日", "2027/2/28", "Z-1")


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path


def ledger(*rows: tuple[str, ...], encoding: str = "utf-8-sig", headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_(**changed: str) -> tuple[str, ...]:
    return tuple(changed.get(heading, value) for heading, value in zip(HEADINGS, GOOD, strict=True))


def sent(cast: Cast, content: bytes, person: str = "dongping", name: str = "台账.csv") -> ImportJob:
    return jobs.send(cast.people[person], name, [content])


def checked(cast: Cast, content: bytes, person: str = "dongping") -> ImportJob:
    job = sent(cast, content, person)
    jobs.check(job, job.mapping)
    run.work(run.claim())
    job.refresh_from_db()
    return job


def entered(cast: Cast, content: bytes, person: str = "dongping") -> ImportJob:
    job = checked(cast, content, person)
    jobs.load(job, cast.people[person])
    run.work(run.claim())
    job.refresh_from_db()
    return job


def faults(job: ImportJob) -> list[tuple[int, str, str]]:
    return list(job.faults.order_by("row", "pk").values_list("row", "column", "code"))


def test_a_ledger_becomes_an_instrument_with_its_verification(cast: Cast):
    """What the ledger tells of kind, place and certificate is what the register then says."""
    job = entered(cast, ledger(GOOD))
    made = Instrument.objects.select_related("state").get(serial="A0001")
    assert (job.stage, job.new_rows, job.faulty_rows) == ("done", 1, 0)
    assert (made.kind, made.place, made.area) == ("trade-scale", cast.chenguang, cast.chenguang.area)
    assert (made.state.status, made.state.verified_on) == ("in-use", date(2026, 3, 1))
    assert (made.state.valid_until, made.state.certificate_number) == (date(2027, 2, 28), "Z-1")
    assert made.giai


def test_a_check_enters_nothing(cast: Cast):
    """A dry run counts what would be new, and the register stays as it was."""
    before = Instrument.objects.count()
    job = checked(cast, ledger(GOOD))
    assert (job.stage, job.new_rows, Instrument.objects.count()) == ("checked", 1, before)


def test_a_second_import_changes_nothing(cast: Cast):
    """The same instrument is known by maker, model and serial number; the same verification is one event."""
    entered(cast, ledger(GOOD))
    counts = Instrument.objects.count(), InstrumentEvent.objects.count()
    again = entered(cast, ledger(GOOD, GOOD))
    assert (again.new_rows, again.known_rows) == (0, 2)
    assert (Instrument.objects.count(), InstrumentEvent.objects.count()) == counts


def test_a_scale_of_the_maker_is_known_by_gtin(cast: Cast):
    """A scale delivered with GTIN and serial number is not entered a second time from the office's ledger."""
    before = Instrument.objects.count()
    row = (*with_(出厂编号="TS-1", 型号规格="别的写法"), GTIN)
    job = entered(cast, ledger(row, headings=(*HEADINGS, "GTIN")))
    assert (job.known_rows, Instrument.objects.count()) == (1, before)
    assert InstrumentState.objects.get(instrument__device_id="TS-1").certificate_number == "QH-TS-1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_chinese_offices(cast: Cast, encoding: str):
    """UTF-8 with and without its mark, and what Windows in China saves."""
    assert checked(cast, ledger(GOOD, encoding=encoding)).new_rows == 1


def test_a_workbook_with_a_title_and_real_dates(cast: Cast):
    """A title above the headings and cells that are dates and numbers are as offices keep them."""
    row = ("公平秤", "ACS-30", 10002, "虚构衡器厂", "晨光农贸市场", "", date(2026, 3, 1), 46446, "Z-2")
    job = entered(cast, workbook(("计量器具台账",), (), HEADINGS, row))
    made = Instrument.objects.select_related("state").get(serial="10002")
    assert (job.headings_row, made.kind) == (3, "check-scale")
    assert (made.state.verified_on, made.state.valid_until) == (date(2026, 3, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"器具名称": "飞船"}, ("kind", "kind")),
        ({"出厂编号": ""}, ("serial", "missing")),
        ({"出厂编号": "9" * 41}, ("serial", "too-long")),
        ({"生产厂家": "虚构\x07厂"}, ("maker", "control")),
        ({"检定日期": "去年"}, ("verified_on", "date")),
        ({"检定日期": "2026-02-30"}, ("verified_on", "date")),
        ({"检定日期": "2999-01-01", "有效期至": ""}, ("verified_on", "future")),
        ({"检定日期": ""}, ("verified_on", "missing")),
        ({"有效期至": "2026-02-28"}, ("valid_until", "before")),
        ({"行政区划": "火星区"}, ("region", "region")),
        ({"行政区划": "西渡县（虚构）"}, ("region", "region-outside")),
        ({"使用地点": "没有的市场"}, ("place", "place")),
    ],
)
def test_each_mistake_is_told_with_its_row_and_column(cast: Cast, changed: dict[str, str], fault: tuple[str, str]):
    """The row before and after are taken; the one in between says which cell is wrong and why."""
    job = entered(cast, ledger(GOOD, with_(**({"出厂编号": "A0002"} | changed)), with_(出厂编号="A0003")))
    assert (3, *fault) in faults(job)
    assert (job.new_rows, job.faulty_rows) == (2, 1)
    assert Instrument.objects.filter(serial__in=["A0001", "A0003"]).count() == 2


def test_rows_of_another_county_are_refused(cast: Cast):
    """The office of 东屏区 neither places a scale in 西渡县 nor touches one that is there."""
    there = with_(使用地点="河湾农贸市场", 行政区划="")
    theirs = with_(出厂编号="TS-3", 型号规格="QH-15")
    job = entered(cast, ledger(there, theirs))
    assert faults(job) == [(2, "place", "place"), (3, "serial", "elsewhere")]
    assert entered(cast, ledger(there), "city").new_rows == 1


def test_the_error_file_comes_back_corrected(cast: Cast):
    """The rows that failed, with a column saying why, are corrected in place and sent again."""
    job = checked(cast, ledger(GOOD, with_(出厂编号="=A0002", 器具名称="飞船")))
    with error_file(job) as file:
        rows = [[cell or "" for cell in row] for row in load_workbook(file).active.iter_rows(values_only=True)]
    assert rows[0] == [*HEADINGS, "问题"]
    assert len(rows) == 2
    assert "器具名称" in rows[1][-1]
    assert rows[1][2] == "'=A0002"
    rows[1][0] = "电子计价秤"
    assert entered(cast, workbook(*rows)).new_rows == 1
    assert Instrument.objects.filter(serial="=A0002").exists()


def test_the_mapping_is_remembered_for_the_same_headings(cast: Cast):
    """What a person once said of an office's columns is proposed the next time, to that office only."""
    headings = ("名", *HEADINGS[1:])
    job = sent(cast, ledger(GOOD, headings=headings))
    assert "kind" not in job.mapping
    with pytest.raises(ValidationError) as wrong:
        jobs.check(job, job.mapping)
    assert list(wrong.value.message_dict) == ["kind"]
    jobs.check(job, job.mapping | {"kind": 0})
    assert sent(cast, ledger(GOOD, headings=headings)).mapping["kind"] == 0
    assert "kind" not in sent(cast, ledger(GOOD, headings=headings), "xidu").mapping


@pytest.mark.requirement("QH-durable")
def test_a_killed_import_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """What one chunk entered is kept with the position; the next importer takes neither too much nor too little."""
    monkeypatch.setattr(run, "CHUNK_ROWS", 2)
    job = checked(cast, ledger(*(with_(出厂编号=f"B{n}") for n in range(5))))
    jobs.load(job, cast.people["dongping"])

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.work(run.claim(), after_chunk=die)
    assert run.claim() is None  # the dead one spoke a moment ago
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at="2026-01-01T00:00:00Z")
    run.work(run.claim())
    job.refresh_from_db()
    assert (job.stage, job.new_rows, job.last_row) == ("done", 5, 6)
    assert Instrument.objects.filter(serial__startswith="B").count() == 5


def test_an_importer_that_was_overtaken_keeps_nothing(cast: Cast):
    """An importer that slept while another took over does not count its rows a second time."""
    job = sent(cast, ledger(GOOD))
    jobs.check(job, job.mapping)
    slow = run.claim()
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at="2026-01-01T00:00:00Z")
    run.work(run.claim())
    run.work(slow)
    job.refresh_from_db()
    assert (job.stage, job.new_rows) == ("checked", 1)


def bomb() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression=8) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (41 * 2**20))
    return file.getvalue()


def laughing() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return file.getvalue()


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (bytes(range(256)), "not-text"),
        (b"PK\x03\x04 no archive", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-excel"),
        (b"a,b\n" + b"x" * 3000, "cell"),
        (b"," * 300 + b"a", "too-wide"),
        (bomb(), "unpacks-too-large"),
        (laughing(), "not-a-workbook"),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_word(cast: Cast, content: bytes, code: str):
    """Damaged, old, too large or made to do harm: the sender is told which, and no job is left behind."""
    with pytest.raises(SheetUnreadable) as why:
        sent(cast, content)
    assert why.value.code == code
    assert not ImportJob.objects.exists()


@pytest.mark.requirement("G22-2.2")
def test_a_ledger_tells_what_only_a_kind_has(cast: Cast):
    """Nozzles in one cell, seals and power in cells of their own; units may stand beside the numbers."""
    headings = (*HEADINGS, "油枪", "额定功率")
    pump = (*with_(器具名称="加油机", 出厂编号="Y-1"), "1/92#/5/50/5/12.5；2/95#", "")
    charger = (*with_(器具名称="充电桩", 出厂编号="Z-1"), "", "60 kW")
    entered(cast, ledger(pump, charger, headings=headings))
    nozzles = Instrument.objects.get(serial="Y-1").details["nozzles"]
    assert nozzles[0] == {
        "number": "1",
        "product": "92",
        "flow_min_ml_min": 5_000,
        "flow_max_ml_min": 50_000,
        "least_ml": 5_000,
        "pulse_ul": 12_500,
    }
    assert nozzles[1] == {"number": "2", "product": "95"}
    assert Instrument.objects.get(serial="Z-1").details == {"power_w": 60_000}


@pytest.mark.requirement("G22-2.2")
@pytest.mark.parametrize(
    ("kind", "nozzles", "power", "fault"),
    [
        ("加油机", "1/92#/60/50", "", ("nozzles", "upper")),
        ("加油机", "1;1", "", ("nozzles", "row-twice")),
        ("加油机", "/92#", "", ("nozzles", "row-number")),
        ("加油机", ";".join(str(n) for n in range(13)), "", ("nozzles", "rows-many")),
        ("充电桩", "", "很大", ("power_w", "number")),
        ("充电桩", "", "2000.001", ("power_w", "range")),
        ("充电桩", "1/92#", "", ("nozzles", "not-of-kind")),
    ],
)
def test_an_impossible_particular_is_a_fault_of_its_cell(cast: Cast, kind, nozzles, power, fault):
    """Said with the heading that the office gave it, and nothing of the row is entered."""
    row = (*with_(器具名称=kind, 出厂编号="Y-1"), nozzles, power)
    job = entered(cast, ledger(row, headings=(*HEADINGS, "油枪", "额定功率")))
    assert list(job.faults.values_list("column", "code")) == [fault]
    assert words(fault[1], job.faults.get().facts)
    assert not Instrument.objects.filter(serial="Y-1").exists()


@pytest.mark.requirement("T4-5.1.5")
def test_a_ledger_tells_max_and_e(cast: Cast):
    """With them an imported scale can be verified; what is not Max and e is a fault."""
    headings = (*HEADINGS, "Max/e")
    entered(cast, ledger((*with_(出厂编号="M-1"), "15kg/5g，30kg/10g"), headings=headings))
    assert Instrument.objects.get(serial="M-1").intervals == "15kg/5g,30kg/10g"
    job = entered(cast, ledger((*with_(出厂编号="M-2"), "很大"), headings=headings))
    assert list(job.faults.values_list("column", "code")) == [("intervals", "intervals")]
