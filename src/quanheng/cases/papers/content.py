"""What each paper says, as plain data: filled from the record, the same for everybody who prints it.

The paper of an authority or market is Chinese, whoever prints it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from quanheng.cases import contact, settle
from quanheng.cases.categories import Category
from quanheng.cases.evidence import Evidence, evidence_of
from quanheng.cases.models import Complaint
from quanheng.cases.papers import card_notice
from quanheng.law.goods import GOODS
from quanheng.law.units import format_mass, format_yuan

DISPUTE, AGREEMENT, RECEIPT, ADVANCE, CARD = "dispute", "agreement", "receipt", "advance", "card"
TITLES = {DISPUTE: "商品称重纠纷登记表", AGREEMENT: "消费争议调解协议书", RECEIPT: "赔付收据"}
TITLES |= {ADVANCE: "先行赔付与追偿记录", CARD: "出牌通知书"}
PARTIES = {DISPUTE: ("complainant", "operator", "mediator"), AGREEMENT: ("complainant", "operator", "mediator")}
PARTIES |= {RECEIPT: ("complainant", "mediator"), ADVANCE: ("operator", "mediator"), CARD: ("operator", "mediator")}
PARTY_NAMES = {"complainant": "消费者", "operator": "经营者", "mediator": "经办人"}
UNKNOWN = "—"
Rows = list[list[str]]


@dataclass(frozen=True)
class Paper:
    """``rows`` are headings and what stands beside them; ``terms`` are whole sentences."""

    kind: str
    number: str
    rows: Rows
    terms: list[str]
    clauses: list[str]

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def digest(self) -> str:
        told = json.dumps([self.kind, self.number, self.rows, self.terms, self.clauses], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


class NothingToWrite(LookupError):
    """There is no agreement yet, or nothing was paid: this paper cannot be."""


def paper(complaint: Complaint, kind: str) -> Paper:
    """Raises NothingToWrite, and KeyError for no such paper."""
    with translation.override("zh-hans"):
        return _WRITTEN[kind](complaint, evidence_of(complaint))


def open_papers(complaint: Complaint) -> list[str]:
    """Those that can be written now."""
    found = [DISPUTE]
    found += [AGREEMENT] if settle.agreement(complaint) else []
    found += [RECEIPT] if settle.paid_fen(complaint) else []
    found += [ADVANCE] if complaint.events.filter(move="advance").exists() else []
    return found + ([CARD] if card_notice.card_of_notice(complaint.pk) else [])


def _dispute(complaint: Complaint, evidence: Evidence) -> Paper:
    rows = _who(complaint) + _goods(complaint, evidence) + _found(evidence) + _repeated(complaint)
    return Paper(DISPUTE, complaint.number, rows, [_verdict(evidence)], _clauses(evidence))


def _agreement(complaint: Complaint, evidence: Evidence) -> Paper:
    agreed = settle.agreement(complaint)
    if agreed is None:
        raise NothingToWrite(AGREEMENT)
    terms = [
        f"经营者退还差额 {format_yuan(agreed.refund_fen)}，赔偿 {format_yuan(agreed.compensation_fen)}，"
        f"合计 {format_yuan(agreed.total_fen)}。",
        "经营者不履行的，由市场管理方先行赔付，再向经营者追偿。",
        "双方就本次争议再无其他要求；本协议不影响监管部门对违法行为的查处。",
    ]
    least = settle.terms(complaint, evidence)
    return Paper(AGREEMENT, complaint.number, _who(complaint) + _goods(complaint, evidence), terms, least.clauses("zh"))


def _receipt(complaint: Complaint, evidence: Evidence) -> Paper:
    payments = list(complaint.events.filter(move__in=("pay", "advance")))
    if not payments:
        raise NothingToWrite(RECEIPT)
    payer = {"pay": "经营者", "advance": "市场管理方（先行赔付）"}
    terms = [f"{_day(one.at)} 收到{payer[one.move]}赔付 {format_yuan(one.facts['paid_fen'])}。" for one in payments]
    return Paper(RECEIPT, complaint.number, _who(complaint), terms, settle.terms(complaint, evidence).clauses("zh"))


def _advance(complaint: Complaint, evidence: Evidence) -> Paper:
    """What the market paid in the operator's stead, what it has recovered, and what is still open."""
    told = list(complaint.events.filter(move__in=("advance", "recover")))
    if not any(one.move == "advance" for one in told):
        raise NothingToWrite(ADVANCE)
    said = {
        "advance": lambda facts: f"市场管理方先行赔付消费者 {format_yuan(facts['paid_fen'])}。",
        "recover": lambda facts: f"向经营者追回 {format_yuan(facts['recovered_fen'])}。",
    }
    terms = [f"{_day(one.at)} {said[one.move](one.facts)}" for one in told]
    left = complaint.to_recover_fen
    terms.append(f"尚待追偿 {format_yuan(left)}。" if left else "已全部追回。")
    return Paper(ADVANCE, complaint.number, _who(complaint), terms, settle.terms(complaint, evidence).clauses("zh"))


