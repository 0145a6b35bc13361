"""The judgement on a case: who may judge, the work, the checks, the determination, the letter."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "reviews"

    def ready(self) -> None:
        """Listen to the case's steps."""
        from reviews import receivers  # noqa: F401
