"""Every way that a complaint goes, as a list of what people do: walked by test_branches.py in a real browser.

`tests/law/test_complaint_flow.py` compares the moves that are walked here with those of the table: a new move has a
journey, or the test fails.
"""

from dataclasses import dataclass, field

SHOPPER, APP, CLOCK = "shopper", "app", "clock"
RECORDED, ASKED = "已记录。", "已记录。待第二人作出同样处理后生效。"


@dataclass(frozen=True)
class Step:
    """``who`` makes a move, at the desk, by the secret link, in the app, or as the clock does.

    ``told`` is what the complainant's page says last of all, and nothing new where it is empty.
    """

    who: str
    move: str
    told: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    said: str = RECORDED


def step(who: str, move: str, told: str = "", said: str = RECORDED, **answers: str) -> Step:
    return Step(who, move, told, answers, said)


@dataclass(frozen=True)
class Branch:
    """``about``: a purchase found short, one that was right, or a place without a receipt."""

    about: str
    steps: tuple[Step, ...]
    ends: str


ACCEPT = step("chenguang", "accept", "投诉已受理")
MEDIATE = step("chenguang", "start-mediation", "开始调解")
AGREE = step("chenguang", "agree", "双方达成协议", refund_fen="0.36", compensation_fen="500")
FAIL = step("chenguang", "fail", "调解结束，未达成协议", reason="各执一词")
BRANCHES = {
    "the stall pays": Branch(
        "short",
        (
            ACCEPT,
            step("chenguang", "call-operator", "已联系摊主", text="摊主承认没有归零"),
            step("chenguang", "call-consumer", "已联系您", text="要求退赔"),
            step(
                *("chenguang", "repeat-weighing", "商品已当众重新称重"),
                settled_mg="1",
                actual_mg="0.94",
                witness="邻摊",
            ),
            MEDIATE,
            AGREE,
            step("chenguang", "pay", "摊主已向您赔付"),
            step("chenguang", "close", "投诉已办结", answer="已退赔"),
        ),
        "已办结",
    ),
    "the market pays first": Branch(
        "short",
        (
            ACCEPT,
            MEDIATE,
            FAIL,
            step("chenguang", "advance", "市场已先行赔付，再向摊主追偿"),
            step("chenguang", "recover", recovered_fen="300"),
            step("chenguang", "close", "投诉已办结", answer="市场已先行赔付"),
            step("chenguang", "recover", recovered_fen="200.36"),
        ),
        "已办结",
    ),
    "two people refuse, and the shopper appeals": Branch(
        "short",
        (
            step(
                *("chenguang", "refuse", "", ASKED),
                ground="handled-elsewhere",
                reason="法院已立案",
                second_person="dongping",
            ),
            step(
                *("dongping", "refuse", "投诉未被受理"),
                ground="handled-elsewhere",
                reason="法院已立案",
                second_person="chenguang",
            ),
            step(SHOPPER, "appeal-end", "您对处理结果提出申诉", text="法院没有立案"),
            step("dongping", "accept", "投诉已受理"),
            step("dongping", "start-mediation", "开始调解"),
            step("dongping", "fail", "调解结束，未达成协议", reason="经营者不同意"),
            step("dongping", "close", "", ASKED, answer="请走诉讼", reason="调解不成", second_person="city"),
            step("city", "close", "投诉已办结", answer="请走诉讼", reason="调解不成", second_person="dongping"),
            step("dongping", "reopen", "监管部门已重新办理", reason="有新证据"),
        ),
        "已受理",
    ),
    "papers are missing": Branch(
        "right",
        (
            step("chenguang", "ask-papers", "需要补充材料", text="请补小票", papers_due_on="2099-12-31"),
            step(SHOPPER, "supply", "您补充了材料", text="小票已经丢了"),
            step(APP, "supply", "您补充了材料", text="有付款记录"),
            step("chenguang", "note", text="已核对付款记录"),
            step("dongping", "urge", text="请尽快决定是否受理"),
            step("chenguang", "split-report", "涉嫌违法的线索另行核查", text="秤的铅封像是断过"),
        ),
        "已提交",
    ),
    "another office, and back": Branch(
        "short",
        (
            step("chenguang", "transfer", "已移送其他单位办理", desk="99/01/01/", reason="超出市场权限"),
            step("dongping", "transfer", "已移送其他单位办理", desk="99/01/01/m001/", reason="由市场先行调解"),
            step(APP, "appeal", "您提出申诉：管理方推诿", text="没有人理我"),
            step("dongping", "accept", "投诉已受理"),
            step("dongping", "send-for-testing", "计量器具已送检定检测，其间时限暂停", text="送市计量所"),
            step("dongping", "testing-done", "检定检测结果已出", text="示值偏大 60 克"),
        ),
        "已受理",
    ),
    "it happened elsewhere": Branch(
        "place",
        (
            step("chenguang", "relocate", "投诉地点已更正", place="河湾农贸市场", reason="消费者选错市场"),
            step("hewan", "accept", "投诉已受理"),
            step(SHOPPER, "withdraw", "您撤回了投诉"),
        ),
        "已撤回",
    ),
    "one matter twice": Branch(
        "place",
        (
            step("chenguang", "join", "已并入同一事项的另一件投诉", into="{other}", reason="同一次购买"),
            step("dongping", "reopen", "监管部门已重新办理", reason="不是同一件事"),
            step(APP, "withdraw", "您撤回了投诉"),
        ),
        "已撤回",
    ),
    "nobody acts in time": Branch(
        "right",
        (
            step(CLOCK, "due-soon"),
            step(CLOCK, "overdue", "办理超期，已由上级单位督办"),
            step("dongping", "accept", "投诉已受理"),
        ),
        "已受理",
    ),
}


def walked() -> set[str]:
    return {one.move for branch in BRANCHES.values() for one in branch.steps}