def _card(complaint: Complaint, evidence: Evidence) -> Paper:
    card = card_notice.card_of_notice(complaint.pk)
    if card is None:
        raise NothingToWrite(CARD)
    clauses = [cited["zh"] for cited in card.clauses]
    return Paper(CARD, complaint.number, card_notice.rows(card, evidence), card_notice.terms(card), clauses)


_WRITTEN = {DISPUTE: _dispute, AGREEMENT: _agreement, RECEIPT: _receipt, ADVANCE: _advance, CARD: _card}


def _who(complaint: Complaint) -> Rows:
    """The complainant's name, where the market may see it; else it comes with the signature. The number never does."""
    name = contact.unsealed(complaint).name if complaint.contact_shown_to_manager else ""
    return [
        ["投诉编号", complaint.number],
        ["登记时间", _moment(complaint.lodged_at)],
        ["市场", complaint.market.name],
        ["摊位", str(complaint.stall) if complaint.stall else UNKNOWN],
        ["经营者", complaint.operator_name or UNKNOWN],
        ["消费者", name or UNKNOWN],
        ["投诉事项", str(Category(complaint.category).label)],
    ]


def _goods(complaint: Complaint, evidence: Evidence) -> Rows:
    weighing, recheck = evidence.weighing, evidence.recheck
    named = (
        weighing.goods if weighing else GOODS[complaint.goods_class].name("zh") if complaint.goods_class else UNKNOWN
    )
    settled = recheck.settled_mg if recheck else weighing.net_mg if weighing else None
    price = recheck.price_fen_per_kg if recheck else None
    return [
        ["商品", named],
        ["结算重量", UNKNOWN if settled is None else format_mass(settled)],
        ["单价", UNKNOWN if price is None else f"{format_yuan(price)}/kg"],
        ["支付金额", UNKNOWN if complaint.paid_fen is None else format_yuan(complaint.paid_fen)],
        ["购买时间", _moment(complaint.weighed_at) if complaint.weighed_at else UNKNOWN],
        ["经营秤", complaint.trade_scale.device_id if complaint.trade_scale else UNKNOWN],
    ]


def _found(evidence: Evidence) -> Rows:
    recheck = evidence.recheck
    if recheck is None:
        return [["公平秤复秤", "未复秤"]]
    return [
        [
            "公平秤复秤",
            f"{format_mass(recheck.check_mg)}（{recheck.check_scale.device_id}，{_moment(recheck.checked_at)}）",
        ],
        ["少于结算", UNKNOWN if evidence.shortfall_mg is None else format_mass(evidence.shortfall_mg)],
        ["商品原状", "保持原状" if evidence.counts else "未保持原状，读数不作为依据"],
    ]


def _repeated(complaint: Complaint) -> Rows:
    again = complaint.events.filter(move="repeat-weighing").last()
    if again is None:
        return []
    facts = again.facts
    told = (
        f"结算 {format_mass(facts['settled_mg'])}，复称 {format_mass(facts['actual_mg'])}，在场人：{facts['witness']}"
    )
    return [["当场重新称重", told]]


def _verdict(evidence: Evidence) -> str:
    if not evidence.counts:
        return "尚无有效的复秤读数。"
    if evidence.exceeded:
        return "复秤结果超过允许的计量负偏差。"
    return "复秤结果未超过允许的计量负偏差。" if evidence.judgement.get("covered") else "依现有规定不能判定。"


def _clauses(evidence: Evidence) -> list[str]:
    told: list[dict[str, Any]] = [evidence.judgement.get(rule) or {} for rule in ("market_rule", "statute")]
    return [_in_chinese(one["clause"]) for one in told if one.get("clause")]


def _in_chinese(clause: Any) -> str:
    return str(clause["zh"] if isinstance(clause, dict) else clause)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}"
