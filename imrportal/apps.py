"""The wiring, as Django knows it: the Celery application and the checks come with it."""

from django.apps import AppConfig

from imrportal import celery

celery_app = celery.app


class PortalConfig(AppConfig):
    name = "imrportal"
    label = "imrportal"
