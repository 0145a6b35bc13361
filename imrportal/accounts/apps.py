"""The accounts app: who may sign in, and as what."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "imrportal.accounts"
    label = "accounts"
