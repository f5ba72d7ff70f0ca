"""Operators with more than one upheld complaint: counted with how much they sold, for staff alone, and no judgement."""

from datetime import date, timedelta

import pytest

from quanheng.cases import handling_count, progress, repeated
from quanheng.cases.models import Complaint, RepeatedOperator
from tests.cast import Cast
from tests.shopping import LATER, buy, complain, weigh_again

pytestmark = [pytest.mark.requirement("T4-4.2.6", "QH-scope"), pytest.mark.django_db]


def upheld(cast: Cast, seq: int, scale: str = "TS-1", check: str = "CS-2", *, paid: bool = True) -> Complaint:
    """A short kilogram, weighed again; agreed upon, and paid or not."""
    code = buy(scale, seq=seq)
    weigh_again(code, 900_000, check, seq=seq)
    made = complain(code, key=f"a-key-of-number-{seq}").complaint
    manager = cast.people["chenguang" if scale != "TS-3" else "hewan"]
    agreed = {"refund_fen": "60", "compensation_fen": "50000"}
    moves = [("accept", {}), ("start-mediation", {}), ("agree", agreed), ("pay", {"paid_fen": "50060"})]
    for at, (move, facts) in enumerate(moves[: 4 if paid else 3], start=1):
        progress.move(made.pk, move, actor=manager, facts=facts, at=LATER + timedelta(hours=at))
    return made


def test_two_upheld_are_told_with_how_much_was_sold(cast: Cast):
    """Two paid, one that only waits, one weighing nobody complained about: two of three, out of four weighings."""
    for seq in (5, 6):
        upheld(cast, seq)
    upheld(cast, 7, paid=False)
    buy(seq=8)
    handling_count.count(LATER + timedelta(days=1))
    (row,) = repeated.repeated(cast.people["dongping"], "")
    assert (row.upheld, row.lodged, row.weighings, row.rechecks, row.exceeded) == (2, 3, 4, 3, 3)
    assert (row.operator_name, row.stall) == ("青禾蔬菜（虚构）", cast.vegetables)
    assert not repeated.repeated(cast.people["xidu"], "").exists()


def test_one_upheld_is_not_repeated(cast: Cast):
    """One at each of two stalls, and one at each of two markets, is nobody's second."""
    for seq, (scale, check) in enumerate((("TS-1", "CS-2"), ("TS-2", "CS-2"), ("TS-3", "CS-3")), start=5):
        upheld(cast, seq, scale, check)
    handling_count.count(LATER + timedelta(days=1))
    assert not RepeatedOperator.objects.exists()


def test_a_later_tenant_does_not_inherit(cast: Cast):
    """The stall changed hands between two upheld complaints: each of them has one."""
    upheld(cast, 5)
    cast.vegetables.operator_name = "新摊主（虚构）"
    cast.vegetables.save()
    upheld(cast, 6)
    handling_count.count(LATER + timedelta(days=1))
    assert not RepeatedOperator.objects.exists()


def test_a_year_later_it_is_forgotten(cast: Cast):
    """Without any new complaint: the first of the twelve months has passed the older one."""
    for seq in (5, 6):
        upheld(cast, seq)
    Complaint.objects.filter(purchase_seq=5).update(lodged_at=LATER - timedelta(days=90))
    handling_count.count(LATER + timedelta(days=1))
    assert RepeatedOperator.objects.get().since == date(2025, 12, 1)
    handling_count.count(LATER + timedelta(days=300))
    assert not RepeatedOperator.objects.exists()
