"""What the law answers when the texts give no answer.

The law never guesses. Each error carries a stable `reason` code for programs and an explanation for readers; wrong
input (a negative mass, an unknown method) is not among them and stays a `ValueError`.
"""

from datetime import date

from quanheng.law.wording import in_language

_REASONS = {
    "goods-not-stated": (
        "没有说明商品品种，不能确定适用表1的哪一档。",
        "The goods are not stated, so the class of Table 1 cannot be told.",
    ),
    "price-not-stated": (
        "该食品未列品名，须按单价确定档次，但没有单价。",
        "Food not named in Table 1 falls to its price class, and no unit price is stated.",
    ),
    "goods-excluded": (
        "活禽、活鱼、水发物不适用表1。",
        "Table 1 does not apply to live poultry, live fish and water-soaked goods.",
    ),
    "mass-outside-range": (
        "重量超出表中的称重范围，法规没有规定允许的负偏差。",
        "The mass lies outside the ranges of the table; no permitted deviation is laid down.",
    ),
    "over-max": (
        "载荷超过衡器的最大秤量。",
        "The load exceeds the maximum capacity of the instrument.",
    ),
    "outside-class": (
        "以检定分度值计的载荷超出该准确度等级的最大允许误差表。",
        "The load, counted in scale intervals, lies beyond the table of this accuracy class.",
    ),
    "finer-than-a-milligram": (
        "该最大允许误差不是整毫克，本系统以毫克为最小单位。",
        "This maximum permissible error is not a whole number of milligrams, the smallest unit used here.",
    ),
    "interval-outside-class": (
        "该准确度等级没有这样大小的检定分度值。",
        "The accuracy class has no verification scale interval of this size.",
    ),
    "weights-too-coarse": (
        "砝码的最大允许误差超过秤的最大允许误差的三分之一，不能用来核查。",
        "The weights may be off by more than a third of the scale's permissible error; they show nothing about it.",
    ),
    "quantity-outside-table": (
        "标注净含量超过50kg（L），允许短缺量表没有规定。",
        "The nominal quantity is above 50 kg (L); the table of tolerable deficiencies has no row for it.",
    ),
    "no-figure-on-file": (
        "未录入该器具的最大允许误差，须由检定员填写限值及其依据。",
        "No permissible error is on file for this instrument; the verifier enters the limit and where it is written.",
    ),
    "interval-not-on-file": (
        "未录入该器具的检定周期，须由检定员填写有效期及其依据。",
        "No period of verification is on file for this kind; the verifier enters the last day and where it is written.",
    ),
    "weight-not-in-table": (
        "砝码误差表中没有这个标称质量。",
        "The table of weights has no row for this nominal mass.",
    ),
    "in-use-since-not-stated": (
        "没有说明该网联秤何时投入使用，不能确定是否属于“在用网联电子计价秤”。",
        "It is not stated since when this networked scale has been in use, so it cannot be told whether it may stay.",
    ),
}


class LawError(Exception):
    """The texts do not answer the question asked.

    `reason` is a stable code for programs, `zh` and `en` are the explanation for readers.
    """

    def __init__(self, reason: str, zh: str, en: str) -> None:
        super().__init__(f"{reason}: {en}")
        self.reason = reason
        self.zh = zh
        self.en = en

    def explain(self, lang: str) -> str:
        """One sentence for a reader, in Chinese or English."""
        return in_language(lang, self.zh, self.en)

    def as_dict(self) -> dict[str, object]:
        """The answer in JSON: not covered, and why."""
        return {"covered": False, "reason": self.reason}


class OutsideTable(LawError):
    """The printed table has no row for the question; nothing may be extrapolated from its last row."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, *_REASONS[reason])


class NotInForce(LawError):
    """No edition of the table was in force on the date."""

    def __init__(self, table: str, on: date) -> None:
        day = on.isoformat()
        super().__init__(
            "not-in-force", f"该规定在 {day} 没有施行中的版本。", f"No edition of it ({table}) was in force on {day}."
        )
        self.table = table
        self.on = on


class CalendarUnknown(LawError):
    """The State Council's holiday notice of the year is not on file, so its working days are not known.

    `earliest_on` is a bound, not an answer: whatever the notice says, the day asked for is no earlier.
    """

    def __init__(self, year: int, earliest_on: date) -> None:
        super().__init__(
            "calendar-unknown",
            f"尚未录入国务院办公厅关于{year}年节假日安排的通知，不能计算工作日。",
            f"The State Council's holiday notice for {year} is not on file; working days cannot be counted.",
        )
        self.year = year
        self.earliest_on = earliest_on

    def as_dict(self) -> dict[str, object]:
        """The answer in JSON, with the bound that holds all the same."""
        return {**super().as_dict(), "earliest_on": self.earliest_on.isoformat()}


class MoveNotAllowed(LawError):
    """The complaint flow knows no such move from this state for this role."""

    def __init__(self, state: str, move: str, role: str) -> None:
        super().__init__(
            "move-not-allowed",
            "投诉的现状不允许由您进行这一步。",
            f"At this stage of the complaint ({state}) this step ({move}) is not yours ({role}).",
        )
        self.state = state
        self.move = move
        self.role = role
