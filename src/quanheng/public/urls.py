"""What anyone may open: the first page, a scale's or receipt's code, a complaint and its secret link."""

from django.urls import path

from quanheng.public.views.first import first_page

app_name = "public"
urlpatterns = [
    path("", first_page, name="first"),
]
