"""Tell the complainant that something happened: by a WeChat notice they allowed, or by a short message they asked for.

Neither is needed: the secret link and the phone's own list show the same.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from quanheng.cases import contact, outbox, shoppers, timeline
from quanheng.cases.models import Complaint, ComplaintEvent, NoticeWish

TOLD = frozenset({"accept", "refuse", "ask-papers", "agree", "fail", "pay", "advance", "close", "join", "reopen"})
WISHES_MOST = 10


@transaction.atomic
def allow(complaint_id: int, template: str, *, at: datetime) -> None:
    """The shopper said yes in WeChat's own dialogue: one more notice may be sent on this complaint."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    if template == settings.WECHAT_TEMPLATE and complaint.wishes.filter(used_at=None).count() < WISHES_MOST:
        NoticeWish.objects.create(complaint=complaint, template=template, allowed_at=at)


def tell(complaint: Complaint, event: ComplaintEvent) -> None:
    """In the transaction of the move, so that nothing is told that did not happen, and nothing happens untold."""
    if event.move not in TOLD:
        return
    with translation.override(complaint.language):
        words = {"number": complaint.number, "state": timeline.state_name(complaint), "english": _is_english(complaint)}
        words["at"] = f"{localtime(event.at):%Y-%m-%d %H:%M}"
        _by_wechat(complaint, event, words)
        _by_sms(complaint, event, words)


def _is_english(complaint: Complaint) -> bool:
    return complaint.language.startswith("en")


def _by_wechat(complaint: Complaint, event: ComplaintEvent, words: dict[str, object]) -> None:
    openid = shoppers.openid_of(complaint.shopper) if complaint.shopper else ""
    wish = complaint.wishes.select_for_update().filter(used_at=None).order_by("id").first() if openid else None
    if wish is None:
        return
    wish.used_at = event.at
    wish.save(update_fields=["used_at"])
    told = words | {"openid": openid, "template": wish.template, "step": timeline.title(event)}
    outbox.put("wechat", f"event-{event.pk}-wechat", told, at=event.at, complaint=complaint)


def _by_sms(complaint: Complaint, event: ComplaintEvent, words: dict[str, object]) -> None:
    phone = contact.unsealed(complaint).phone if complaint.wants_sms and settings.SMS_GATEWAY_URL else ""
    if not phone:
        return
    text = _("Your complaint %(number)s: %(step)s. Open your link to read more. (Quanheng)")
    told = {"to": phone, "text": text % {"number": words["number"], "step": timeline.title(event)}}
    outbox.put("sms", f"event-{event.pk}-sms", told, at=event.at, complaint=complaint)
