"""Settings: everything that differs between one laptop and a province comes from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from quanheng.law.card_flow import APPEAL_DAYS, STAYS
from quanheng.law.deadlines import TESTING_TIMES
from quanheng.law.deviation import PRECEDENCES
from quanheng.law.instruments import STAGES
from quanheng.law.prepackage import ROUNDINGS

ROOM = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("DATA_DIR", ".data")).resolve()
DEBUG = os.environ.get("DEBUG") == "1"
PORT = int(os.environ.get("PORT", "8000"))
# Where shoppers' phones reach us; printed on receipts and in every code.
PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
BROKER_URL = os.environ.get("BROKER_URL", "mqtt://127.0.0.1:1883")
# The demo city offers one account per role on the sign-in page; a real installation never does.
DEMO = os.environ.get("QUANHENG_DEMO") == "1"
DEMO_PASSWORD = os.environ.get("QUANHENG_DEMO_PASSWORD", "quanheng-demo-2026")


def secret_key() -> str:
    """A key from the environment, or one made once and kept beside the data."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA_DIR / "secrets" / "django.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of ours was first
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text()


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """A word from the environment; a misspelt one stops the start, as it would otherwise decide about people."""
    if (chosen := os.environ.get(name) or default) not in choices:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(choices)}, not {chosen!r}")
    return chosen


def some_of(name: str, choices: set[str]) -> tuple[str, ...]:
    """Words with commas between; none where nothing is said, and a misspelt one stops the start."""
    chosen = tuple(word for word in os.environ.get(name, "").replace(",", " ").split())
    if unknown := [word for word in chosen if word not in choices]:
        raise ImproperlyConfigured(f"{name} is of {', '.join(sorted(choices))}, and not {unknown[0]!r}")
    return chosen


def database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "quanheng",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}, "connect_timeout": 5},
    }


SECRET_KEY = secret_key()
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://quanheng@127.0.0.1:5432/quanheng"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*" if DEMO or DEBUG else urlsplit(PUBLIC_URL).hostname or "").split(
    ","
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_COOKIES = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "quanheng.people",
    "quanheng.register",
    "quanheng.measuring",
    "quanheng.cases",
    "quanheng.supervision",
    "quanheng.console",
    "quanheng.public",
    "quanheng.api",
    "quanheng.workers",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "quanheng.people.request_address.remember_address",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
ROOT_URLCONF = "quanheng.urls"
ASGI_APPLICATION = "quanheng.asgi.application"
APPEND_SLASH = False

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/console/sign-in"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Who must show a code of their phone at sign-in; everybody else may.
ROLES = {"regulator", "market-manager", "metrology-administrator", "operator", "verification-body", "maker", "repairer"}
ROLES |= {"volunteer", "association"}
TOTP_REQUIRED_ROLES = some_of("TOTP_REQUIRED_ROLES", ROLES)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# Assets are served from where the front-end build put them; Vite has already named them by content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/console/\w+-[\w-]{8}\.(?:js|css)$|^/app/assets/"
# The shopper's app is served as it was built, at /app/.
WHITENOISE_ROOT = ROOM / "public" / "dist"
WHITENOISE_INDEX_FILE = True

# An instrument without a GTIN gets an asset identifier (GIAI) below this prefix; 952 is for demonstrations only.
GS1_COMPANY_PREFIX = os.environ.get("GS1_COMPANY_PREFIX", "952")

