"""Django's settings, all from the environment. `LINKWELL_HOME` is the one folder we write to."""

import os
from datetime import timedelta
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
    "linkwell.directory",
    "linkwell.areas",
    "linkwell.consent",
    "linkwell.messages",
    "linkwell.tasks",
    "linkwell.cases",
    "linkwell.referrals",
    "linkwell.measures",
    "linkwell.diary",
    "linkwell.safety",
    "linkwell.conversations",
    "linkwell.plans",
    "linkwell.connections",
    "linkwell.feedback",
    "linkwell.evaluation",
    "linkwell.gaps",
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
    "linkwell.web.headers.guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "linkwell.web.idle.IdleLock",
]
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form or a JSON body; nobody types a megabyte
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A letter is read in memory and never stored; one that is larger does not arrive at all. Lists may
# be larger.
FILE_UPLOAD_HANDLERS = ["linkwell.web.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# Pages: templates, static files, sign-in

_PACKAGE = Path(__file__).parent.parent
INSTALLED_APPS += ["allauth.usersessions"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            _PACKAGE / "web" / "templates",
            _PACKAGE / "web" / "design" / "templates",
            _PACKAGE / "demo" / "templates",
        ],
        "OPTIONS": {
            "environment": "linkwell.web.design.jinja.environment",
            "context_processors": ["linkwell.web.once.with_marks"],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [_PACKAGE / "web" / "design" / "static" / "built"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 24 * 60 * 60  # addresses change with every build
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "linkwell.web.plain.form_too_old"
CACHES = {
    "default": {  # counts tries to sign in, for all web processes alike
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    },
    "quick": {  # counts key-strokes, in each web process by itself
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "quick",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Proxies of ours before the pages: the limits on signing in count the address behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LINKWELL_TRUSTED_PROXIES", "0"))

LINKWELL_IDLE = timedelta(minutes=15)  # then a session locks
LINKWELL_DAY = timedelta(hours=12)  # then it ends
# How long each role has to acknowledge an alert before it passes to the next.
LINKWELL_ALERT_MINUTES = int(os.environ.get("LINKWELL_ALERT_MINUTES", "60"))
LINKWELL_LEAVE_QUICKLY_TO = "https://www.bbc.co.uk/weather"  # the link on people's pages
# The NHS logo and lozenge are trade marks: only for who may use them.
LINKWELL_NHS_IDENTITY = os.environ.get("LINKWELL_NHS_IDENTITY") == "1"

AUTHENTICATION_BACKENDS = ["linkwell.web.sign_in.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
        "UserAttributeSimilarityValidator": {"user_attributes": ("name", "email")},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
PASSWORD_RESET_TIMEOUT = 60 * 60
_FORMS = "linkwell.web.sign_in.forms."
ACCOUNT_ADAPTER = "linkwell.web.sign_in.adapter.AccountAdapter"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth wants to know
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation went there
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets when it is closed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays; all others end
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reauthenticate": "5/5m/user",
    "reset_password": "10/m/ip,3/5m/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/5m/user",
    "find": "120/m/ip",  # an office shares an address
    "add_group": "10/h/ip",
    "ask_for_yourself": "30/h/ip",  # a waiting room shares an address
}
ACCOUNT_FORMS = {
    "login": f"{_FORMS}SignInForm",
    "reset_password": f"{_FORMS}AskForResetForm",
    "reset_password_from_key": f"{_FORMS}ChooseNewForm",
    "change_password": f"{_FORMS}ChangePasswordForm",
    "reauthenticate": f"{_FORMS}ReauthenticateForm",
}
MFA_ADAPTER = "linkwell.web.sign_in.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago still does
MFA_FORMS = {
    "authenticate": f"{_FORMS}CodeForm",
    "reauthenticate": f"{_FORMS}CodeAgainForm",
    "activate_totp": f"{_FORMS}SetUpAppForm",
    "deactivate_totp": f"{_FORMS}TakeAppAwayForm",
    "generate_recovery_codes": f"{_FORMS}NewCodesForm",
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
if _smtp := urlsplit(os.environ.get("LINKWELL_SMTP_URL", "")).hostname:
    _server = urlsplit(os.environ["LINKWELL_SMTP_URL"])
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp, _server.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.username or "", _server.password or ""
    EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = os.environ.get("LINKWELL_MAIL_FROM", "linkwell@localhost")

# Cookies and headers

_PREFIX = "__Host-" if OVER_HTTPS else ""  # the browser then ties the cookie to this one host
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = f"{_PREFIX}linkwell"
SESSION_COOKIE_AGE = 24 * 60 * 60  # sessions end at LINKWELL_DAY; what is sent later is kept
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
