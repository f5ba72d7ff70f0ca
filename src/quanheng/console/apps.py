from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "quanheng.console"
    label = "console"