# From one address; a market's visitors share its Wi-Fi. Following a complaint is never limited.
COMPLAINTS_PER_HOUR = int(os.environ.get("COMPLAINTS_PER_HOUR", "60"))
# From one phone that is known, from all known phones behind one address, and new phones behind one address.
COMPLAINTS_PER_PHONE_AND_HOUR = int(os.environ.get("COMPLAINTS_PER_PHONE_AND_HOUR", "12"))
COMPLAINTS_OF_PHONES_PER_HOUR = int(os.environ.get("COMPLAINTS_OF_PHONES_PER_HOUR", "300"))
NEW_PHONES_PER_HOUR = int(os.environ.get("NEW_PHONES_PER_HOUR", "120"))
# Who would be a volunteer supervisor applies once: from one address.
APPLICATIONS_PER_HOUR = int(os.environ.get("APPLICATIONS_PER_HOUR", "10"))
# For how long a volunteer supervisor is appointed where the office names no last day: no text says.
VOLUNTEER_TERM_DAYS = int(os.environ.get("VOLUNTEER_TERM_DAYS", "730"))

# The mini-program: its name and secret, the template of its notices, and which of our words goes into which of the
# template's fields (number, state, step, at). Without a name and a secret the WeChat interfaces are off.
WECHAT_API_URL = os.environ.get("WECHAT_API_URL", "https://api.weixin.qq.com").rstrip("/")
WECHAT_APP_ID = os.environ.get("WECHAT_APP_ID", "")
WECHAT_APP_SECRET = os.environ.get("WECHAT_APP_SECRET", "")
WECHAT_TEMPLATE = os.environ.get("WECHAT_TEMPLATE", "")
WECHAT_TEMPLATE_FIELDS = os.environ.get("WECHAT_TEMPLATE_FIELDS", "character_string1=number,phrase2=state,time3=at")
WECHAT_STAGE = one_of("WECHAT_STAGE", "formal", ("formal", "trial", "developer"))
# Short messages go to this address, as docs/notices.md describes; without one none are sent.
# Where a hotline's adapter takes what happened to its tickets; without it the answers wait.
HOTLINE_URL = os.environ.get("HOTLINE_URL", "")
HOTLINE_KEY = os.environ.get("HOTLINE_KEY", "")
SMS_GATEWAY_URL = os.environ.get("SMS_GATEWAY_URL", "")
SMS_GATEWAY_KEY = os.environ.get("SMS_GATEWAY_KEY", "")

# A complainant's name and number are erased this long after the complaint ended.
CONTACT_KEPT_DAYS = int(os.environ.get("CONTACT_KEPT_DAYS", "180"))

# A re-weighing later than this after the sale proves nothing about it.
RECHECK_HOURS = int(os.environ.get("RECHECK_HOURS", "24"))
# The secret of each scale follows from it (docs/wire/unlocking.md); where none is given, from the secret key.
UNLOCK_MASTER_KEY = (os.environ.get("UNLOCK_MASTER_KEY") or f"unlocking {SECRET_KEY}").encode()
# How long a one-time code opens a locked scale.
UNLOCK_MINUTES = int(os.environ.get("UNLOCK_MINUTES", "30"))
# A match lets a scale be verified on the day of the check, and so many days in all (docs/adr/0030).
IDENTITY_MATCH_DAYS = int(os.environ.get("IDENTITY_MATCH_DAYS", "1"))
# Nobody carries a scale from one place to another and sets it up in less; how long one has to be off to be told apart.
IDENTITY_CARRY_MINUTES = int(os.environ.get("IDENTITY_CARRY_MINUTES", "15"))
IDENTITY_OFF_MINUTES = int(os.environ.get("IDENTITY_OFF_MINUTES", "2"))
# A person stands at the scale and waits: no longer than this for its maker's service.
MAKER_SERVICE_SECONDS = float(os.environ.get("MAKER_SERVICE_SECONDS", "3"))
# Which roles may authorise an unlocking: regulator, and maker for scales of its own making (docs/adr/0031).
UNLOCK_AUTHORISED_BY = tuple(
    one_of("UNLOCK_AUTHORISED_BY", one, ("regulator", "maker", "repairer"))
    for one in os.environ.get("UNLOCK_AUTHORISED_BY", "regulator").split(",")
)
# How unclear places of the texts are read here; docs/sources.md has the reasons. The command line reads the same names.
RETAIL_PRECEDENCE = one_of("RETAIL_PRECEDENCE", "named", PRECEDENCES)
RETAIL_STAGE = one_of("RETAIL_STAGE", "in-service", STAGES)
PREPACKAGE_ROUNDING = one_of("PREPACKAGE_ROUNDING", "half-even", ROUNDINGS)
TESTING_TIME = one_of("TESTING_TIME", "excluded", TESTING_TIMES)
# On which day of a month the public is told of the month before; no text sets one (docs/published-figures.md).
SUMMARY_DAY = min(max(int(os.environ.get("SUMMARY_DAY", "10")), 1), 28)
# How many days an operator has to appeal against a card, and which measures wait while an appeal runs.
CARD_APPEAL_DAYS = one_of("CARD_APPEAL_DAYS", "7", APPEAL_DAYS)
CARD_APPEAL_STAYS = one_of("CARD_APPEAL_STAYS", "all", STAYS)
# When markets trade, in hours of Shanghai: a trade scale that says nothing then is silent, at night it rests.
OPENING_HOURS = (6, 19)

