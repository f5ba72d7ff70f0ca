"""The papers of a dispute: filled from the record, signed by both sides below exactly what they read."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from quanheng.cases import progress
from quanheng.cases.models import Complaint, Signature
from quanheng.cases.papers import content, pdf, signing
from quanheng.people.models import AuditEntry
from quanheng.register import typesetting
from tests.carding import confirmed, do, proposed
from tests.cases.test_progress import ANSWERS
from tests.cast import Cast
from tests.shopping import LATER, complain, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.1", "T4-4.2.4.7"), pytest.mark.django_db]
STROKES = [[100, 100, 200, 300, 300, 100, 400, 300, 500, 100, 600, 300, 700, 100, 800, 300]]


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    told = {"contact_name": "顾女士", "contact_phone": "13800000001", "contact_shown_to_manager": True}
    return complain(short_purchase(), **told).complaint


def move(cast: Cast, complaint: Complaint, *names: str) -> Complaint:
    for name in names:
        progress.move(complaint.pk, name, actor=cast.people["chenguang"], facts=ANSWERS, at=LATER)
    return Complaint.objects.get(pk=complaint.pk)


def sign(cast: Cast, complaint: Complaint, kind="dispute", party="complainant", by="chenguang", **changes):
    told = {"name": "顾女士", "strokes": json.dumps(STROKES)} | changes
    told = told if "digest" in told else told | {"digest": content.paper(complaint, kind).digest}
    return signing.sign(complaint.pk, kind, party, **told, by=cast.people[by], at=LATER)


def test_the_form_is_filled_from_the_record(complaint: Complaint):
    """商品称重纠纷登记表: nobody types what the scales have signed; the telephone number is on no paper."""
    told = dict(content.paper(complaint, "dispute").rows)
    assert told["投诉编号"] == complaint.number
    assert (told["摊位"], told["结算重量"], told["少于结算"]) == ("s001 青禾蔬菜", "1 kg", "60 g")
    assert (told["消费者"], told["支付金额"], told["商品原状"]) == ("顾女士", "¥6.00", "保持原状")
    assert "13800000001" not in str(content.paper(complaint, "dispute"))
    assert content.paper(complaint, "dispute").terms == ["复秤结果超过允许的计量负偏差。"]


@pytest.mark.requirement("QH-scope")
def test_a_name_that_the_market_may_not_see_is_on_no_paper(cast: Cast):
    """The form opens from the first hour: it would show what the page of the complaint withholds."""
    made = complain(short_purchase(), contact_name="顾女士", contact_phone="13800000001").complaint
    assert dict(content.paper(made, "dispute").rows)["消费者"] == "—"
    sign(cast, made)
    assert signing.signatures(made, content.paper(made, "dispute"))["complainant"].name == "顾女士"


def test_the_open_repeat_weighing_stands_on_the_form(cast: Cast, complaint: Complaint):
    """Both masses and who watched (T4-4.2.1.4), once it was done."""
    assert "当场重新称重" not in dict(content.paper(complaint, "dispute").rows)
    again = move(cast, complaint, "accept", "repeat-weighing")
    assert dict(content.paper(again, "dispute").rows)["当场重新称重"] == "结算 1 kg，复称 940 g，在场人：a neighbour"


def test_each_paper_is_there_when_there_is_something_to_write(cast: Cast, complaint: Complaint):
    """The form from the first hour, the agreement when agreed, the receipt when paid; none before."""
    assert content.open_papers(complaint) == ["dispute"]
    with pytest.raises(content.NothingToWrite):
        content.paper(complaint, "agreement")
    agreed = move(cast, complaint, "accept", "start-mediation", "agree")
    assert content.open_papers(agreed) == ["dispute", "agreement"]
    assert "合计 ¥500.36" in content.paper(agreed, "agreement").terms[0]
    paid = move(cast, complaint, "advance")
    assert content.paper(paid, "receipt").terms == ["2026-11-20 收到市场管理方（先行赔付）赔付 ¥500.36。"]


@pytest.mark.requirement("T4-4.2.4.4")
def test_what_the_market_paid_first_and_recovered_has_its_record(cast: Cast, complaint: Complaint):
    """Paid in the operator's stead, recovered in parts, and what is left; none where the operator paid."""
    paid = move(cast, complaint, "accept", "start-mediation", "agree", "advance")
    assert content.paper(paid, "advance").terms == [
        "2026-11-20 市场管理方先行赔付消费者 ¥500.36。",
        "尚待追偿 ¥500.36。",
    ]
    manager = cast.people["chenguang"]
    for recovered, left in ((40_000, "尚待追偿 ¥100.36。"), (10_036, "已全部追回。")):
        progress.move(paid.pk, "recover", actor=manager, facts={"recovered_fen": recovered}, at=LATER)
        assert content.paper(Complaint.objects.get(pk=paid.pk), "advance").terms[-1] == left
    other = complain(short_purchase(seq=9), key="another-random-submission-key").complaint
    with pytest.raises(content.NothingToWrite):
        content.paper(move(cast, other, "accept", "start-mediation", "agree", "pay"), "advance")


