"""Stand before one simulated scale: read its display, open its housing, type a code (docs/wire/unlocking.md)."""

import time
from collections.abc import Callable

from quanheng.law.wording import in_language
from quanheng.simulator.lock import ATTEMPTS, Answer, Lock
from quanheng.simulator.panels import OPEN_HOUSING, NobodyAnswers, Panels

MINUTE_MS = 60_000


class NotDone(RuntimeError):
    """What the person wanted did not happen; the text says why."""


class Panel:
    """``tell`` prints a line in the person's language."""

    def __init__(self, panels: Panels, device_id: str, lang: str, tell: Callable[[str], None]) -> None:
        self.panels, self.device_id, self.lang, self.tell = panels, device_id, lang, tell

    def say(self, zh: str, en: str) -> None:
        self.tell(in_language(self.lang, zh, en))

    def show(self, now_ms: int | None = None) -> bool:
        """Tell what the display shows; whether the scale is locked."""
        lock = self.panels.display(self.device_id)
        if not lock.is_locked:
            self.say(f"{self.device_id}：未锁定，正常称重。", f"{self.device_id}: not locked, weighing.")
            return False
        number = spaced(lock.challenge)
        self.say(f"{self.device_id}：已锁定，不能称重。显示号码 {number}", f"{self.device_id}: locked. Number {number}")
        self._tell_of_wrong_codes(lock, now_ms if now_ms is not None else time.time_ns() // 1_000_000)
        return True

    def _tell_of_wrong_codes(self, lock: Lock, now_ms: int) -> None:
        if lock.deaf_until_ms > now_ms:
            minutes = -(-(lock.deaf_until_ms - now_ms) // MINUTE_MS)
            self.say(f"错误次数过多，{minutes} 分钟内不接受解锁码。", f"Too many wrong codes: wait {minutes} min.")
        elif lock.wrong:
            self.say(f"已输错 {lock.wrong} 次，共可输 {ATTEMPTS} 次。", f"{lock.wrong} of {ATTEMPTS} codes were wrong.")

    def open_housing(self) -> None:
        self._press(OPEN_HOUSING)
        self.say("外壳已打开。", "The housing is open.")

    def type(self, code: str) -> None:
        """Raises NotDone unless the scale is unlocked by it."""
        answer = self._press(code)
        if answer.outcome == "unlocked":
            number = spaced(answer.confirmation)
            self.say(
                f"已解锁。确认号 {number}，请在平台页面录入；重新检定合格后方可使用。",
                f"Unlocked. Confirmation {number}: enter it on the page. The scale has to be verified.",
            )
            return
        self.show()
        raise NotDone(in_language(self.lang, *_WHY[answer.outcome]))

    def _press(self, text: str) -> Answer:
        try:
            answer = self.panels.press(self.device_id, text)
        except NobodyAnswers:
            zh, en = "模拟城市没有运行：先用 make run 启动。", "No simulated city is running: start it with make run."
            raise NotDone(in_language(self.lang, zh, en)) from None
        if answer.outcome == "no-lock":
            zh, en = f"模拟城市中没有贸易秤 {self.device_id}。", f"The city has no trade scale {self.device_id}."
            raise NotDone(in_language(self.lang, zh, en))
        return answer


_WHY = {
    "wrong": ("解锁码不对，或已超过有效时间。", "The code is wrong, or has run out."),
    "deaf": ("暂不接受解锁码。", "No code is taken now."),
    "not-locked": ("这台秤没有锁定。", "This scale is not locked."),
}


def spaced(digits: str) -> str:
    return f"{digits[:4]} {digits[4:]}"
