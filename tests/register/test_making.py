"""Makers enter what they produce and sell, repairers what they repair; each sees and does no more (N25-3.5)."""

import json
from base64 import b64encode
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from quanheng.people.enrolment import enrol
from quanheng.people.models import AuditEntry, User
from quanheng.people.permissions import may
from quanheng.register import life_acts, unlocking
from quanheng.register.identity.checking import marks_on_record
from quanheng.register.making import delivery_list
from quanheng.register.making.delivering import deliver, maker_of, own, sell
from quanheng.register.making.delivery_row import FIELDS, read
from quanheng.register.making.delivery_sheet import empty_sheet
from quanheng.register.making.trades import seen_by
from quanheng.register.models import Instrument, InstrumentEvent, Organisation
from quanheng.register.record import Report, record
from tests.cast import NOON, PASSWORD, Cast, key_of

pytestmark = pytest.mark.requirement("N25-3.5")

TODAY = date(2026, 11, 20)
ROW = {
    "model": "ACS-15",
    "serial": "A0001",
    "intervals": "15kg/5g",
    "type_approval_number": "2026F000-00",
    "production_code": "SC1",
    "repair_code": "WX1",
    "produced_on": "2026-03-01",
}


def an_account(username: str, role: str, uscc: str, name: str, **does: bool) -> User:
    Organisation.objects.create(uscc=uscc, name=name, area="99/01/01/", **does)
    user = enrol(username=username, name=username, role=role, area="99/01/01/", password=PASSWORD)
    user.organisation = uscc
    user.save()
    return user


@pytest.fixture
def maker(cast: Cast) -> User:
    return an_account("maker-one", "maker", "91990100MA0000001G", "虚构新衡器厂", makes=True)


def produced(**changes: Any) -> Any:
    return read(ROW | changes, TODAY)


def kinds(serial: str) -> list[str]:
    return list(InstrumentEvent.objects.filter(instrument__serial=serial).order_by("id").values_list("kind", flat=True))


def test_a_produced_scale_begins_its_life_at_the_works(maker: User):
    """Produced, type-approved, given its codes: it is registered, and nobody may use it yet."""
    (made,) = deliver([produced(public_key=b64encode(bytes(key_of("A").verify_key)).decode())], by=maker).new
    assert kinds("A0001") == ["produced", "type-approved", "production-code"]
    assert (made.place.kind, made.networked, made.conforming) == ("works", True, True)
    made.refresh_from_db()
    assert (made.state.status, made.state.production_code, made.state.verification_code) == ("registered", True, False)
    assert marks_on_record(made).repair_code == "WX1"
    assert AuditEntry.objects.get(act="maker-delivered").after["instruments"] == 1


def test_the_same_list_twice_changes_nothing(maker: User):
    """Sent again after a lost answer it is known; with another code it is refused, as a code is given once."""
    deliver([produced()], by=maker)
    told = deliver([produced(), produced(serial="A0002")], by=maker)
    assert (len(told.new), told.known) == (1, 1)
    with pytest.raises(ValidationError) as refused:
        deliver([produced(serial="A0003"), produced(production_code="SC9")], by=maker)
    assert set(refused.value.message_dict) == {"serial"}
    assert not Instrument.objects.filter(serial="A0003").exists()


def test_a_scale_is_sold_once_and_stands_where_it_is_used(maker: User, cast: Cast):
    """Sold to a market on the register it stands there, for its people to see; a second sale is refused."""
    (made,) = deliver([produced()], by=maker).new
    given = {"sold_to": "晨光农贸市场", "sold_on": "2026-04-01", "place": cast.chenguang.name}
    sell(made.device_id, given, by=maker, at=NOON)
    made.refresh_from_db()
    assert (made.area, made.state.area) == (cast.chenguang.area, cast.chenguang.area)
    assert kinds("A0001")[-2:] == ["sold", "moved"]
    with pytest.raises(ValidationError) as refused:
        sell(made.device_id, given, by=maker, at=NOON)
    assert set(refused.value.message_dict) == {"state"}


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"serial": ""}, {"serial"}),
        ({"intervals": "15 Kilo"}, {"intervals"}),
        ({"produced_on": "2026-13-01"}, {"produced_on"}),
        ({"produced_on": "2026-11-21"}, {"produced_on"}),
        ({"gtin": "123"}, {"gtin"}),
        ({"public_key": "AAAA"}, {"public_key"}),
        ({"sold_to": "某市场"}, {"sold_on"}),
        ({"sold_to": "某市场", "sold_on": "2026-02-01"}, {"sold_on"}),
        ({"place": "某市场"}, {"place"}),
        ({"model": "x" * 81, "production_code": None}, {"model", "production_code"}),
    ],
)
def test_each_field_at_fault_is_named(changes, fields):
    """All at once, and by the name of the field."""
    with pytest.raises(ValidationError) as refused:
        produced(**changes)
    assert set(refused.value.message_dict) == fields