@pytest.mark.requirement("T4-4.2.4.5")
def test_the_notice_of_a_card_says_why_what_and_how_to_appeal(cast: Cast):
    """出牌通知书: reason, penalty that is no fine, closure, last day and office of an appeal; never who complained."""
    card = confirmed(cast)
    told = content.paper(card.complaint, "card")
    assert told.terms[0] == "理由：as weighed"
    assert "不是行政罚款" in told.terms[1]
    assert "停业整顿 7 天。" in told.terms
    assert any("2026-11-27" in term for term in told.terms)
    assert any("东屏区" in term for term in told.terms)
    assert any("4.2.4.5" in clause for clause in told.clauses)
    assert "消费者" not in dict(told.rows)
    do(cast, card, "revoke", by="dongping")
    assert "本牌已撤销" in content.paper(card.complaint, "card").terms[-1]
    with pytest.raises(content.NothingToWrite):
        content.paper(proposed(cast, 6).complaint, "card")


def test_a_signature_is_below_exactly_what_was_read(cast: Cast, complaint: Complaint):
    """Signed, on record; after the wording changed it counts no more, and the page says so."""
    sign(cast, complaint)
    before = content.paper(complaint, "dispute")
    assert signing.signatures(complaint, before)["complainant"].name == "顾女士"
    assert AuditEntry.objects.get(act="paper-signed").after["digest"] == before.digest
    changed = move(cast, complaint, "accept", "repeat-weighing")
    now = content.paper(changed, "dispute")
    assert (signing.signatures(changed, now), signing.earlier(changed, now)) == ({}, 1)
    with pytest.raises(ValidationError) as refusal:
        sign(cast, changed, digest=before.digest)
    assert list(refusal.value.message_dict) == ["paper"]


def test_pressed_twice_it_is_one_signature(cast: Cast, complaint: Complaint):
    """A slow tablet; the first one stays."""
    assert sign(cast, complaint) == sign(cast, complaint, name="somebody else")
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"strokes": ""}, "strokes"),
        ({"strokes": "[[1,1]]"}, "strokes"),
        ({"strokes": "not json"}, "strokes"),
        ({"strokes": '[["<script>"]]'}, "strokes"),
        ({"strokes": json.dumps([[1001] * 20])}, "strokes"),
        ({"strokes": json.dumps([[True] * 20])}, "strokes"),
        ({"strokes": json.dumps([[1, 2, 3]] * 10)}, "strokes"),
        ({"strokes": json.dumps([[1] * 20000])}, "strokes"),
        ({"party": "neighbour"}, "party"),
        ({"kind": "agreement"}, "paper"),
        ({"kind": "will"}, "paper"),
    ],
)
def test_what_is_no_signature_is_told_so(cast: Cast, complaint: Complaint, changes: dict, field: str):
    """A dot, a drawing of something else, no name, a paper that is not there: nothing is kept."""
    kind = changes.pop("kind", "dispute")
    told = {"kind": kind, "digest": "x"} if kind != "dispute" else {}
    with pytest.raises(ValidationError) as refusal:
        sign(cast, complaint, **told, **changes)
    assert list(refusal.value.message_dict) == [field]
    assert not Signature.objects.exists()


def test_an_operator_signs_no_receipt(cast: Cast, complaint: Complaint):
    """Who paid does not confirm having received."""
    paid = move(cast, complaint, "accept", "start-mediation", "agree", "pay")
    with pytest.raises(ValidationError):
        sign(cast, paid, "receipt", "operator")
    sign(cast, paid, "receipt", "complainant")


@pytest.mark.requirement("QH-scope")
def test_a_stranger_takes_no_signature(cast: Cast, complaint: Complaint):
    """For the other county's market there is no such complaint."""
    with pytest.raises(Complaint.DoesNotExist):
        sign(cast, complaint, by="hewan")


def test_a_signature_is_never_changed(cast: Cast, complaint: Complaint):
    """Not even by a program with the database in hand."""
    sign(cast, complaint)
    for change in (lambda: Signature.objects.update(name="x"), lambda: Signature.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_the_paper_is_printed_with_its_signatures(cast: Cast, complaint: Complaint, settings):
    """One PDF, signed or not; without a Chinese font it is refused rather than printed in boxes."""
    if not set(settings.CHINESE_FONTS) & set(typesetting._fonts().families()):
        pytest.skip("no Chinese font is installed")
    empty = pdf.pdf(complaint, content.paper(complaint, "dispute"))
    sign(cast, complaint)
    signed = pdf.pdf(complaint, content.paper(complaint, "dispute"))
    assert empty.startswith(b"%PDF")
    assert signed != empty
    settings.CHINESE_FONTS = ("No Such Font",)
    with pytest.raises(typesetting.NoChineseFont):
        pdf.pdf(complaint, content.paper(complaint, "dispute"))
