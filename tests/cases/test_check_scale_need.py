"""How many check scales a market needs, has and lacks, and in which section shoppers complain most."""

from datetime import timedelta

import pytest

from quanheng.cases import check_scale_need
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.register.models import Place, SellingArea
from quanheng.register.record import Report, record
from tests.cast import NOON, Cast, a_receipt, a_weighing

pytestmark = pytest.mark.requirement("T4-5.1.3", "T4-5.1.2")


def complain(scale: str, seq: int, at=NOON) -> Complaint:
    receipt = a_receipt(scale, a_weighing(seq))
    return lodge(Submission(f"{scale}-key-number-{seq}", "short-weight", purchase_code=receipt), at=at).complaint


def told(market: Place) -> tuple[int, int, int]:
    need = check_scale_need.need(market, NOON)
    return need.law.required, need.law.recommended, need.present


def test_two_check_scales_are_the_least(cast: Cast):
    """晨光 has its two; 河湾 has one and lacks one, however few scales trade there."""
    assert told(cast.chenguang) == (2, 2, 2)
    assert told(cast.hewan) == (2, 2, 1)
    assert check_scale_need.need(cast.hewan, NOON).lacking == 1


def test_a_stopped_check_scale_does_not_count(cast: Cast):
    """What failed its weekly check serves nobody until it was verified again."""
    record(cast.scales["CS-1"], Report("check-failed", NOON, "friday"), source="staff")
    assert told(cast.chenguang) == (2, 2, 1)


def test_each_enclosed_area_has_its_own(cast: Cast):
    """Three areas apart need three; where live fish is sold one more is recommended."""
    for name, live in (("东厅", False), ("西厅", False), ("水产厅", True)):
        SellingArea.objects.create(
            area=cast.chenguang.area, market=cast.chenguang, name=name, is_enclosed=True, has_live_goods=live
        )
    assert told(cast.chenguang) == (3, 4, 2)


def test_where_complaints_cluster_there_is_one_more(cast: Cast):
    """The third complaint within 90 days about stalls of one trade asks for one more check scale there."""
    many = check_scale_need.CLUSTER_COMPLAINTS
    for seq in range(1, many):
        complain("TS-2", seq)
    assert told(cast.chenguang) == (2, 2, 2)
    complain("TS-2", many)
    need = check_scale_need.need(cast.chenguang, NOON)
    assert (need.law.required, need.lacking) == (3, 1)
    assert [(section.name, section.complaints) for section in need.clusters] == [("水产", many)]


@pytest.mark.parametrize("left_out", ["old", "withdrawn"])
def test_what_is_past_or_came_to_nothing_does_not_count(cast: Cast, left_out: str):
    """A complaint of 91 days ago, or one withdrawn, makes no cluster."""
    for seq in range(1, check_scale_need.CLUSTER_COMPLAINTS):
        complain("TS-2", seq)
    last = complain("TS-2", 9)
    changes = {"old": {"lodged_at": NOON - timedelta(days=91)}, "withdrawn": {"state": "withdrawn"}}[left_out]
    Complaint.objects.filter(pk=last.pk).update(**changes)
    assert check_scale_need.need(cast.chenguang, NOON).clusters == []


def test_a_leaf_costs_as_much_as_one_market(cast: Cast, django_assert_num_queries):
    """Three questions to the database, however many markets the list shows."""
    markets = list(check_scale_need.markets(cast.people["city"]))
    with django_assert_num_queries(3):
        found = check_scale_need.needs(markets, NOON)
    assert [need.market.area for need in found] == ["99/01/01/m001/", "99/01/02/m002/"]


@pytest.mark.requirement("QH-scope")
def test_a_manager_sees_the_own_market(cast: Cast):
    """The list of a market's manager is that market."""
    assert list(check_scale_need.markets(cast.people["hewan"])) == [cast.hewan]
