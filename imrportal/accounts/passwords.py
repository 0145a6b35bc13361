"""Rules for a password beside Django's: it is not made of the words of this place."""

import re
from typing import Any

from django.core.exceptions import ValidationError

WORDS = re.compile(
    r"imr|portal|independent|medical|review(er)?|organization|determination|coordinator|director|"
    r"quality|staff|administrator|auditor|worker|injured|password|welcome|[0-9\s\W_]"
)
LEAST_LEFT = 6


class OwnWordsValidator:
    """Refuse a password of which little is left without the words that anybody here would try."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when fewer than six letters are left."""
        if len(WORDS.sub("", password.lower())) < LEAST_LEFT:
            raise ValidationError(
                "This password is made of words and digits that anybody here would try first. "
                "Take three or four words that have nothing to do with this work.",
                code="password_of_own_words",
            )

    def get_help_text(self) -> str:
        """Say the rule beforehand."""
        return "Words of this place (IMR, portal, review …) and digits do not count."
