from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "quanheng.measuring"
    label = "measuring"
