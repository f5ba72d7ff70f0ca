"""The API as a whole: one router a thing, one file a router."""

from ninja import NinjaAPI

from quanheng.api import (
    attachments,
    batches,
    complaints,
    errors,
    hotline,
    own_complaint,
    photographs,
    places,
    platform_key,
    purchases,
    scanned,
    shoppers,
)

api = NinjaAPI(
    title="Quanheng 权衡",
    version="1",
    description="Weighings in, purchases and complaints. Errors are {errors: [{field, expected, message}]}; "
    "messages are Chinese unless Accept-Language asks for English.",
    urls_namespace="api",
    docs_url=None,  # its page would load scripts from elsewhere
)
errors.answer_in_one_shape(api)
PARTS = (
    *(batches, complaints, hotline, own_complaint, attachments, photographs, places),
    *(platform_key, purchases, scanned, shoppers),
)
for part in PARTS:
    api.add_router("", part.router)
