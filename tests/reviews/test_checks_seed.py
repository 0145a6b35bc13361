"""The checks on real letters: what one published letter must yield, and what 30 must not."""

import json

import pytest

from reviews.checks import run
from reviews.checks.casefile import view_of_case_file
from reviews.checks.findings import Severity
from tests.case_files import EXAMPLE, real_files
from tests.seed_letter import needs_seed, seed_view

WANTED = {
    ("asks", "radiation"): "left arm",
    ("asks", "ur-records-unsummarised"): "April 1",
    ("asks", "contrast-unanswered"): "contrast",
    ("notes", "ur-guideline-unanswered"): "Chronic Pain Treatment Guidelines",
    ("notes", "absence-claims"): "no mention",
}
# Its other real defects: terms, lines without a page, a judgement without a source.
ALLOWED = {
    ("notes", "unlikely-terms"),
    ("notes", "incomplete-citation"),
    ("notes", "unsupported-judgement"),
    ("notes", "documents-named"),
}


@pytest.mark.shared
@needs_seed
def test_the_published_letter_yields_its_defects_and_nothing_else():
    outcome = run(seed_view())
    found = {
        (each.severity.value, each.check_id): f"{each.words} {each.sentence}"
        for each in outcome.findings
    }
    for key, words in WANTED.items():
        assert words in found[key]
    assert set(found) - set(WANTED) <= ALLOWED
    assert "absence-claims" in {each.check_id for each in outcome.not_checked}


@pytest.mark.parametrize("path", real_files())
def test_a_real_letter_is_not_stopped_and_asked_twice_at_most(path):
    view = view_of_case_file(json.loads(path.read_text(encoding="utf-8")))
    outcome = run(view)
    assert outcome.blocks == ()
    assert len(outcome.asks) <= 2


def test_the_example_has_nothing_to_answer():
    outcome = run(view_of_case_file(json.loads(EXAMPLE.read_text(encoding="utf-8"))))
    assert [each for each in outcome.findings if each.severity is not Severity.NOTES] == []
