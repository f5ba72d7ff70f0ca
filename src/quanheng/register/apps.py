from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "quanheng.register"
    label = "register"
