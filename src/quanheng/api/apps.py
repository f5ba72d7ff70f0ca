from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "quanheng.api"
    label = "api"