# Which due lists are offered, and how long before its last day a verification is announced to its market.
DUE_WITHIN_DAYS = (30, 60)
REMIND_DAYS_BEFORE = tuple(int(days) for days in os.environ.get("REMIND_DAYS_BEFORE", "60,30,15,7").split(","))

# From when on a count proposes key supervision (docs/key-supervision.md). No text prints a number: confidence C.
KEY_SUPERVISION = {
    "window_days": int(os.environ.get("KEY_WINDOW_DAYS", "180")),
    "least_hits": int(os.environ.get("KEY_LEAST_HITS", "3")),
    "least_weighings": int(os.environ.get("KEY_LEAST_WEIGHINGS", "500")),
    "least_rechecks_of_others": int(os.environ.get("KEY_LEAST_RECHECKS_OF_OTHERS", "30")),
    "times": float(os.environ.get("KEY_TIMES", "2")),
    "chance": float(os.environ.get("KEY_CHANCE", "0.001")),
    "least_cards": int(os.environ.get("KEY_LEAST_CARDS", "2")),
    "least_referred": int(os.environ.get("KEY_LEAST_REFERRED", "1")),
    "overdue_days": int(os.environ.get("KEY_OVERDUE_DAYS", "30")),
    "least_openings": int(os.environ.get("KEY_LEAST_OPENINGS", "2")),
    "months": int(os.environ.get("KEY_MONTHS", "6")),
}

# Certificates are set in the first of these that is installed; FONTS_DIR may hold more.
CHINESE_FONTS = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "SimSun")
FONTS_DIR = os.environ.get("FONTS_DIR", "")

# Sheets of labels, in millimetres: the page (a roll has one label a page), columns, the label, the margins left and on
# top, and what is between labels. The first is offered first.
LABEL_SHEETS = {
    name: {"name": said, "page": page, "columns": columns, "label": label, "margin": margin, "gap": gap}
    for name, said, page, columns, label, margin, gap in (
        ("a4-3x8", "A4, 3 × 8", (210, 297), 3, (64, 33.9), (7, 13), (2, 0)),
        ("a4-3x7", "A4, 3 × 7", (210, 297), 3, (63.5, 38.1), (7.2, 15.1), (2.5, 0)),
        ("roll-50x30", "50 × 30 mm", (50, 30), 1, (50, 30), (0, 0), (0, 0)),
    )
}

# A file of a list that takes longer to send is broken off.
EXPORT_SECONDS = int(os.environ.get("EXPORT_SECONDS", "3600"))

PHOTOGRAPHS_DIR = DATA_DIR / "photographs"
PHOTOGRAPH_BYTES_MAX = 4 * 1024 * 1024
# Photographs and papers of instruments: nameplates, seals, type approvals, old certificates.
DOCUMENTS_DIR = DATA_DIR / "documents"
DOCUMENT_BYTES_MAX = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
