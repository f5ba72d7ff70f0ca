"""Stalls of a market, who worked at them when, its parts, entrances and signs, and the training of its people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from quanheng.people.models import AuditEntry
from quanheng.register.keeping import layout, licences, stalls, training
from quanheng.register.keeping.change import Doer
from quanheng.register.models import SellingArea, Stall, TrainingRecord
from tests.cast import Cast

pytestmark = [pytest.mark.requirement("T4-5.3.2.1", "QH-places"), pytest.mark.django_db]
TODAY = date(2026, 11, 20)


@pytest.fixture
def manager(cast: Cast) -> Doer:
    return Doer(cast.people["chenguang"], "127.0.0.1")


def given(**told: str) -> dict[str, str]:
    return {"number": "B07", "stall_type": "肉类", "operator_name": "甲某（虚构）", "opened_on": "2026-01-05"} | told


def test_a_new_stall_gets_its_area_below_its_market(cast: Cast, manager: Doer):
    """The third stall of a market that has s001 and s002; unnamed, it is called after whoever works there."""
    made = stalls.open_stall(cast.chenguang, given(), manager, TODAY)
    assert (made.area, made.name) == (f"{cast.chenguang.area}s003/", "甲某（虚构）")
    assert made.operators.get().since == date(2026, 1, 5)


def test_who_worked_where_stays_on_record(cast: Cast, manager: Doer):
    """乙 takes over on the 10th: 甲 was there until the 9th. A day before the one before began is refused."""
    stall = stalls.open_stall(cast.chenguang, given(), manager, TODAY)
    told = {"operator_name": "乙某（虚构）", "since": "2026-11-10", "reason": "转让"}
    with pytest.raises(ValidationError) as wrong:
        stalls.hand_over(stall, told | {"since": "2026-01-05"}, manager, TODAY)
    assert "since" in wrong.value.message_dict
    stalls.hand_over(stall, told, manager, TODAY)
    stall.refresh_from_db()
    history = list(stall.operators.order_by("pk").values_list("name", "since", "until"))
    assert stall.operator_name == "乙某（虚构）"
    assert history == [
        ("甲某（虚构）", date(2026, 1, 5), date(2026, 11, 9)),
        ("乙某（虚构）", date(2026, 11, 10), None),
    ]
    entry = AuditEntry.objects.get(act="stall-handed-over")
    assert (entry.before, entry.reason) == ({"operator_name": "甲某（虚构）"}, "转让")


def test_a_stall_of_before_has_a_history_from_its_first_change(cast: Cast, manager: Doer):
    """Stalls that a delivery list entered: whoever was there then becomes the first line."""
    told = {"operator_name": "乙某（虚构）", "since": "2026-11-10", "reason": "转让"}
    stalls.hand_over(cast.vegetables, told, manager, TODAY)
    assert [one.name for one in cast.vegetables.operators.order_by("pk")] == ["青禾蔬菜（虚构）", "乙某（虚构）"]


def test_two_stalls_become_one(cast: Cast, manager: Doer):
    """Both are closed and a new one is opened, which may have the number of one of them."""
    one, two = (stalls.open_stall(cast.chenguang, given(number=number), manager, TODAY) for number in ("B1", "B2"))
    with pytest.raises(ValidationError):
        stalls.open_stall(cast.chenguang, given(number="B1"), manager, TODAY)
    for stall in (one, two):
        stalls.close(stall, {"closed_on": "2026-11-01", "reason": "合并摊位"}, manager, TODAY)
    merged = stalls.open_stall(cast.chenguang, given(number="B1"), manager, TODAY)
    assert merged.area not in (one.area, two.area)
    assert one.operators.get().until == date(2026, 11, 1)


def test_a_stall_with_a_scale_in_use_stays_open(cast: Cast, manager: Doer):
    """The scale is moved or taken out of use first."""
    with pytest.raises(ValidationError) as wrong:
        stalls.close(cast.vegetables, {"closed_on": "2026-11-01", "reason": "x"}, manager, TODAY)
    assert "closed_on" in wrong.value.message_dict


@pytest.mark.requirement("QH-input")
@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "9" * 21}, "number"),
        ({"stall_type": ""}, "stall_type"),
        ({"operator_name": "\0"}, "operator_name"),
        ({"operator_uscc": "12345"}, "operator_uscc"),
        ({"opened_on": "2026-02-30"}, "opened_on"),
    ],
)
def test_mistakes_in_a_stall(cast: Cast, manager: Doer, told: dict[str, str], field: str):
    """Each stands beside its field, and nothing is written."""
    with pytest.raises(ValidationError) as wrong:
        stalls.open_stall(cast.chenguang, given(**told), manager, TODAY)
    assert list(wrong.value.message_dict) == [field]
    assert Stall.objects.filter(market=cast.chenguang).count() == 2


@pytest.mark.requirement("T4-5.1.3")
def test_parts_and_entrances_of_a_market(cast: Cast, manager: Doer):
    """Once each by name; changed and taken away with what they were on the trail."""
    made = layout.add_area(cast.chenguang, {"area_name": "活禽区", "has_live_goods": "on"}, manager)
    with pytest.raises(ValidationError):
        layout.add_area(cast.chenguang, {"area_name": "活禽区"}, manager)
    layout.change_area(cast.chenguang, made.pk, {"is_enclosed": "on", "has_live_goods": "on"}, manager)
    assert SellingArea.objects.get().is_enclosed
    with pytest.raises(SellingArea.DoesNotExist):
        layout.remove_area(cast.hewan, made.pk, manager)
    layout.remove_area(cast.chenguang, made.pk, manager)
    assert AuditEntry.objects.get(act="selling-area-removed").before["name"] == "活禽区"
    gate = layout.add_entrance(cast.chenguang, {"entrance_name": "东门", "is_main": "on"}, manager)
    layout.change_entrance(cast.chenguang, gate.pk, {"is_main": "on", "has_check_scale": "on"}, manager)
    layout.remove_entrance(cast.chenguang, gate.pk, manager)
    assert not cast.chenguang.entrances.exists()


@pytest.mark.requirement("T4-5.1.4")
def test_signs_are_looked_at(cast: Cast, manager: Doer):
    """Never looked at, missing and half a year old are due; what is missing is said in words."""
    told = {"sign": "at-scale", "seen_on": "2026-11-01", "state": "in-order"}
    layout.look_at_sign(cast.chenguang, told, manager, TODAY)
    layout.look_at_sign(cast.chenguang, told | {"sign": "phones", "seen_on": "2026-05-01"}, manager, TODAY)
    with pytest.raises(ValidationError) as wrong:
        layout.look_at_sign(cast.chenguang, told | {"sign": "procedure", "state": "not-in-order"}, manager, TODAY)
    assert "note" in wrong.value.message_dict
    missing = told | {"sign": "procedure", "state": "not-in-order", "note": "东门处缺失"}
    layout.look_at_sign(cast.chenguang, missing, manager, TODAY)
    due = {sign.kind.value: sign.is_due for sign in layout.signs(cast.chenguang, TODAY)}
    assert due == {"at-scale": False, "on-the-way": True, "procedure": True, "phones": True}


@pytest.mark.requirement("T4-4.1")
def test_who_leaves_a_stall_takes_the_licences_along(cast: Cast, manager: Doer):
    """Handed over, the licence of the one before ended on the last day there; the one who comes has none yet."""
    told = {"kind": "food", "number": "JY-7", "valid_until": "2028-01-01"}
    made = licences.enter(cast.vegetables, told, manager)
    with pytest.raises(ValidationError):
        licences.enter(cast.vegetables, told, manager)
    assert licences.enter(cast.fish, told, manager).area == cast.fish.area
    since = {"operator_name": "新来的（虚构）", "since": "2026-11-10", "reason": "转让"}
    stalls.hand_over(cast.vegetables, since, manager, TODAY)
    made.refresh_from_db()
    assert made.ended_on == date(2026, 11, 9)
    assert [one.standing for one in licences.held(cast.vegetables, TODAY)] == ["ended"]
    assert [one.standing for one in licences.held(cast.fish, TODAY)] == ["good"]


@pytest.mark.requirement("N25-2", "T4-4.2.2")
def test_training_is_recorded_and_due_again(cast: Cast, manager: Doer):
    """Untrained, trained, nearly due and overdue; a record is never changed, and strangers get none."""
    person = cast.people["administrator"]
    assert training.standings([person], TODAY)[0].standing == "never"
    told = {"person": "administrator", "on": "2026-03-01", "subject": "公平秤核查", "hours": "4", "certificate": "P-1"}
    made = training.enter(cast.chenguang, told, manager, TODAY)
    assert (made.minutes, made.next_due_on) == (240, date(2027, 3, 1))
    standing = {
        day: training.standings([person], day)[0].standing for day in (TODAY, date(2027, 2, 10), date(2027, 3, 2))
    }
    assert list(standing.values()) == ["good", "soon", "over"]
    office = cast.people["dongping"]
    for day, expected in standing.items():
        for asked in ("never", "over", "soon", "good"):
            assert (person in training.people(office, day, asked)) == (asked == expected), (day, asked)
    assert person not in training.people(cast.people["xidu"], TODAY)
    for wrong in ({"person": "hewan"}, {"hours": ""}, {"hours": "-1"}, {"subject": ""}, {"next_due_on": "2026-03-01"}):
        with pytest.raises(ValidationError) as told_wrong:
            training.enter(cast.chenguang, told | wrong, manager, TODAY)
        assert list(told_wrong.value.message_dict) == list(wrong)
    with pytest.raises(ProgrammingError), transaction.atomic():
        TrainingRecord.objects.update(minutes=1)
