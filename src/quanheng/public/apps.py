from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "quanheng.public"
    label = "public"
