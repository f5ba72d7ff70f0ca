"""Messages to the outside that wait or were given up."""

from django.utils.translation import gettext_lazy

from quanheng.cases.models import NoticeOutbox
from quanheng.console.export import Column, Sheet

CHANNELS = {
    "hotline": gettext_lazy("Hotline"),
    "wechat": gettext_lazy("WeChat"),
    "sms": gettext_lazy("Short message"),
}
STATES = {NoticeOutbox.WAITING: gettext_lazy("Waiting"), NoticeOutbox.DEAD: gettext_lazy("Given up")}

OUTSIDE = Sheet(
    "outside",
    gettext_lazy("Messages outside"),
    (
        Column(gettext_lazy("Complaint"), lambda row: row.complaint.number),
        Column(gettext_lazy("To"), lambda row: str(CHANNELS.get(row.channel, row.channel))),
        Column(gettext_lazy("State"), lambda row: str(STATES[row.state])),
        Column(gettext_lazy("Tried"), lambda row: row.attempts),
        Column(gettext_lazy("What went wrong"), lambda row: row.refusal),
        Column(gettext_lazy("Written"), lambda row: row.made_at),
    ),
)
