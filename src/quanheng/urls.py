"""Every address of the platform, one line a face."""

from django.urls import include, path

from quanheng.api.health import healthz

urlpatterns = [
    path("", include("quanheng.public.urls")),
    path("healthz", healthz),
    path("api/", include("quanheng.api.urls")),
    path("open311/", include("quanheng.api.open311.urls")),
    path("console/", include("quanheng.console.urls")),
]
