"""Open the pages of bench/complaints_pages.py, make the acts at the busiest market, and say what each cost.

Imported only after Django was set up.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import complaints_pages as pages
import register_opening as opening
from complaints_filling import HOTLINE_KEY
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from register_looking import look
from register_pages import Page

from quanheng.cases import hotline, outbox, progress, rate
from quanheng.cases.lodge import lodge
from quanheng.cases.models import Complaint
from quanheng.cases.submission import Submission
from quanheng.connectors.hotline import Ticket
from quanheng.people.models import User
from quanheng.people.partners import recognise
from quanheng.register.models import Place, Stall

Act = Callable[[], object]


def open_all(only: str) -> list[opening.Opened]:
    begun = tuple(only.split(";"))
    asked = {name: page for name, page in pages.pages(_moments()).items() if name.startswith(begun)}
    rows = {name: [str(one) for one in opening.ask(sql)] for name, sql in pages.ROWS.items()}
    opened = opening.open_all(asked, _clients(), rows)
    return opened + [_made(name, act) for name, act in _acts().items() if name.startswith(begun)]


def _moments() -> pages.Moment:
    today = timezone.localdate()
    return pages.Moment(*((today - timedelta(days=days)).isoformat() for days in (30, 180, 21, 60)))


def _clients() -> dict[str, Client]:
    clients = opening.regulators(pages.OFFICES)
    clients["market"] = opening.signed_in("busy", "market-manager", pages.BUSY)
    quiet = Place.objects.filter(kind="market").order_by("-pk")[7]
    clients["quiet"] = opening.signed_in("quiet", "market-manager", quiet.area)
    clients["phone"] = Client(headers={"authorization": "Bearer phone1"})
    return clients


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What is tried leaves the country as it was."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def _made(name: str, act: Act) -> opening.Opened:
    """All that the database does for one act, the checks of its keys with it."""

    def make() -> None:
        with undone():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    looks = [("", name, look(make)) for _time in range(5)]
    return opening.Opened(name, Page((name,), ("",)), looks)


def _acts() -> dict[str, Act]:
    market = Place.objects.get(area=pages.BUSY)
    stall = Stall.objects.filter(market=market).order_by("pk").first()
    manager = User.objects.get(username="bench-busy")
    now, whole = timezone.now(), {"category": "short-weight", "market_id": market.pk, "contact_phone": "13800000123"}
    told = Submission(submission_key="k" * 32, stall_id=stall.pk, **whole)

    def moved(state: str, move: str, **facts: object) -> Act:
        one = Complaint.objects.filter(state=state, desk=market.area, stall__isnull=False).latest("pk")
        return lambda: progress.move(one.pk, move, actor=manager, facts=facts, at=now, note="已联系。")

    ended = Complaint.objects.filter(state="closed", stars=None).latest("pk")
    ticket = Ticket("12315", "N1", now, place=market.name, stall=stall.number, caller_phone="13800000123")
    return {
        "act: lodge": lambda: lodge(told, at=now, address="192.0.2.1"),
        "act: take a ticket": lambda: hotline.take(ticket, of=recognise(HOTLINE_KEY), at=now),
        "act: accept": moved("lodged", "accept"),
        "act: call the operator": moved("accepted", "call-operator"),
        "act: agree": moved("mediation", "agree", refund_fen=60, compensation_fen=50000),
        "act: pay": moved("agreed", "pay", paid_fen=50060),
        "act: close": moved("remedied", "close", answer="已赔付。"),
        "act: rate": lambda: rate.rate(ended.pk, stars=5, reason="", at=now),
        "act: claim what is to be told": lambda: outbox.claim(["sms", "hotline"], now),
    }