def a_workbook(*rows: dict[str, str], headings: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    names = [one.name for one in FIELDS]
    book.active.append(headings or [one.heading for one in FIELDS])
    for row in rows:
        book.active.append([row.get(name, "") for name in names])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ROW, ROW | {"serial": "A0002"}]).encode(),
        json.dumps(
            {"instruments": [ROW, {"出厂编号": "A0002"} | {k: v for k, v in ROW.items() if k != "serial"}]}
        ).encode(),
        a_workbook(ROW, ROW | {"serial": "A0002"}),
    ],
    ids=["json", "json-chinese", "xlsx"],
)
def test_a_list_is_read_in_each_form(content: bytes, maker: User):
    """JSON with our names or Chinese ones, and a workbook: the same scales."""
    listed = delivery_list.take([content], TODAY)
    assert [one.said["serial"] for one in listed.rows] == ["A0001", "A0002"]
    assert len(deliver(listed.rows, by=maker).new) == 2


def test_the_empty_sheet_is_a_list_once_it_is_filled_in():
    """What a maker downloads comes back readable."""
    assert len(delivery_list.take([empty_sheet()], TODAY).rows) == 1
    assert load_workbook(BytesIO(empty_sheet())).active.max_row == 2


def test_what_is_wrong_is_told_by_row():
    """A serial number that stands twice, and a row without a code: both are told, with their numbers."""
    told = delivery_list.take([json.dumps([ROW, ROW, ROW | {"serial": "B", "repair_code": ""}]).encode()], TODAY)
    assert [number for number, _wrong in told.faults] == [2, 3]


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[" * 100_000,
        b'{"instruments": 7}',
        b"[1]",
        b"\xff\xfe\x00",
        b"PK\x03\x04 not a workbook",
        a_workbook(ROW, headings=("型号规格", "别的")),
    ],
)
def test_a_file_that_is_no_list_gets_an_answer(content: bytes):
    """Never an error of ours: the person is told what was expected."""
    with pytest.raises(ValidationError) as refused:
        delivery_list.take([content], TODAY)
    assert set(refused.value.message_dict) == {"list"}


@pytest.mark.requirement("QH-scope")
def test_a_maker_sees_its_own_scales_only(maker: User, cast: Cast):
    """Wherever they stand; those of another maker in the same county are not there for it, nor can it sell them."""
    deliver([produced()], by=maker)
    assert [one.serial for one in own(maker_of(maker))] == ["A0001"]
    assert list(Instrument.objects.filter(seen_by(maker)).values_list("serial", flat=True)) == ["A0001"]
    with pytest.raises(Instrument.DoesNotExist):
        sell("TS-1", {"sold_to": "…", "sold_on": "2026-04-01"}, by=maker, at=NOON)
    nobody = enrol(username="nobody", name="nobody", role="maker", area="99/01/", password=PASSWORD)
    assert not Instrument.objects.filter(seen_by(nobody)).exists()
    with pytest.raises(ValidationError):
        deliver([produced(serial="A9")], by=nobody)


def repair(device_id: str, by: User, **more: str) -> Any:
    given = {"reason": "更换按键板", "key": f"repair-{by.username}"} | more
    return life_acts.enter(device_id, "repair", given, by=by, at=NOON)


@pytest.mark.requirement("N25-3.3")
def test_a_repairer_on_the_register_enters_a_repair(cast: Cast):
    """With its repair code; the verification has ended, and the scale waits for a new one."""
    by = an_account("fixer", "repairer", "91990100MA0000002K", "虚构维修部", repairs=True)
    Instrument.objects.filter(device_id="TS-1").update(conforming=True)
    with pytest.raises(ValidationError) as refused:
        repair("TS-1", by)
    assert set(refused.value.message_dict) == {"repair_code"}
    after = repair("TS-1", by, repair_code="WX-7")
    assert (after.repair_code, after.verification_code) == (True, False)


@pytest.mark.requirement("QH-scope")
def test_who_is_no_repairer_on_the_register_repairs_nothing(cast: Cast):
    """An account without an organisation that repairs, or a scale of another county."""
    with pytest.raises(ValidationError) as refused:
        repair("TS-1", cast.people["repairer"])
    assert set(refused.value.message_dict) == {"state"}
    by = an_account("fixer", "repairer", "91990100MA0000002K", "虚构维修部", repairs=True)
    with pytest.raises(Instrument.DoesNotExist):
        repair("TS-3", by)


@pytest.mark.requirement("N25-3.2")
def test_a_repairer_asks_for_an_unlocking_and_never_authorises_it(cast: Cast):
    """Who opened the housing asks; somebody else gives the code."""
    by = an_account("fixer", "repairer", "91990100MA0000002K", "虚构维修部", repairs=True)
    scale = cast.scales["TS-1"]
    record(scale, Report("locked", NOON - timedelta(hours=1), "lock"), source="device")
    unlocking.request(scale, challenge="12345678", reason="维修后解锁", by=by, at=NOON)
    assert may(by, "request-unlocking")
    assert not may(by, "authorise-unlocking")
    assert len(unlocking.authorise(scale, by=cast.people["dongping"], at=NOON)) == 8


@pytest.mark.requirement("N25-3.2")
@pytest.mark.parametrize(
    ("roles", "regulator", "by_maker"),
    [(("regulator",), True, False), (("maker",), False, True), (("regulator", "maker"), True, True)],
)
def test_an_installation_says_who_authorises(cast: Cast, maker: User, settings, roles, regulator, by_maker):
    """The texts do not say it: by default the regulator, elsewhere the maker for scales of its own making."""
    settings.UNLOCK_AUTHORISED_BY = roles
    assert may(cast.people["dongping"], "authorise-unlocking") is regulator
    assert may(maker, "authorise-unlocking") is by_maker
