"""The addresses of accounts, of the links that begin them, and of what was done."""

from django.urls import path

from quanheng.console import accounts, audit, invitation, my_account, outside, partners, sign_in_code

urlpatterns = [
    path("accounts", accounts.page, name="accounts"),
    path("accounts/invite", accounts.invite, name="account-invite"),
    path("accounts/<int:account>", accounts.one, name="account"),
    path("accounts/<int:account>/reset", accounts.reset, name="account-reset"),
    path("accounts/<int:account>/close", accounts.close, name="account-close"),
    path("accounts/<int:account>/reopen", accounts.reopen, name="account-reopen"),
    path("accounts/<int:account>/second-step", accounts.reset_second_step, name="account-second-step"),
    path("my-account", my_account.page, name="my-account"),
    path("my-account/password", my_account.password, name="my-password"),
    path("my-account/second-step/begin", my_account.begin, name="my-second-step-begin"),
    path("my-account/second-step/confirm", my_account.confirm, name="my-second-step-confirm"),
    path("my-account/second-step/off", my_account.turn_off, name="my-second-step-off"),
    path("sign-in/code", sign_in_code.page, name="sign-in-code"),
    path("invitation/<slug:token>", invitation.page, name="invitation"),
    path("partners", partners.page, name="partners"),
    path("partners/<int:partner>/end", partners.end, name="partner-end"),
    path("outside", outside.page, name="outside"),
    path("outside/<int:notice>/again", outside.again, name="outside-again"),
    path("audit", audit.page, name="audit"),
]
