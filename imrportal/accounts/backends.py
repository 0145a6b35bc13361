"""Who may sign in: an active account of a person; the answer takes as long for nobody."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class PeopleBackend(ModelBackend):
    """Checks address and password; service accounts and inactive ones are nobody."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Say whether this account belongs to a person who still works here."""
        return user.is_active and not user.is_service
