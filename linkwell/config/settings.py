"""Django's settings, all from the environment. `LINKWELL_HOME` is the one folder we write to."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from linkwell.config.database import database_settings
from linkwell.config.logging import logging_settings
from linkwell.config.secrets import secret_key

# Where we are, and what for

HOME = Path(os.environ.get("LINKWELL_HOME", Path.home() / ".linkwell")).absolute()

# demo: an invented town, sign-in without a password. live: everything that protects people is on.
MODE = os.environ.get("LINKWELL_MODE", "live")

# The packed table of postcodes; `linkwell migrate` makes it.
POSTCODES = HOME / "postcodes"

# The address people type. Links in letters and messages begin with it, whatever a request claims.
ORIGIN = os.environ.get("LINKWELL_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
OVER_HTTPS = ORIGIN.startswith("https://")

# The feed fetcher may reach this machine: for tests.
FEED_ALLOW_LOOPBACK = os.environ.get("LINKWELL_FEED_ALLOW_LOOPBACK") == "1"
# A power cut may lose what the database said it had kept: for tests.
POSTGRES_UNSAFE_FAST = os.environ.get("LINKWELL_POSTGRES_UNSAFE_FAST") == "1"

SECRET_KEY = secret_key(HOME, os.environ)
DEBUG = False
ALLOWED_HOSTS = sorted({urlsplit(ORIGIN).hostname or "127.0.0.1", "127.0.0.1", "localhost"})

# Database: three roles, of which the pages get one (`config/serving.py`)

DATABASES = database_settings(HOME, os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Packages

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "linkwell.journal",
    "linkwell.access",
    "linkwell.people",
    "linkwell.messages",
    "linkwell.tasks",
    "linkwell.cases",
    "linkwell.referrals",
    "linkwell.web",
    "linkwell.config",
]
AUTH_USER_MODEL = "access.User"

# Requests: the outermost comes first

ROOT_URLCONF = "linkwell.config.urls"
WSGI_APPLICATION = "linkwell.config.wsgi.application"
MIDDLEWARE = [
    "linkwell.config.requests.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form or a JSON body; nobody types a megabyte
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Pages: templates, static files, sign-in

# Cookies and headers

_PREFIX = "__Host-" if OVER_HTTPS else ""  # the browser then ties the cookie to this one host
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = f"{_PREFIX}linkwell"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = OVER_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign people out who follow a link in an e-mail
CSRF_COOKIE_NAME = f"{_PREFIX}linkwell-form"
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
CSRF_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OVER_HTTPS
# Not no-referrer: browsers would then post forms with "Origin: null", which is refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Time and language

TIME_ZONE = "Europe/London"
USE_TZ = True
LANGUAGE_CODE = "en-gb"

# Logs

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings()
