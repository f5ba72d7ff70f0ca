"""Reply templates: an office writes down what it answers again and again, and those below it use it."""

import pytest
from django.core.exceptions import ValidationError

from quanheng.cases import progress, replies, timeline
from quanheng.cases.models import Complaint, ReplyTemplate
from quanheng.people.models import AuditEntry
from tests.cast import Cast
from tests.shopping import LATER, buy, complain, short_purchase

pytestmark = [pytest.mark.requirement("T4-4.2.4.7", "G22-2.6"), pytest.mark.django_db]

PAID = {"move": "close", "title": "已赔付", "text": "投诉 {number}：{market}{stall}已退 {refund}、赔 {compensation}。"}


def keep(cast: Cast, by: str = "dongping", **changes: str) -> ReplyTemplate:
    return replies.enter(PAID | changes, by=cast.people[by], at=LATER)


def offered(cast: Cast, by: str, complaint: Complaint, move: str = "close") -> list[str]:
    return [reply.title for reply in replies.offered(complaint, cast.people[by]).get(move, [])]


def refused(cast: Cast, **changes: str) -> list[str]:
    with pytest.raises(ValidationError) as wrong:
        keep(cast, **changes)
    return list(wrong.value.message_dict)


def test_what_an_office_keeps_those_below_use(cast: Cast):
    """The county's words reach its market, the market's own come first; none reach the other county or the city."""
    complaint = complain(buy()).complaint
    keep(cast)
    keep(cast, by="chenguang", title="市场自己的")
    assert offered(cast, "chenguang", complaint) == ["市场自己的", "已赔付"]
    assert offered(cast, "dongping", complaint) == ["已赔付"]
    assert (
        offered(cast, "xidu", complaint) == offered(cast, "hewan", complaint) == offered(cast, "city", complaint) == []
    )


def test_placeholders_are_filled_from_the_complaint(cast: Cast):
    """Number, place and what was agreed on; what is not agreed yet shows as a dash."""
    complaint = complain(short_purchase()).complaint
    reply = keep(cast)
    manager = cast.people["chenguang"]
    assert replies.fill(reply.pk, complaint, manager).text.endswith("已退 —、赔 —。")
    for name, facts in (
        ("accept", {}),
        ("start-mediation", {}),
        ("agree", {"refund_fen": 36, "compensation_fen": 50_000}),
    ):
        progress.move(complaint.pk, name, actor=manager, facts=facts, at=LATER)
    told = replies.fill(reply.pk, complaint, manager).text
    assert told == f"投诉 {complaint.number}：晨光农贸市场s001 青禾蔬菜已退 ¥0.36、赔 ¥500.00。"


def test_a_complainant_who_reads_english_is_answered_in_english(cast: Cast):
    """Where it was written in English too; where not, in Chinese rather than not at all."""
    english = complain(buy(), language="en").complaint
    both = keep(cast, text_en="Complaint {number} about {market} is settled.")
    alone = keep(cast, title="只有中文", text="已办结。")
    by = cast.people["chenguang"]
    assert replies.fill(both.pk, english, by).text == f"Complaint {english.number} about Chenguang Market is settled."
    assert replies.fill(alone.pk, english, by).text == "已办结。"


@pytest.mark.parametrize("field", ["text", "text_en"])
@pytest.mark.parametrize("words", ["退款 {refnd}", "{}", "{number", "number}", "{{number}}", "x\0", "长" * 1001])
def test_an_unknown_placeholder_is_refused_where_it_stands(cast: Cast, field: str, words: str):
    """A slip of the pen would reach the complainant as braces: the field is named, in either language."""
    assert refused(cast, **{field: words}) == [field]


@pytest.mark.parametrize(
    ("changes", "field"), [({"title": " "}, "title"), ({"title": "长" * 41}, "title"), ({"move": "pay"}, "move")]
)
def test_what_is_missing_is_named(cast: Cast, changes: dict[str, str], field: str):
    """No title, one too long, or a move that answers nobody."""
    assert refused(cast, **changes) == [field]


def test_one_title_once_for_one_office(cast: Cast):
    """A second one of the same title is refused; of another office, or after the first was withdrawn, it is not."""
    first = keep(cast)
    assert refused(cast) == ["title"]
    keep(cast, by="chenguang")
    replies.withdraw(first.pk, by=cast.people["dongping"], at=LATER)
    keep(cast)


def test_only_the_office_that_keeps_it_changes_it(cast: Cast):
    """Not those below it, who use it, nor those above; each change is on the trail with what stood before."""
    reply = keep(cast)
    for other in ("chenguang", "city", "xidu"):
        with pytest.raises(ReplyTemplate.DoesNotExist):
            replies.change(reply.pk, PAID | {"title": "x"}, by=cast.people[other], at=LATER)
        with pytest.raises(ReplyTemplate.DoesNotExist):
            replies.withdraw(reply.pk, by=cast.people[other], at=LATER)
    replies.change(reply.pk, PAID | {"title": "赔好了"}, by=cast.people["dongping"], at=LATER)
    entry = AuditEntry.objects.get(act="reply-changed")
    assert (entry.before, entry.after) == ({"title": "已赔付"}, {"title": "赔好了"})


def test_a_refusal_may_explain_itself_to_the_complainant(cast: Cast):
    """The ground is the law's; what was written besides stands behind it, and nothing besides is fine too."""
    for number, told in enumerate(("请向 {market} 咨询", "")):
        complaint = complain(buy(seq=number + 5), key=f"a-random-submission-key-{number}").complaint
        facts = {"ground": "papers-missing", "told": told}
        progress.move(complaint.pk, "refuse", actor=cast.people["chenguang"], facts=facts, at=LATER)
        detail = timeline.steps(complaint)[-1].detail
        assert detail.endswith(told or "材料")
