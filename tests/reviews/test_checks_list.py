"""The list of checks: complete, tested each way, and proposing nothing."""

import ast
import re
from pathlib import Path

import pytest

import reviews.checks as house
from reviews.checks import CHECKS, run
from reviews.checks.findings import Finding
from tests.reviews import (
    test_checks_absence,
    test_checks_authority,
    test_checks_file,
    test_checks_itself,
    test_checks_statute,
)
from tests.reviews.check_letters import NOTHING, letter, service

TABLES = (
    test_checks_itself,
    test_checks_file,
    test_checks_authority,
    test_checks_statute,
    test_checks_absence,
)
ROWS = [row for table in TABLES for row in table.CASES]
FOLDER = Path(house.__file__).parent
GROUPS = ("itself", "file", "authority", "statute", "absence")


def test_there_are_forty_and_more():
    assert len({check.ID for check in CHECKS}) == len(CHECKS) >= 40


def test_every_check_in_the_house_is_on_the_list():
    files = {
        path.stem
        for group in GROUPS
        for path in (FOLDER / group).glob("*.py")
        if re.search(r"^ID = ", path.read_text(), re.MULTILINE)
    }
    assert files == {check.__name__.rsplit(".", 1)[1] for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.ID)
def test_each_has_a_letter_it_finds_something_in_and_one_it_leaves(check):
    expected = {row[1] for row in ROWS if row[0] is check}
    assert NOTHING in expected
    assert expected & {"blocks", "asks", "notes"}


def test_none_proposes_a_decision():
    views = [row[2] for row in ROWS]
    for view in views:
        for finding in run(view).findings:
            words = finding.sentence.replace("“", "").lower()
            assert not re.search(
                r"\bshould (?:be|have been) (?:upheld|overturned)|\b(?:uphold|overturn) (?:it"
                r"|this)\b"
                r"|\bchange (?:it|the decision) to\b",
                words,
            )


def test_a_letter_in_order_passes_and_says_what_was_not_asked():
    outcome = run(letter())
    assert outcome.findings == ()
    assert run(letter(born_on=None)).not_checked[0].check_id == "age"
    assert "age" not in run(letter(born_on=None)).passed
    assert "age" in outcome.passed


def test_the_gravest_comes_first_and_an_answer_finds_it_again():
    view = letter(service(outcome="upheld"), summary=letter().summary + " The the report.")
    first, *rest = run(view).findings
    assert first.check_id == "conclusion-against-decision"
    assert [each.severity.value for each in rest] == ["notes"]
    again = next(iter(run(view).findings))
    assert first.key == again.key
    assert first.key != Finding(first.check_id, first.severity, first.place, "x", "").key


def test_words_stand_where_the_finding_says():
    for check, _, view in ROWS:
        for finding in check.check(view):
            if not isinstance(finding, Finding) or finding.place.start is None:
                continue
            text = view.summary
            if finding.place.service is not None:
                text = view.service(finding.place.service).rationale
            assert 0 <= finding.place.start <= max(len(text) - 1, 0)


def test_no_check_writes_to_what_it_is_given():
    for path in FOLDER.rglob("*.py"):
        names = {
            n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)
        }
        assert "__setattr__" not in names
