"""Writes a reviewer's own phrases."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from reviews.models import Phrase, Reviewer

LONGEST = 5_000
MOST = 200


@transaction.atomic
def save_phrase(
    reviewer: Reviewer,
    phrase: Phrase | None = None,
    *,
    by: Any,
    at: datetime,
    name: str,
    text: str,
) -> Phrase:
    """Keep a new phrase, or a changed one; Refused for a name that another phrase has."""
    reviewer = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    require(by, "reviews.draft_review")
    name, text = " ".join(name.split()), with_plain_lines(text).strip()
    others = reviewer.phrases.exclude(pk=phrase.pk if phrase else None)
    faults = _faults(name, text)
    if others.filter(name__iexact=name).exists():
        faults.append(f"You have a phrase called “{name}” already: choose another name.")
    if phrase is None and others.count() >= MOST:
        faults.append(f"You keep {MOST} phrases, the most there can be: remove one first.")
    if faults:
        raise Refused(*faults)
    kind = "phrase.changed" if phrase else "phrase.added"
    phrase = phrase or Phrase(reviewer=reviewer)
    phrase.name, phrase.text, phrase.saved_at = name, text, at
    phrase.save()
    audit.append(kind, phrase, by=by)
    return phrase


@transaction.atomic
def remove_phrase(phrase: Phrase, *, by: Any) -> None:
    """Remove a phrase; texts in which it was used stay as they are."""
    require(by, "reviews.draft_review")
    audit.append("phrase.removed", phrase, by=by)
    phrase.delete()


def _faults(name: str, text: str) -> list[str]:
    faults = []
    if not name:
        faults.append("Give the phrase a short name: it is what you choose it by.")
    if not text:
        faults.append("Write the words of the phrase.")
    if len(text) > LONGEST:
        faults.append(f"The phrase has {len(text):,} characters; at most {LONGEST:,} are kept.")
    refusals = [character_refusal("The name", name), character_refusal("The phrase", text)]
    return faults + [refusal for refusal in refusals if refusal]
