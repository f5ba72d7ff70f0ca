"""How a hotline (12315, 12345) hands in a ticket and is answered: our own JSON, as neither publishes an interface.

Described in docs/wire/hotline.md. Each hotline's adapter turns its own form into this one.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

CATEGORIES: Final = ("short-weight", "wrong-amount", "suspicious-scale", "recheck-refused", "other")
"""The sorts of complaint of ``quanheng.cases.categories``; a test compares them."""

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class TicketUnreadable(ValueError):
    """The message is not a ticket; the text says which field, and what was expected."""


class Ticket(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a caller told the hotline. One of ``code`` (as on a receipt or scale) and ``place`` (a name) is needed."""

    source: Literal["12315", "12345"]
    number: Line
    called_at: Annotated[datetime, msgspec.Meta(tz=True)]
    category: Literal["short-weight", "wrong-amount", "suspicious-scale", "recheck-refused", "other"] = "other"
    code: Annotated[str, msgspec.Meta(max_length=600)] = ""
    place: Annotated[str, msgspec.Meta(max_length=80)] = ""
    stall: Annotated[str, msgspec.Meta(max_length=20)] = ""
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    caller_name: Annotated[str, msgspec.Meta(max_length=40)] = ""
    caller_phone: Annotated[str, msgspec.Meta(max_length=30)] = ""
    market_may_call: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What the hotline is told when something happened to the complaint; ``key`` is the same when it is told again."""

    key: str
    source: str
    number: str
    complaint: str
    state: str
    state_name: str
    said: str
    at: str
    final: bool


def read_ticket(body: bytes) -> Ticket:
    """Raises TicketUnreadable."""
    try:
        ticket = msgspec.json.decode(body, type=Ticket)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise TicketUnreadable(str(wrong)) from None
    if not (ticket.code or ticket.place):
        raise TicketUnreadable("Object needs `code` or `place`")
    return ticket


def field_of(wrong: TicketUnreadable) -> str:
    """The field at fault, as msgspec tells it: "… - at `$.source`"; the body where it tells none."""
    told = str(wrong)
    if " - at `$." in told:
        return told.rsplit(" - at `$.", 1)[1].rstrip("`")
    named = told.split("`")
    return named[1] if len(named) > 2 else "body"


def written(answer: Answer) -> bytes:
    """As it is posted."""
    return msgspec.json.encode(answer)
