"""The file of a case: who asks, what is disputed, what was sent, what is due, who looked."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "cases"
