"""The addresses of accounts, of the links that begin them, and of what was done."""

from django.urls import path

from quanheng.console import accounts, audit, invitation, outside, partners

urlpatterns = [
    path("accounts", accounts.page, name="accounts"),
    path("accounts/invite", accounts.invite, name="account-invite"),
    path("accounts/<int:account>", accounts.one, name="account"),
    path("accounts/<int:account>/reset", accounts.reset, name="account-reset"),
    path("accounts/<int:account>/close", accounts.close, name="account-close"),
    path("accounts/<int:account>/reopen", accounts.reopen, name="account-reopen"),
    path("invitation/<slug:token>", invitation.page, name="invitation"),
    path("partners", partners.page, name="partners"),
    path("partners/<int:partner>/end", partners.end, name="partner-end"),
    path("outside", outside.page, name="outside"),
    path("outside/<int:notice>/again", outside.again, name="outside-again"),
    path("audit", audit.page, name="audit"),
]
