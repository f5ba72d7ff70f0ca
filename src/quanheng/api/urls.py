from django.urls import path

from quanheng.api.door import api

urlpatterns = [path("v1/", api.urls)]
