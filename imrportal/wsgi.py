"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from imrportal import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrportal.settings")

application = get_wsgi_application()
checks.refuse_unsafe_start()
checks.say_walls()
