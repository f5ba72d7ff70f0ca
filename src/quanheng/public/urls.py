"""What anyone may open: the first page, a scale's or receipt's code, a complaint and its secret link."""

from django.urls import path
from django.views.i18n import set_language

from quanheng.public.views.at import at
from quanheng.public.views.certificate import certificate
from quanheng.public.views.code import asset, photograph, scanned
from quanheng.public.views.complain import complain
from quanheng.public.views.first import first_page, now
from quanheng.public.views.follow import follow, say, take_back
from quanheng.public.views.handling import as_json, complaints_handled
from quanheng.public.views.own_data import erase_contact, own_data
from quanheng.public.views.rating import rate_it
from quanheng.public.views.volunteer import supervisor, volunteer

app_name = "public"
urlpatterns = [
    path("", first_page, name="first"),
    path("now", now, name="now"),
    path("language", set_language, name="language"),
    # A serial number may hold a slash (GS1 General Specifications, AI 21).
    path("01/<gtin>/21/<path:serial>/photograph", photograph, name="photograph"),
    path("01/<gtin>/21/<path:serial>", scanned, name="scanned"),
    path("8004/<path:giai>", asset, name="asset"),
    path("certificates/<slug:number>.json", certificate, name="certificate"),
    path("at/<path:area>", at, name="at"),
    path("complaints-handled", complaints_handled, name="handled"),
    path("complaints-handled.json", as_json, name="handled-json"),
    path("complain", complain, name="complain"),
    path("volunteer", volunteer, name="volunteer"),
    path("supervisor/<slug:number>/<slug:proof>", supervisor, name="supervisor"),
    path("c/<token>", follow, name="follow"),
    path("c/<token>/data.json", own_data, name="own-data"),
    path("c/<token>/contact/erase", erase_contact, name="erase-contact"),
    path("c/<token>/say/<slug:move>", say, name="say"),
    path("c/<token>/rate", rate_it, name="rate"),
    path("c/<token>/withdraw", take_back, name="withdraw"),
]
