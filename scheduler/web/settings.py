"""How the web page is set up; everything that differs from one machine to another comes from the environment.

COACH_DATA        the folder of the database and the secret key (by default the user's data folder)
DATABASE_URL      another database: postgres://user:password@host/name
COACH_URL         the address people use, "https://coaching.example.org": cookies and redirects are then for TLS alone
COACH_SECRET_KEY  the secret key, where several machines share it
COACH_HSTS        "subdomains" or "subdomains preload": browsers keep to TLS for these, too
COACH_OIDC_...    signing in with Google, Microsoft or others: docs/how-to-sign-in-with-google-or-microsoft.md
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from scheduler.web.accounts.providers import ways_in


def data_folder() -> Path:
    """Where the database lives: COACH_DATA, else the place that the system has for such files."""
    given = os.environ.get("COACH_DATA")
    if given:
        return Path(given).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "coaching-scheduler"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "coaching-scheduler"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "coaching-scheduler"


def _secret_key(folder: Path) -> str:
    """The key of the environment or the data folder; "" before `coach serve` has made one (Django refuses that)."""
    given = os.environ.get("COACH_SECRET_KEY", "")
    path = folder / "secret-key"
    return given or (path.read_text(encoding="ascii").strip() if path.is_file() else "")


def _database(folder: Path) -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if url:
        import dj_database_url

        return {**dj_database_url.parse(url, conn_max_age=60), "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "coaching.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut, too; secure_delete: what is deleted is in no file
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


BASE_DIR = Path(__file__).parent
DATA_DIR = data_folder()
SECRET_KEY = _secret_key(DATA_DIR)
DEBUG = False

PUBLIC_URL = os.environ.get("COACH_URL", "")
_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = [h for h in (_public.hostname, "127.0.0.1", "localhost", "[::1]") if h]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if PUBLIC_URL else []
BEHIND_TLS = _public.scheme == "https"
HSTS = set(os.environ.get("COACH_HSTS", "").replace(",", " ").split())
if HSTS - {"subdomains", "preload"}:
    raise ImproperlyConfigured(f'COACH_HSTS is "{os.environ["COACH_HSTS"]}": write subdomains, or subdomains preload.')
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # advise what COACH_HSTS leaves to the district

DATABASES = {"default": _database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "scheduler.web.accounts",
    "scheduler.web.activity",
    "scheduler.web.uploads",
    "scheduler.web.runs",
    "scheduler.web.scenarios",
]

MIDDLEWARE = [
    "scheduler.web.edges.HeadHasNoBody",
    "scheduler.web.edges.RefuseNullCharacters",
    "scheduler.web.uploads.body_limit.RefuseLargeBodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scheduler.web.access.EveryPageAsksWho",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "scheduler.web.urls"
WSGI_APPLICATION = "scheduler.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scheduler.web.access.for_pages",
            ],
            "builtins": ["scheduler.web.template_filters"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "scheduler.web.accounts.passwords.NotGuessable"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
WAYS_IN = ways_in(os.environ)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"  # as Django's form and authenticate() call it, whatever it is here
AXES_USERNAME_CALLABLE = "scheduler.web.accounts.tries.account_tried"
AXES_CLIENT_IP_CALLABLE = "scheduler.web.accounts.tries.tried_from"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # it ends after 15 minutes, as the page says
AXES_LOCKOUT_TEMPLATE = "locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "scheduler.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # Only where it is asked for: the first binds every other server of the domain, the second for years.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = bool(HSTS & {"subdomains", "preload"})
    SECURE_HSTS_PRELOAD = "preload" in HSTS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # a handful of files, found at the start: nothing to collect
STATICFILES_DIRS = [BASE_DIR / "static"]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FILE_UPLOAD_PERMISSIONS = 0o600

# Seconds. A worker that says nothing for a lease has lost its run to another.
RUN_LEASE_SECONDS = float(os.environ.get("COACH_LEASE_SECONDS", "15"))

MOST_WAITING_RUNS = 20  # of one person; more are asked for when some of them have begun
MOST_RUN_SECONDS = int(os.environ.get("COACH_MOST_RUN_MINUTES", "120")) * 60  # of one run, whoever asks

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"scheduler.web": {"level": "INFO"}},
}
