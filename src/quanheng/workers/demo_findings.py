"""What inspectors of the invented city found when they compared scales with the register: a match, a mismatch, a clone.

Found once, by the verb that people's forms call; the makers of the city are asked over HTTP as in life.
"""

from datetime import datetime, timedelta

from quanheng.people.models import User
from quanheng.register.identity.checking import check, marks_on_record
from quanheng.register.identity.looking_up import code_of
from quanheng.register.identity.marks import INTACT, TEXTS
from quanheng.register.models import IdentityCheck, Instrument, Place

EAST, WEST = "99/01/01/m001/", "99/01/02/m002/"
# Who checked which scale where, how many minutes before the city opened, and what stood on it otherwise than on record.
FOUND: tuple[tuple[str, str, str, int, dict[str, str]], ...] = (
    ("regulator-dongping", "M001-T002", EAST, 9, {}),
    ("regulator-dongping", "M001-T011", EAST, 8, {"serial": "0000000000", "seal_number": "QF00000000"}),
    ("regulator-dongping", "M001-T014", EAST, 7, {}),
    ("regulator-xidu", "M001-T014", WEST, 2, {"seal_number": "QF11111111"}),
)


def find(at: datetime) -> None:
    """A second time changes nothing; where the city is another one, nobody finds anything in it."""
    for number, (username, device_id, area, minutes, otherwise) in enumerate(FOUND, start=1):
        by = User.objects.get(username=username)
        scale = Instrument.objects.filter(device_id=device_id).select_related("stall").first()
        if scale and not IdentityCheck.objects.filter(checked_by=by, key=f"form-demo-{number}").exists():
            given = _as_on_record(scale, area) | otherwise | {"key": f"demo-{number}"}
            check(given, by=by, at=at - timedelta(minutes=minutes))


def _as_on_record(scale: Instrument, area: str) -> dict[str, str]:
    known = marks_on_record(scale)
    stall = scale.stall.number if scale.stall and scale.area.startswith(area) else ""
    where = {"place": Place.objects.get(area=area).name, "stall": stall}
    read = {"code": code_of(scale), "read_by": "camera", "seal": INTACT}
    return {name: getattr(known, name) for name in TEXTS} | where | read
