"""Reply templates that offices of the invented city keep; a market uses its county's too."""

from datetime import datetime

from quanheng.cases import replies
from quanheng.cases.models import ReplyTemplate
from quanheng.people.models import User

KEPT: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "regulator-dongping",
        {
            "move": "close",
            "title": "已赔付办结",
            "text": "您的投诉 {number} 已办结：经营者退还 {refund}，赔偿 {compensation}。感谢您的监督。（演示）",
            "text_en": "Your complaint {number} is settled: {refund} refunded, {compensation} paid. Thank you. (demo)",
        },
    ),
    (
        "regulator-dongping",
        {
            "move": "refuse",
            "title": "不属消费争议",
            "text": "所述事项不属于消费争议，可向 {phone} 咨询其他办理途径。（演示）",
            "text_en": "This is not a consumer dispute; {phone} can tell you whom to ask. (demo)",
        },
    ),
    (
        "manager-chenguang",
        {
            "move": "ask-papers",
            "title": "请补小票",
            "text": "请补充购物小票或付款记录的照片，以便核对 {stall} 当时的称重记录。（演示）",
            "text_en": "Please send a picture of the receipt or of the payment, so that we find the weighing. (demo)",
        },
    ),
    (
        "manager-chenguang",
        {"move": "note", "title": "已联系摊主", "text": "已就 {number} 联系 {stall}，对方愿意到场核对。（演示）"},
    ),
)


def keep(at: datetime) -> int:
    """How many were new: none the second time, whatever became of them since."""
    if ReplyTemplate.objects.exists():
        return 0
    for username, told in KEPT:
        replies.enter(told, by=User.objects.get(username=username), at=at)
    return len(KEPT)
