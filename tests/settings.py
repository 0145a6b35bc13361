"""Settings of the tests: a demonstration on servers and folders of this run alone.

`tests/conftest.py` starts the servers; a process of a test that needs the same ones is given
`tests.conftest.subprocess_env`.
"""

import os

from tests import servers

os.environ["IMRPORTAL_DEMO"] = "1"
os.environ["IMRPORTAL_HTTPS"] = "0"
for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "IMRPORTAL_DEBUG"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "only for tests: " + "0123456789abcdef" * 4

from imrportal.settings import *  # noqa: E402, F403
from imrportal.settings import STORAGES, addresses, env  # noqa: E402

TESTING = True
VAR_DIR = servers.places().var
BLOB_DIR = VAR_DIR / "blobs" / servers.worker()
PAGE_CACHE_DIR = VAR_DIR / "pages" / servers.worker()
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_AUTOREFRESH = True  # otherwise every client of a test reads all static files

DATABASES = {"default": addresses.database(env, VAR_DIR)}
DATABASES["default"]["NAME"] = os.environ.get("IMRPORTAL_TEST_DATABASE", "imrportal")
DATABASES["default"]["TEST"] = {"TEMPLATE": servers.TEMPLATE}  # made by tests/conftest.py
REDIS_URL = f"{addresses.broker(env, VAR_DIR)}?virtual_host={servers.broker_number()}"
CELERY_BROKER_URL = REDIS_URL
