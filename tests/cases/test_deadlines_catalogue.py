"""The page of rules says what the data says."""

from pathlib import Path

from django.conf import settings

from cases.deadlines import shipped
from cases.deadlines.catalogue import catalogue
from cases.eligibility.catalogue import catalogue_of_reasons
from cases.eligibility.checklist import shipped_checklist
from cases.expected.rules import shipped_record_rules
from cases.fees.money import dollars
from cases.fees.rules import shipped_fee_rules
from cases.management.commands.write_rules import page_of_rules


def test_the_page_of_rules_is_the_one_written_from_the_data():
    page = Path(settings.BASE_DIR) / "docs" / "rules.md"

    assert page.read_text(encoding="utf-8") == page_of_rules()


def test_every_item_of_the_checklist_and_every_fee_stands_on_the_page():
    page = page_of_rules()

    assert all(f"| {item.code} | {item.what} |" in page for item in shipped_record_rules().items)
    fees = [dollars(rule.amount) for rule in shipped_fee_rules().rules]
    assert all(f"| {amount} | " in page for amount in fees)


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
