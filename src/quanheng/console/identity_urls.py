"""The addresses of checks of identity."""

from django.urls import path

from quanheng.console import identity

urlpatterns = [
    path("identity", identity.page, name="identity"),
    path("identity/check", identity.check_one, name="identity-check"),
    path("identity/<int:check>", identity.answer, name="identity-answer"),
    path("identity/<int:check>/decide/<slug:decision>", identity.decide, name="identity-decide"),
]
