"""The notice of a card to the operator: why, what follows, and how to appeal. It never names the complainant."""

from django.conf import settings
from django.utils import timezone

from quanheng.cases.card_measures import is_standing
from quanheng.cases.cards import office_above
from quanheng.cases.evidence import Evidence
from quanheng.cases.models import Card
from quanheng.law.card_flow import card_flow
from quanheng.law.units import format_mass, format_yuan
from quanheng.register.area_names import name_of_area

COLOURS = {"yellow": "黄牌", "red": "红牌"}
WAITS = {
    "all": "申诉期间，停业、违约金、清退尚未开始的暂缓执行。",
    "expulsion": "申诉期间，清退暂缓执行，停业、违约金照常。",
    "nothing": "申诉期间，各项措施照常执行。",
}
UNKNOWN = "—"


def card_of_notice(complaint_id: int) -> Card | None:
    """A card that was confirmed, whatever became of it later; there is no notice of a proposal."""
    told = [*card_flow().standing, "revoked"]
    rows = Card.objects.filter(complaint_id=complaint_id, state__in=told)
    return rows.select_related("complaint__market", "stall").first()


def rows(card: Card, evidence: Evidence) -> list[list[str]]:
    complaint, recheck = card.complaint, evidence.recheck
    bought_at = complaint.weighed_at
    return [
        ["编号", complaint.number],
        ["市场", complaint.market.name],
        ["摊位", str(card.stall)],
        ["经营者", card.operator_name or UNKNOWN],
        ["牌别", f"{COLOURS[card.colour]}（在本市场第 {card.offence} 次）"],
        ["交易时间", f"{timezone.localtime(bought_at):%Y-%m-%d %H:%M}" if bought_at else UNKNOWN],
        ["结算重量", UNKNOWN if recheck is None or recheck.settled_mg is None else format_mass(recheck.settled_mg)],
        ["公平秤复秤", UNKNOWN if recheck is None else format_mass(recheck.check_mg)],
        ["少于结算", UNKNOWN if evidence.shortfall_mg is None else format_mass(evidence.shortfall_mg)],
        ["确认日期", f"{timezone.localtime(card.decided_at):%Y-%m-%d}" if card.decided_at else UNKNOWN],
    ]


def terms(card: Card) -> list[str]:
    told = [f"理由：{card.reason}", *_measures(card)]
    if not is_standing(card):
        return [*told, "本牌已撤销，不计次数；已缴违约金应予退还，停业应予结束。"]
    return [*told, *_appeal(card)]


def _measures(card: Card) -> list[str]:
    told = []
    if card.market_penalty_fen:
        amount = format_yuan(card.market_penalty_fen)
        told.append(f"向市场管理方缴纳违约金 {amount}。此为市场与经营者之间约定的违约金，不是行政罚款。")
    if card.closure_days:
        told.append(f"停业整顿 {card.closure_days} 天{_closure(card)}。")
    if card.expelled:
        told.append("清退离场。")
    return [*told, "就发现的问题整改，并将整改情况报告市场管理方核实。"]


def _closure(card: Card) -> str:
    if card.closed_from is None or card.closed_until is None:
        return ""
    return f"，自 {card.closed_from.isoformat()} 至 {card.closed_until.isoformat()}（含首末两日）"


def _appeal(card: Card) -> list[str]:
    if card.state == "upheld":
        return ["经申诉，本牌维持。"]
    if card.state == "appealed":
        return [f"本牌正在申诉。{WAITS[settings.CARD_APPEAL_STAYS]}"]
    office = name_of_area(office_above(card)) or "上一级市场监管部门"
    last = card.appeal_until.isoformat() if card.appeal_until else UNKNOWN
    return [
        f"不服本决定的，可在 {last}（含当日）前申诉：用经营者账号在“出牌”页面提出，或把书面申诉交市场管理方代录。",
        f"申诉由{office}的市场监管部门决定，原确认人不参与。{WAITS[settings.CARD_APPEAL_STAYS]}",
        "申诉不影响依法向有关部门反映或提起诉讼的权利。",
    ]
