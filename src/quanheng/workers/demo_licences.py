"""Licences at a market of the invented city: one in order with its scan, one that runs out soon, one that has."""

from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from quanheng.people.models import User
from quanheng.register import documents
from quanheng.register.keeping import licences
from quanheng.register.keeping.change import Doer
from quanheng.register.models import Licence, Stall

MANAGER, MARKET = "manager-chenguang", "99/01/01/m001/"
# Stall, number of the licence, days until its last day.
HELD = (("s001/", "演示食证0001", 900), ("s004/", "演示食证0004", 25), ("s009/", "演示食证0009", -6))


def hold(at: datetime, today: date) -> None:
    """A second time changes nothing; where the city is another one, nobody holds anything in it."""
    for stall in Stall.objects.filter(area__in=[f"{MARKET}{one}" for one, _, _ in HELD], licences=None):
        _hold(stall, at, today)


def _hold(stall: Stall, at: datetime, today: date) -> None:
    number, days = next(told for one, *told in HELD if stall.area.endswith(one))
    until = (today + timedelta(days=days)).isoformat()
    manager = User.objects.get(username=MANAGER)
    told = {"kind": "food", "number": number, "issuer": "东屏区市场监管局（虚构）", "valid_until": until}
    made = licences.enter(stall, told, Doer(manager))
    scan = {"key": f"demo-{made.pk}", "title": "正本（虚构）"}
    documents.add_scan(made.pk, scan, _drawn(made, until), by=manager, at=at)


def _drawn(licence: Licence, until: str) -> bytes:
    """A paper that nobody could take for one: without a seal, in letters that need no Chinese font."""
    picture = Image.new("RGB", (840, 594), (250, 247, 238))
    pen, small, large = ImageDraw.Draw(picture), ImageFont.load_default(26), ImageFont.load_default(54)
    pen.rectangle((18, 18, 822, 576), outline=(150, 120, 60), width=4)
    pen.text((420, 110), "FOOD BUSINESS LICENCE", font=large, fill=(90, 60, 20), anchor="mm")
    digits = "".join(one for one in licence.number if one.isdigit())
    for line, said in enumerate((f"No. DEMO-{digits}", f"Valid until {until}", "Demonstration City")):
        pen.text((120, 220 + 60 * line), said, font=small, fill=(40, 40, 40))
    pen.text((420, 480), "INVENTED - NOT A LICENCE", font=large, fill=(176, 32, 32), anchor="mm")
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()
