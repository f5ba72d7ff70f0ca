"""The card of a volunteer supervisor: printed, with a code by which anybody can see whether it holds."""

from datetime import date
from importlib.resources import files

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from quanheng.register.area_names import name_of_area
from quanheng.register.typesetting import qr_svg, typeset
from quanheng.supervision.models import Volunteer

PROOF_SIGNS = 12


def path(volunteer: Volunteer) -> str:
    """Nobody reads down the list of all volunteers by counting: each number has a proof of its own."""
    return f"/supervisor/{volunteer.number}/{_proof(volunteer.number or '')}"


def named(number: str, proof: str) -> Volunteer | None:
    """Whose card it is; None where the proof is not that of the number."""
    if not constant_time_compare(proof, _proof(number)):
        return None
    return Volunteer.objects.filter(number=number).select_related("user").first()


def _proof(number: str) -> str:
    return salted_hmac("quanheng.supervision.card", number, algorithm="sha256").hexdigest()[:PROOF_SIGNS]


def pdf(volunteer: Volunteer, on: date) -> bytes:
    """Letter of appointment and card on one sheet. Raises NoChineseFont."""
    link = settings.PUBLIC_URL + path(volunteer)
    told = {
        "number": volunteer.number,
        "name": volunteer.user.name if volunteer.user else "",
        "area": name_of_area(volunteer.area),
        "serves_from": str(volunteer.serves_from),
        "serves_until": str(volunteer.serves_until),
        "printed_on": str(on),
        "link": link,
        "qr": qr_svg(link),
    }
    return typeset(files("quanheng.supervision").joinpath("card.typ"), told)
