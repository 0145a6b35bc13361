"""Settings: one file, read once from the environment, failing closed.

Every variable is listed in README.md. With no DATABASE_URL or REDIS_URL the embedded servers under
`var/` are used; `manage.py` brings them up. Demonstration mode is on only when IMRPORTAL_DEMO=1.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from imrportal.servers import addresses

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEMONSTRATION = env.bool("IMRPORTAL_DEMO", default=False)
DEBUG = env.bool("IMRPORTAL_DEBUG", default=False)
TESTING = False

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and DEMONSTRATION:
    SECRET_KEY = addresses.demonstration_secret(VAR_DIR)
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: put 50 or more random characters in the environment, "
        "or set IMRPORTAL_DEMO=1 for a demonstration."
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMONSTRATION else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "imrportal",
    "imrportal.accounts",
    "cases",
    "reviews",
]

MIDDLEWARE = [
    "imrportal.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "imrportal.middleware.PrivateResponseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "imrportal.middleware.SessionClockMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "imrportal.middleware.RefusalMiddleware",
    "imrportal.middleware.PlainAddressMiddleware",
]

ROOT_URLCONF = "imrportal.urls"
WSGI_APPLICATION = "imrportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "imrportal.context.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DATABASES = {"default": addresses.database(env, VAR_DIR)}
REDIS_URL = addresses.broker(env, VAR_DIR)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["imrportal.accounts.backends.PeopleBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "imrportal.accounts.passwords.OwnWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
CSRF_FAILURE_VIEW = "imrportal.views.csrf_failure"
# How many proxies of ours stand in front; only then is X-Forwarded-For read.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

IS_SECURE = env.bool("IMRPORTAL_HTTPS", default=not DEMONSTRATION)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=IS_SECURE)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_HSTS_PRELOAD = IS_SECURE
# With "no-referrer" browsers send forms with `Origin: null`, which the check of forms refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
SESSION_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
CSRF_COOKIE_SECURE = IS_SECURE
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_COOKIE_AGE = env.int("SESSION_ABSOLUTE_SECONDS", default=12 * 60 * 60)
SIGNING_REAUTHENTICATION_SECONDS = 5 * 60

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap/css", NODE_MODULES / "bootstrap" / "dist" / "css"),
    ("bootstrap-icons", NODE_MODULES / "bootstrap-icons" / "font"),
    ("public-sans/files", NODE_MODULES / "@fontsource-variable" / "public-sans" / "files"),
    ("pdfjs", NODE_MODULES / "pdfjs-dist" / "build"),
    ("pdfjs-decoders", NODE_MODULES / "pdfjs-dist" / "wasm"),
    ("source-serif/files", NODE_MODULES / "@fontsource" / "source-serif-4" / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "imrportal.staticfiles.SiteStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Private bytes: records and letters, content-addressed, never under STATIC_ROOT.
BLOB_DIR = Path(env.str("BLOB_DIR", default=str(VAR_DIR / "blobs")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
RECORD_MAX_BYTES = env.int("RECORD_MAX_BYTES", default=1024 * 1024 * 1024)
# What one person may send within a day, what one case may hold, in bytes; after how many hours an
# upload that nobody goes on with is removed.
UPLOAD_MAX_DAY_BYTES = env.int("UPLOAD_MAX_DAY_BYTES", default=20 * 1024**3)
UPLOAD_MAX_CASE_BYTES = env.int("UPLOAD_MAX_CASE_BYTES", default=5 * 1024**3)
UPLOAD_KEPT_HOURS = env.int("UPLOAD_KEPT_HOURS", default=72)
# A folder whose files are taken into the tray (empty: none), and for how many seconds a file has to
# stay as it is before it counts as finished.
IMPORT_FOLDER = env.str("IMPORT_FOLDER", default="")
IMPORT_SETTLE_SECONDS = env.int("IMPORT_SETTLE_SECONDS", default=30)
# The virus scanner: the path of clamd's socket, or host:port; empty where there is none.
CLAMD = env.str("CLAMD", default="")
RECORD_MAX_PAGES = env.int("RECORD_MAX_PAGES", default=10_000)
# How many children read the pages of one file at once, each with its own bounded memory.
RECORD_CORES = env.int("RECORD_CORES", default=len(os.sched_getaffinity(0)))

# After how many days a half-typed application is tidied away that holds nothing.
HALF_TYPED_EMPTY_DAYS = env.int("HALF_TYPED_EMPTY_DAYS", default=7)
# Images of pages that were looked at, kept for the next look; a cache, safe to empty.
PAGE_CACHE_DIR = Path(env.str("PAGE_CACHE_DIR", default=str(VAR_DIR / "pages")))
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=2 * 1024 * 1024 * 1024)

# What a letter may hold, and what the sentences in it need from the credential record.
CASE_NUMBER_PREFIX = env.str("CASE_NUMBER_PREFIX", default="CM")
LETTER_MAX_SERVICES = env.int("LETTER_MAX_SERVICES", default=50)
LETTER_MAX_TEXT = env.int("LETTER_MAX_TEXT", default=60_000)
LETTER_MAX_PAGES = env.int("LETTER_MAX_PAGES", default=300)
PRACTICE_MIN_YEARS = env.int("PRACTICE_MIN_YEARS", default=5)
PRACTICE_MIN_WEEKLY_HOURS = env.int("PRACTICE_MIN_WEEKLY_HOURS", default=24)

# The organization's seal. In demonstration mode a key made at set-up under var/keys/ is used.
SEAL_PKCS12 = env.str("SEAL_PKCS12", default="")
SEAL_PKCS12_PASSWORD = env.str("SEAL_PKCS12_PASSWORD", default="")
SEAL_PKCS11_MODULE = env.str("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env.str("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_PIN = env.str("SEAL_PKCS11_PIN", default="")
SEAL_PKCS11_KEY = env.str("SEAL_PKCS11_KEY", default="")
SEAL_PKCS11_CERTIFICATE = env.str("SEAL_PKCS11_CERTIFICATE", default="")

# Certificates of former seals (PEM), so that letters sealed with them are still recognized.
SEAL_FORMER_CERTIFICATES = env.str("SEAL_FORMER_CERTIFICATES", default="")

LETTER_LEASE_SECONDS = env.int("LETTER_LEASE_SECONDS", default=45)
LETTER_MAX_ATTEMPTS = env.int("LETTER_MAX_ATTEMPTS", default=5)
# Places where a test or a demonstration may kill a worker, as "point=kill;point=hang".
FAULTS = env.str("IMRPORTAL_FAULTS", default="") if DEMONSTRATION else ""

# Every determination is served on the Administrative Director too (LC 4610.6(f)).
ADMINISTRATIVE_DIRECTOR_NAME = env.str(
    "ADMINISTRATIVE_DIRECTOR_NAME",
    default="Administrative Director, Division of Workers’ Compensation (IMR Unit)",
)
ADMINISTRATIVE_DIRECTOR_ADDRESS = env.str(
    "ADMINISTRATIVE_DIRECTOR_ADDRESS",
    default="1515 Clay Street, 17th Floor\nOakland, CA 94612",
)

# The public page that says whether a PDF is ours.
VERIFY_MAX_BYTES = env.int("VERIFY_MAX_BYTES", default=10 * 1024 * 1024)
VERIFY_PER_MINUTE = env.int("VERIFY_PER_MINUTE", default=10)

EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="imr-portal@localhost")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
# Letters do not wait behind files, nor files behind scans: `celery worker` takes all three queues,
# and `celery worker -Q files` one of them.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue(name) for name in ("celery", "files", "scans")]
CELERY_TASK_ROUTES = {
    "cases.tasks.binders.produce_binder": {"queue": "files"},
    "cases.tasks.files.work_file": {"queue": "files"},
    "cases.tasks.files.take_in_folder": {"queue": "files"},
    "cases.tasks.files.recognize_pages": {"queue": "scans"},
}
CELERY_TIMEZONE = TIME_ZONE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "imrportal.logs.PrivateFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Without Django's own handler, which would mail what was typed to ADMINS.
        "django": {"handlers": [], "level": "INFO"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "WARNING"},
        "pyhanko_certvalidator": {"level": "WARNING"},
    },
}
