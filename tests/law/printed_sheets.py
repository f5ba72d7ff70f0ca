"""Annexes 2, 3 and 4 of the Taizhou draft, typed from the document and not from our tables.

Each heading: part, printed number, printed title, and its lines as (first words, last words, points).
"""

SCENIC = [
    ("base", "1", "建档完整（6分）", [("建立所有在用", "并动态更新。", 3), ("建立计量纠纷投诉", "处置台帐。", 3)]),
    ("base", "2", "计量器具（6分）", [("景区使用的计量器具100%", "每发现1台件脱离检定周期扣2分。", 6)]),
    (
        "base",
        "3",
        "建立制度（6分）",
        [("明确计量工作责任人", "日常运营。", 3), ("设立、宣传并实施", "巡查制度等。", 3)],
    ),
    (
        "base",
        "4",
        "完善设施（4分）",
        [("在合适位置设置", "服务驿站等。", 2), ("在显著位置设置复秤处", "计量服务。", 2)],
    ),
    (
        "base",
        "5",
        "开展培训（9分）",
        [("有专(兼)职", "经过培训。", 3), ("对相关商户", "使用培训。", 3), ("开展食品安全知识", "知识培训。", 3)],
    ),
    ("base", "6", "加强巡查（5分）", [("将计量准确性检查", "做好检查记录。", 5)]),
    ("base", "7", "奖惩机制（4分）", [("定期发布", "红黑榜信息。", 4)]),
    ("base", "8", "亮照经营（2分）", [("依法取得营业执照", "规范展示。", 2)]),
    ("base", "9", "美化环境（4分）", [("经营环境整体明亮", "地面整洁。", 4)]),
    (
        "base",
        "",
        "放心计量（18分）",
        [
            ("在用计量器具铅封完好", "检定证书。", 3),
            ("在标价、称重、结算", "法定计量单位。", 3),
            ("经营户计量器具放在项目位置", "称重数值。", 3),
            ("规范景区称重行为", "“去皮称重”。", 3),
            ("零售称重商品加贴", "偏差合理。", 3),
            ("使用强制检定计量器具的主体", "位置公示。", 3),
        ],
    ),
    (
        "base",
        "",
        "食品安全（9分）",
        [
            ("从事接触直接入口", "上岗工作。", 3),
            ("不使用腐败变质", "添加剂等。", 3),
            ("不使用超过保质期", "添加剂等。", 3),
        ],
    ),
    ("base", "12", "产品质量（6分）", [("销售的产品规范标注", "三无产品。", 3), ("销售的产品能说明", "合法合规。", 3)]),
    (
        "base",
        "13",
        "明码标价（6分）",
        [("景区经营主体使用统一", "有关情况。", 3), ("经营者不得在标价之外", "等行为。", 3)],
    ),
    ("base", "14", "文明服务（5分）", [("景区经营户", "不虚假宣传。", 5)]),
    ("base", "", "纠纷处理（6分）", [("设在醒目位置", "受理无遗漏。", 3), ("建立健全消费投诉预赔金", "先行赔付。", 3)]),
    ("base", "15", "群众满意度（4分）", [("不定期开展", "达到95%以上。", 4)]),
    ("bonus", "16", "", [("创新形式", "被县级以上媒体宣传的。", 4)]),
    ("bonus", "17", "", [("景区获各级荣誉", "通报表扬。", 4)]),
    ("bonus", "18", "", [("景区放心消费", "全覆盖。", 2)]),
    ("deduction", "19", "", [("使用未经检定", "经提示未整改的。", 5)]),
    ("deduction", "20", "", [("使用以盈利为目的", "计量器具。", 5)]),
    ("deduction", "21", "", [("因出现重大", "处罚的。", 5)]),
]

STREET = [
    ("base", "1", "计量器具合格率", [("街区内使用的计量器具", "按比例得分。", 10)]),
    ("base", "2", "建立街区计量器具数据库", [("建立整个街区", "视情扣分。", 5)]),
    ("base", "3", "计量器具使用管理制度", [("制定计量器具使用管理制度", "在街区公布。", 5)]),
    ("base", "4", "开展计量法规宣传和培训活动", [("街区内商家工作人员", "达95%以上。", 5)]),
    ("base", "5", "计量纠纷处理率", [("街区内发生的计量纠纷", "按比例得分。", 5)]),
    ("base", "6", "计量管理和服务持续改进能力。", [("通过收集计量活动数据", "持续改进能力。", 5)]),
    ("base", "7", "纠纷处理", [("在醒目位置", "受理无遗漏。", 5), ("建立健全消费投诉预赔金", "先行赔付。", 5)]),
    ("base", "8", "规范计理器具使用管理", [("计量器具使用管理制度执行", "情况。", 5)]),
    (
        "base",
        "9",
        "放心计量",
        [
            ("对计量器具进行编号", "有效性。", 4),
            ("在用计量器具铅封完好", "检定证书。", 4),
            ("在标价、称重、结算", "法定计量单位。", 4),
            ("经营户计量器具放在项目位置", "称重数值。", 4),
            ("规范称重行为", "不缺斤少两。", 4),
            ("使用强制检定计量器具的主体", "位置公示。", 4),
        ],
    ),
    ("base", "10", "明码标价", [("经营主体明示", "服务的项目。", 4), ("经营者不得在标价之外", "等行为。", 4)]),
    ("base", "11", "文明服务", [("经营户在从事", "不虚假宣传。", 6)]),
    ("base", "12", "满意度", [("不定期开展", "百度比得分。", 6)]),
    ("base", "13", "组织活动", [("每年邀请", "计量监督活动。", 6)]),
    ("bonus", "14", "", [("创新形式", "每次加分。", 2)]),
    ("bonus", "15", "", [("获各级荣誉", "通报表扬。", 3)]),
    ("bonus", "16", "", [("街区内有诚信计量监测点", "2家以上。", 3)]),
    ("deduction", "17", "", [("商户使用未经检定", "每次扣分。", 5)]),
    ("deduction", "18", "", [("发生以盈利为目的", "每次扣分。", 5)]),
    ("deduction", "19", "", [("因出现重大", "处罚的。", 10)]),
]

