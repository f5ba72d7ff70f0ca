from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "quanheng.workers"
    label = "workers"
