"""The addresses of the staff pages."""

from django.urls import path

from quanheng.console import board, door

app_name = "console"
urlpatterns = [
    path("", board.page, name="board"),
    path("sign-in", door.sign_in, name="sign-in"),
    path("sign-out", door.sign_out, name="sign-out"),
    path("language", door.language, name="language"),
]
