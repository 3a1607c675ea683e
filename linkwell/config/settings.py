"""Django's settings, all from the environment. `LINKWELL_HOME` is the one folder we write to."""

import os
from pathlib import Path

from linkwell.config.database import database_settings

HOME = Path(os.environ.get("LINKWELL_HOME", Path.home() / ".linkwell")).absolute()

# demo: an invented town, sign-in without a password. live: everything that protects people is on.
MODE = os.environ.get("LINKWELL_MODE", "live")

DATABASES = database_settings(HOME, os.environ)

SECRET_KEY = os.environ.get("LINKWELL_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

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
ROOT_URLCONF = "linkwell.config.urls"
TIME_ZONE = "Europe/London"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
