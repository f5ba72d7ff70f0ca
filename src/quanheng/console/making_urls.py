"""The addresses of a maker's desk."""

from django.urls import path

from quanheng.console import making

urlpatterns = [
    path("making", making.page, name="making"),
    path("making/enter", making.enter_one, name="making-one"),
    path("making/list", making.enter_list, name="making-list"),
    path("making/sheet.xlsx", making.empty, name="making-sheet"),
    path("making/<slug:device_id>/sell", making.sell_one, name="making-sell"),
]