# Annex 2: the first words of each item, and the answer of a point that is in order.
MONITORING_POINT = [
    ("在用计量器具", {"instruments_in_use": 12, "verification_in_date": True, "calibrated": True}),
    ("每台计量器具上的“GM2D 码”", {"codes_scan": True}),
    ("是否建立计量器具管理台帐", {"ledger_kept": True}),
    ("是否建立计量器具管理制度", {"system_laid_down": True}),
    ("是否有专人负责", {"person_responsible": True}),
    ("是否定期对计量器具进行保养", {"maintained": True}),
    ("是否知晓强制检定申报平台", {"duties_known": True}),
    ("是否组织工作人员参加计量培训", {"staff_trained": True}),
    ("是否开展诚信计量承诺", {"committed": True}),
    ("是否发生销售的商品重量不足", {"short_weight": False}),
    ("是否发生未明示计量单位", {"measuring_hidden": False}),
    ("是否存在未明码标价", {"prices_unmarked": False}),
    ("有无发生计量签封损坏", {"seal_damaged": False}),
    ("发生计量消费投诉纠纷", {"disputes": 0}),
    ("是否对计量监管和计量检定机构反馈的问题", {"problems_corrected": "n/a"}),
]


def in_order() -> dict[str, object]:
    """A column of the form of a monitoring point that is in order."""
    return {key: value for _, answers in MONITORING_POINT for key, value in answers.items()}


def judged(points: int, *names: str) -> dict[str, dict[str, int]]:
    return {name: {"points": points} for name in names}


def met(*names: str) -> dict[str, dict[str, bool]]:
    return {name: {"met": True} for name in names}


def full_scenic() -> dict[str, dict]:
    """A scenic area with nothing to find fault with, and nothing beyond."""
    threes = (
        "instrument-ledger person-responsible systems-carried-out sealed-and-verified legal-units display-in-sight"
        " tare-taken-off no-short-weight commitment-posted health-certificates no-spoilt-food no-expired-food"
        " goods-labelled goods-sourced prices-marked no-surcharges hotline-posted advance-payment"
    )
    return {
        **judged(3, *threes.split()),
        **judged(2, "reweighing-place", "licences-displayed"),
        **judged(4, "surroundings"),
        **judged(5, "patrols", "honest-service"),
        **met("dispute-ledger", "service-desk", "metrology-staff-trained", "platform-training", "lists-published"),
        **met("food-and-prepackage-training"),
        "instruments-in-date": {"out_of_date": 0},
        "satisfaction": {"satisfied": 95, "answered": 100},
        **{name: {"met": False} for name in ("reported-by-media", "honoured", "trusted-consumption")},
        **{name: {"found": False} for name in ("unverified-not-put-right", "accuracy-altered", "penalised")},
    }


def full_street() -> dict[str, dict]:
    """A street with nothing to find fault with, and nothing beyond."""
    fours = (
        "instruments-kept sealed-and-verified legal-units display-in-sight no-short-weight commitment-posted"
        " prices-marked no-surcharges"
    )
    fives = "instrument-database improvement hotline-posted advance-payment use-system-carried-out"
    return {
        **judged(4, *fours.split()),
        **judged(5, *fives.split()),
        **judged(6, "honest-service"),
        **met("use-system-published", "volunteer-activity"),
        "instruments-conforming": {"conforming": 120, "in_use": 120},
        "staff-trained": {"trained": 19, "staff": 20},
        "disputes-handled": {"handled_in_time": 0, "disputes": 0},
        "satisfaction": {"satisfied": 80, "answered": 80},
        "reported-by-media": {"times": 0},
        "honoured": {"met": False},
        "monitoring-points": {"monitoring_points": 1},
        "unverified-not-put-right": {"times": 0},
        "accuracy-altered": {"times": 0},
        "penalised": {"found": False},
    }
