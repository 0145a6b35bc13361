"""The page of rules says what the data says."""

from pathlib import Path

from django.conf import settings

from cases.deadlines import shipped
from cases.deadlines.catalogue import catalogue
from cases.eligibility.catalogue import catalogue_of_reasons
from cases.eligibility.checklist import shipped_checklist


def test_the_page_of_rules_is_the_one_written_from_the_data():
    page = Path(settings.BASE_DIR) / "docs" / "rules.md"

    written = catalogue(shipped.documents()) + catalogue_of_reasons(shipped_checklist())
    assert page.read_text(encoding="utf-8") == written


def test_every_reason_of_the_checklist_stands_on_the_page():
    page = catalogue_of_reasons(shipped_checklist())

    for reason in shipped_checklist().reasons:
        assert f"| {reason.code} | {reason.words} |" in page


def test_every_clock_of_every_set_stands_on_the_page():
    page = catalogue(shipped.documents())

    for rules in shipped.rule_sets():
        for rule in rules.rules:
            assert f"| {rule.id} | {rule.what} |" in page


def test_what_was_not_read_is_marked_so():
    page = catalogue(shipped.documents())

    assert "| Native American Day | fourth Friday of September | from 2022 |" in page
    assert all(line.endswith("| no |") for line in page.splitlines() if "Lincoln" in line)
