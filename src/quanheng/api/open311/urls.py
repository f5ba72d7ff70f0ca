"""Open311 GeoReport v2: the interface that cities' portals and apps already speak."""

from django.urls import re_path

from quanheng.api.open311 import requests, sorts

FORMAT = r"\.(?P<response_format>json|xml)$"
urlpatterns = [
    re_path(rf"^discovery{FORMAT}", sorts.discovery),
    re_path(rf"^v2/services{FORMAT}", sorts.services),
    re_path(rf"^v2/services/(?P<service_code>[\w-]+){FORMAT}", sorts.definition),
    re_path(rf"^v2/requests{FORMAT}", requests.requests),
    re_path(rf"^v2/requests?/(?P<service_request_id>[\w-]+){FORMAT}", requests.one),
]
