"""Every address of the platform, one line a face."""

from django.urls import include, path

urlpatterns = [
    path("", include("quanheng.public.urls")),
    path("api/", include("quanheng.api.urls")),
    path("console/", include("quanheng.console.urls")),
]
