"""Every night: who has something new on record is looked at, and where the figures speak for it, somebody is proposed.

To propose is to ask a person. Nothing happens to anybody by it, nobody else hears of it, and what was dismissed comes
back only when there is something newer.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quanheng.cases import move_fields
from quanheng.cases.key_supervision import news
from quanheng.cases.key_supervision.figures import Figures
from quanheng.cases.key_supervision.gather import Gathering
from quanheng.cases.key_supervision.reasons import reasons, speaking
from quanheng.cases.models import KeyCount, KeyState, KeySupervision, KeySupervisionEvent
from quanheng.measuring import day_tally
from quanheng.people import audit
from quanheng.people.areas import within
from quanheng.people.models import User
from quanheng.register.legal_day import legal_day
from quanheng.register.models import Stall

OPEN = (KeyState.PROPOSED, KeyState.RUNNING)


def count(at: datetime) -> KeyCount:
    """Twice a night does no harm; killed on the way, the next one begins where this one did."""
    gathering = Gathering.at(at)
    day_tally.fold(gathering.today)
    seen = news.last_numbers()
    stalls = news.stalls(at, gathering.today, gathering.since, gathering.limits.overdue_days)
    proposed = sum(_look_at(stall, gathering, at) for stall in stalls)
    return KeyCount.objects.create(counted_at=at, seen=seen, looked_at=len(stalls), proposed=proposed)


@transaction.atomic
def _look_at(number: int, gathering: Gathering, at: datetime) -> bool:
    """Whether somebody was proposed. The stall's row is held, so that two counts propose once."""
    Stall.objects.select_for_update().get(pk=number)
    stall = Stall.objects.select_related("market__region").get(pk=number)
    if stall.closed_on is not None:
        return False
    known = KeySupervision.objects.filter(stall=stall, operator_name=stall.operator_name).order_by("-pk").first()
    is_open = known is not None and known.state in OPEN
    if not is_open and not gathering.may_speak(stall):
        return False
    figures = gathering.figures(stall)
    spoken = speaking(reasons(figures, gathering.limits))
    if is_open:
        _tell_news(known, figures, spoken, at)
        return False
    fresh = [name for name in spoken if known is None or _is_newer(figures, name, known)]
    if fresh:
        _propose(stall, figures, spoken, at)
    return bool(fresh)


@transaction.atomic
def by_person(number: int, reason: str, *, by: User, at: datetime) -> KeySupervision:
    """An inspector saw something that no count sees: a proposal with the figures of today, whatever they say.

    Raises Stall.DoesNotExist for a stranger's stall, ValidationError without a reason or where there is one already.
    """
    stall = Stall.objects.select_for_update().filter(within(by), closed_on=None).get(pk=number)
    stall = Stall.objects.select_related("market__region").get(pk=stall.pk)
    note = _reason(reason)
    open_ones = KeySupervision.objects.filter(stall=stall, operator_name=stall.operator_name, state__in=OPEN)
    if open_ones.exists():
        raise ValidationError({"reason": _("This operator is proposed or under key supervision already.")})
    gathering = Gathering.at(at)
    figures = gathering.figures(stall)
    made = _propose(stall, figures, speaking(reasons(figures, gathering.limits)), at, by=by, note=note)
    subject, after = f"key-supervision:{made.pk}", {"operator_name": made.operator_name}
    audit.note("key-supervision-proposed", subject, user=by, area=made.area, after=after, reason=note)
    return made


def _reason(text: str) -> str:
    try:
        told = move_fields.plain(text)
    except ValueError as problem:
        raise ValidationError({"reason": str(problem)}) from None
    if not told:
        raise ValidationError({"reason": _("Please give the reason.")})
    return told


def _is_newer(figures: Figures, name: str, known: KeySupervision) -> bool:
    over = known.ended_at or known.decided_at
    return over is None or (name in figures.newest and figures.newest[name] > over)


def _propose(
    stall: Stall, figures: Figures, spoken: list[str], at: datetime, by: User | None = None, note: str = ""
) -> KeySupervision:
    kept = figures.as_dict()
    made = KeySupervision.objects.create(
        area=stall.area,
        market=stall.market,
        stall=stall,
        operator_name=stall.operator_name,
        reasons=spoken,
        figures=kept,
        counted_at=at,
        proposed_at=at,
    )
    facts = {"figures": kept, "reasons": spoken}
    kind = "proposed" if by is None else "asked"
    KeySupervisionEvent.objects.create(supervision=made, at=at, kind=kind, actor=by, facts=facts, note=note)
    return made


def _tell_news(known: KeySupervision, figures: Figures, spoken: list[str], at: datetime) -> None:
    """Of one that is proposed or runs: the figures follow what is new; of each day the first stay in its history."""
    if all(moment <= known.counted_at for moment in figures.newest.values()):
        return
    known.figures, known.counted_at = figures.as_dict(), at
    known.reasons = [*known.reasons, *(name for name in spoken if name not in known.reasons)]
    known.save(update_fields=["figures", "counted_at", "reasons"])
    told = known.events.filter(kind="counted").order_by("-pk").first()
    if told is None or legal_day(told.at) < legal_day(at):
        facts = {"figures": known.figures, "reasons": spoken}
        KeySupervisionEvent.objects.create(supervision=known, at=at, kind="counted", facts=facts)
