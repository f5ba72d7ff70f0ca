from quanheng.cases.models.attachment import Attachment
from quanheng.cases.models.card import Card, CardEvent
from quanheng.cases.models.complaint import Complaint, ComplaintEvent
from quanheng.cases.models.handling import HandlingCounted, HandlingFigures, HandlingMark
from quanheng.cases.models.honesty_reminder import HonestyReminder, ReminderRead
from quanheng.cases.models.hotline_ticket import HotlineTicket
from quanheng.cases.models.key_supervision import KeyCount, KeyState, KeySupervision, KeySupervisionEvent
from quanheng.cases.models.market_report import MarketReport
from quanheng.cases.models.notice import NoticeOutbox, NoticeWish
from quanheng.cases.models.publication import Publication, PublishedFigures
from quanheng.cases.models.repeated import OperatorComplaints, RepeatedOperator
from quanheng.cases.models.reply_template import ReplyTemplate
from quanheng.cases.models.report import Report, ReportState
from quanheng.cases.models.shopper import Shopper, ShopperKey
from quanheng.cases.models.signature import Signature
from quanheng.cases.models.submission import SubmissionTally

__all__ = [
    "Attachment",
    "Card",
    "CardEvent",
    "Complaint",
    "ComplaintEvent",
    "HandlingCounted",
    "HandlingFigures",
    "HandlingMark",
    "HonestyReminder",
    "HotlineTicket",
    "KeyCount",
    "KeyState",
    "KeySupervision",
    "KeySupervisionEvent",
    "MarketReport",
    "NoticeOutbox",
    "NoticeWish",
    "OperatorComplaints",
    "Publication",
    "PublishedFigures",
    "ReminderRead",
    "RepeatedOperator",
    "ReplyTemplate",
    "Report",
    "ReportState",
    "Shopper",
    "ShopperKey",
    "Signature",
    "SubmissionTally",
]
