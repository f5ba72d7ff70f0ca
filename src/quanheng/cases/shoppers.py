"""Who a shopper's phone is: known again by a key we gave it, without a name, a password or an account."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from quanheng.cases import pace
from quanheng.cases.models import Shopper, ShopperKey
from quanheng.people import sealing

KEY_CHARACTERS = 43  # 256 bits
FORGOTTEN_AFTER = timedelta(days=400)
WECHAT = "wechat openid"


def first_met(*, at: datetime, address: str = "") -> str:
    """The key of a phone that was never here; raises TooMany where one address asks for ever more."""
    if address:
        pace.admit(pace.NEW_PHONE, address, at)
    with transaction.atomic():
        return _new_key(Shopper.objects.create(known_since=at), at)


@transaction.atomic
def met_on_wechat(openid: str, *, at: datetime) -> str:
    """A key for the person whom WeChat calls by this name: the same shopper on every phone of theirs."""
    known = Shopper.objects.filter(wechat_digest__in=sealing.digests(openid, WECHAT)).first()
    if known is None:
        made = {"wechat_sealed": sealing.seal(openid, WECHAT), "known_since": at}
        known, _new = Shopper.objects.get_or_create(wechat_digest=sealing.digest(openid, WECHAT), defaults=made)
    return _new_key(known, at)


def _new_key(shopper: Shopper, at: datetime) -> str:
    key = secrets.token_urlsafe(32)
    ShopperKey.objects.create(shopper=shopper, digest=_digest(key), given_at=at, used_on=localdate(at))
    return key


def known_by(key: str, *, at: datetime) -> Shopper | None:
    """Whose key this is; None for one that was never given or not used for more than a year."""
    held = ShopperKey.objects.select_related("shopper").filter(digest=_digest(key)).first()
    if held is None:
        return None
    today = localdate(at)
    if held.used_on != today:
        ShopperKey.objects.filter(pk=held.pk).update(used_on=today)
    return held.shopper


def openid_of(shopper: Shopper) -> str:
    return sealing.unseal(shopper.wechat_sealed, WECHAT) if shopper.wechat_sealed else ""


def seal_anew() -> int:
    """After a change of keys: what an older key sealed is sealed with the newest one. Raises SealUnreadable."""
    older = Shopper.objects.exclude(wechat_sealed="").exclude(wechat_sealed__startswith=sealing.newest())
    done = 0
    for shopper in older.iterator():
        openid = openid_of(shopper)
        sealed = {"wechat_sealed": sealing.seal(openid, WECHAT), "wechat_digest": sealing.digest(openid, WECHAT)}
        done += Shopper.objects.filter(pk=shopper.pk).update(**sealed)
    return done


def forget_unused_keys(at: datetime) -> int:
    return ShopperKey.objects.filter(used_on__lt=localdate(at - FORGOTTEN_AFTER)).delete()[0]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
