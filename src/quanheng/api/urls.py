from django.urls import path, re_path

from quanheng.api.door import api
from quanheng.api.unknown import unknown

urlpatterns = [path("v1/", api.urls), re_path(r"^v1/(?P<rest>(?s:.*))$", unknown)]
