"""The web process: uvicorn quanheng.asgi:application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.settings")
application = get_asgi_application()
