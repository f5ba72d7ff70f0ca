"""What has to be told outside, kept until it is: written with what it tells, claimed, tried again, given up loudly.

Any carrier can use it: a channel is a name, and what is told is a small JSON object.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from quanheng.cases.models import Complaint, NoticeOutbox
from quanheng.people import audit, sealing
from quanheng.people.areas import within
from quanheng.people.models import User

PURPOSE = "outbox"
LEASE = timedelta(minutes=5)  # who claims and dies leaves it to another after this
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720, 1440))
REFUSAL_LONGEST = 300


def put(channel: str, key: str, told: Mapping[str, Any], *, at: datetime, complaint: Complaint | None = None) -> bool:
    """Inside the transaction of the act that is told. Whether it is new: the same key is told once."""
    sealed = sealing.seal(json.dumps(told, ensure_ascii=False), PURPOSE)
    _notice, new = NoticeOutbox.objects.get_or_create(
        key=key, defaults={"channel": channel, "sealed": sealed, "made_at": at, "next_at": at, "complaint": complaint}
    )
    return new


@transaction.atomic
def claim(channels: Iterable[str], at: datetime, most: int = 20) -> list[NoticeOutbox]:
    """Those that are due, for this process alone until the lease ends."""
    due = NoticeOutbox.objects.filter(state=NoticeOutbox.WAITING, next_at__lte=at, channel__in=list(channels))
    claimed = list(due.select_for_update(skip_locked=True).order_by("next_at")[:most])
    claimed_keys = [one.pk for one in claimed]
    NoticeOutbox.objects.filter(pk__in=claimed_keys).update(attempts=F("attempts") + 1, next_at=at + LEASE)
    for one in claimed:
        one.attempts += 1
    return claimed


def told(notice: NoticeOutbox) -> dict[str, Any]:
    return json.loads(sealing.unseal(notice.sealed, PURPOSE))


def mark_sent(notice: NoticeOutbox, at: datetime) -> None:
    """What was told is not kept: it was somebody's telephone number."""
    NoticeOutbox.objects.filter(pk=notice.pk).update(state=NoticeOutbox.SENT, sent_at=at, sealed="", refusal="")


def mark_failed(notice: NoticeOutbox, why: str, at: datetime, *, passes: bool) -> None:
    """Again after a pause, each longer than the last; dead where trying again is of no use or was of none."""
    if passes and notice.attempts <= len(PAUSES):
        change: dict[str, Any] = {"next_at": at + PAUSES[notice.attempts - 1]}
    else:
        change = {"state": NoticeOutbox.DEAD}
    NoticeOutbox.objects.filter(pk=notice.pk).update(refusal=why[:REFUSAL_LONGEST], **change)


def seal_anew() -> int:
    """After a change of keys: what waits or was given up stays readable. Raises SealUnreadable."""
    older = NoticeOutbox.objects.exclude(sealed="").exclude(sealed__startswith=sealing.newest())
    done = 0
    for notice in older.iterator():
        sealed = sealing.seal(sealing.unseal(notice.sealed, PURPOSE), PURPOSE)
        done += NoticeOutbox.objects.filter(pk=notice.pk).exclude(sealed="").update(sealed=sealed)
    return done


def unsent(viewer: User, before: int | None = None) -> QuerySet[NoticeOutbox]:
    """Given up or still waiting, the latest first; whom and what is not told here."""
    rows = NoticeOutbox.objects.filter(within(viewer, "complaint__area")).exclude(state=NoticeOutbox.SENT)
    rows = rows.select_related("complaint__market").order_by("-pk")
    return rows if before is None else rows.filter(pk__lt=before)


@transaction.atomic
def send_again(notice_id: int, *, by: User, at: datetime) -> NoticeOutbox:
    """A person has mended what was in the way of a dead one. Raises NoticeOutbox.DoesNotExist for a stranger's."""
    own = NoticeOutbox.objects.filter(within(by, "complaint__area"), state=NoticeOutbox.DEAD)
    notice = own.select_for_update(of=("self",)).get(pk=notice_id)
    notice.state, notice.attempts, notice.next_at = NoticeOutbox.WAITING, 0, at
    notice.save(update_fields=["state", "attempts", "next_at"])
    area = notice.complaint.area if notice.complaint else ""
    audit.note("notice-sent-again", notice.key, user=by, area=area, reason=notice.refusal)
    return notice
