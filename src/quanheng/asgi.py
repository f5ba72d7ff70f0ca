"""The web process: uvicorn quanheng.asgi:application."""

import os
import warnings

from django.core.asgi import get_asgi_application

# WhiteNoise hands over a style or script as an ordinary file; Django reads it whole, and would remark on that.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.settings")
application = get_asgi_application()
