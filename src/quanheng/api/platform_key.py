"""The key that receipts are signed with, for scales to pin."""

from base64 import b64encode

from django.http import HttpRequest
from ninja import Router, Schema

from quanheng.measuring.platform_key import signing_key

router = Router(tags=["scales"])


class PlatformKey(Schema):
    algorithm: str
    public_key: str


@router.get("platform-key", summary="The platform's public key", response=PlatformKey)
def platform_key(request: HttpRequest) -> PlatformKey:
    return PlatformKey(algorithm="Ed25519", public_key=b64encode(bytes(signing_key().verify_key)).decode())
