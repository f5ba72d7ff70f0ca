"""The addresses of checks of identity."""

from django.urls import path

from quanheng.console import identity, maker_services

urlpatterns = [
    path("identity", identity.page, name="identity"),
    path("identity/check", identity.check_one, name="identity-check"),
    path("identity/makers", maker_services.page, name="maker-services"),
    path("identity/makers/<int:maker>", maker_services.one, name="maker-service"),
    path("identity/<int:check>", identity.answer, name="identity-answer"),
    path("identity/<int:check>/decide/<slug:decision>", identity.decide, name="identity-decide"),
]
