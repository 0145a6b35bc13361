"""Days and dues in words."""

from datetime import date

import pytest

from cases.templatetags.case_tags import due_badge, relative

TODAY = date(2026, 12, 14)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 14), "today"),
        (date(2026, 12, 15), "tomorrow"),
        (date(2026, 12, 13), "yesterday"),
        (date(2026, 12, 17), "in 3 days"),
        (date(2026, 12, 2), "12 days ago"),
        (None, ""),
    ],
)
def test_a_day_is_said_from_today(day, words):
    assert relative(day, TODAY) == words


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 12, 12), "2 days late", "stop"),
        (date(2026, 12, 13), "1 day late", "stop"),
        (date(2026, 12, 14), "Due today", "warn"),
        (date(2026, 12, 17), "Due in 3 days", "warn"),
        (date(2026, 12, 18), "Due in 4 days", "info"),
        (None, "No due date known", "quiet"),
    ],
)
def test_a_due_day_is_said_with_its_tone(due, words, tone):
    badge = due_badge(due, TODAY)
    assert words in badge
    assert f"chip-{tone}" in badge
