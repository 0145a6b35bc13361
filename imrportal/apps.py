"""The wiring, as Django knows it: the Celery application and the checks come with it."""

from django.apps import AppConfig, apps

from imrportal import celery
from imrportal.staticfiles import NAMED_NOWHERE

celery_app = celery.app


class PortalConfig(AppConfig):
    name = "imrportal"
    label = "imrportal"

    def ready(self) -> None:
        """Leave out of the static files what no page names."""
        of_static_files = apps.get_app_config("staticfiles")
        of_static_files.ignore_patterns = [*of_static_files.ignore_patterns, *NAMED_NOWHERE]
