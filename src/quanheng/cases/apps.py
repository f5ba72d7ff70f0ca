from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "quanheng.cases"
    label = "cases"
