"""Markets and their stalls, for a shopper who has no code to scan."""

from django.http import HttpRequest
from ninja import Query, Router, Schema

from quanheng.api.errors import Errors
from quanheng.measuring.spoken import in_chinese
from quanheng.register import place_choice
from quanheng.register.models import Place, Stall

router = Router(tags=["shoppers"])
WORDS_MAX = 40


class MarketOut(Schema):
    id: int
    name: str
    region: str
    complaint_phone: str


class StallOut(Schema):
    id: int
    number: str
    name: str


def market_out(place: Place) -> MarketOut:
    chinese = in_chinese()
    region = place.region
    return MarketOut(
        id=place.pk,
        name=place.name if chinese else place.name_en or place.name,
        region=region.name if chinese else region.name_en or region.name,
        complaint_phone=place.complaint_phone,
    )


def stall_out(stall: Stall) -> StallOut:
    return StallOut(id=stall.pk, number=stall.number, name=stall.name)


@router.get("markets", summary="Find a market by its name", response={200: list[MarketOut], 422: Errors})
def markets(request: HttpRequest, q: str = Query("", max_length=WORDS_MAX)) -> list[MarketOut]:
    return [market_out(place) for place in place_choice.markets(q)]


@router.get("markets/{market}/stalls", summary="Find a stall of a market", response={200: list[StallOut], 422: Errors})
def stalls(request: HttpRequest, market: int, q: str = Query("", max_length=WORDS_MAX)) -> list[StallOut]:
    return [stall_out(stall) for stall in place_choice.stalls(market, q)]
