"""The notice on stopping an opioid: one wording, after the rationale, only where confirmed."""

import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.casefiles.parse import is_equal, parse_case_file
from cases.errors import Refused
from cases.intake import CitationEntry
from cases.models import Case
from reviews import wordcraft
from reviews.actions.drafting import save_service, submit_review
from reviews.letters.content import from_snapshot, to_snapshot
from reviews.letters.printed import printed_letter
from reviews.letters.wording import CALIFORNIA_1
from reviews.models import ServiceDecision
from tests.case_files import example
from tests.factories import make_review, open_records
from tests.factories.letter_content import CONCLUSION_BY_OUTCOME
from tests.reviews.letter_contents import make_content, make_service

pytestmark = pytest.mark.django_db
NOTICE = CALIFORNIA_1.opioid_notice
CITED = {
    "imro_basis": "mtus",
    "citations": [CitationEntry("mtus", "Low Back Disorders", 2021, ("Care",))],
}


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def decide(review, by, **changes):
    row = review.draft.services.get(service__position=1)
    fields = {
        "outcome": "upheld",
        "imro_basis": "none",
        "decision_rationale": "Not medically necessary.",
        "citations": [],
        "opioid_use": "current",
    } | changes
    return save_service(
        review, row.service_id, by=by, at=timezone.now(), revision=row.revision, **fields
    )


def submit(review, by):
    open_records(review)
    version = submit_review(review, by=by, at=timezone.now())
    return ServiceDecision.objects.get(determination=version, service__position=1)


@pytest.mark.parametrize(
    ("outcome", "use", "is_printed"),
    [
        ("upheld", "current", True),
        ("upheld", "not_taken", False),
        ("upheld", "", False),
        ("overturned", "current", False),
    ],
)
def test_it_follows_a_refusal_of_an_opioid_in_use(outcome, use, is_printed, review, rita):
    rationale = f"The guideline asks for a series of visits. {CONCLUSION_BY_OUTCOME[outcome]}"
    decide(review, rita, outcome=outcome, opioid_use=use, decision_rationale=rationale, **CITED)
    assert submit(review, rita).has_opioid_notice is is_printed


def test_another_word_for_the_use_is_refused(review, rita):
    with pytest.raises(Refused, match="not taken yet"):
        decide(review, rita, opioid_use="sometimes")


def content(**changes):
    return make_content(services=(make_service(1, **changes), make_service(2)))


def test_it_is_printed_as_an_element_of_its_own():
    first, *others = printed_letter(
        content(has_opioid_notice=True), with_cover=False, mark=""
    ).services
    assert first.notice == NOTICE
    assert NOTICE not in first.rationale
    assert not any(service.notice for service in others)


def test_a_letter_signed_before_there_was_a_notice_reads_back_without_one():
    snapshot = to_snapshot(content())
    for service in snapshot["services"]:
        del service["has_opioid_notice"]
    assert not any(service.has_opioid_notice for service in from_snapshot(snapshot).services)


def with_notice(decision="upheld"):
    document = example()
    first = document["determination"]["decisions"][0]
    first |= {"opioid_notice": True, "decision": decision}
    return document


def test_a_case_file_keeps_it(tmp_path):
    file = tmp_path / "case.json"
    file.write_bytes(dumped(with_notice()))
    out = io.StringIO()
    call_command("import_case", str(file), stdout=out)
    exported = io.StringIO()
    call_command("export_case", Case.objects.get().case_number, stdout=exported)
    assert is_equal(parse_case_file(exported.getvalue().encode()), with_notice())


def test_a_case_file_with_a_notice_on_an_overturned_service_is_refused(tmp_path):
    file = tmp_path / "case.json"
    file.write_bytes(dumped(with_notice("overturned")))
    said = io.StringIO()
    with pytest.raises(Exception, match="follows a refusal"):
        call_command("import_case", str(file), stderr=said)


def dumped(document):

    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("service", "rationale", "is_asked"),
    [
        ("Norco 10/325 mg #90", "", True),
        ("Synapryn 10mg/ml oral suspension 500ml", "", True),
        ("Gabapentin 300 mg #90", "", False),
        ("MRI of the lumbar spine", "Opioids were tried.", False),
        (
            "Norco 10/325 mg #90",
            "Not medically necessary. This decision should not be interpreted as a recommendation "
            "to stop long-term opioids abruptly.",
            False,
        ),
    ],
)
def test_it_is_offered_for_an_opioid_without_a_notice(service, rationale, is_asked):
    assert wordcraft.asks_opioid_use(service, rationale) is is_asked


def test_the_card_asks_and_preselects_nothing(sign_in, review, rita):
    review.case.services.filter(position=1).update(requested="Norco 10/325 mg #90")
    page = sign_in(rita).get(review.get_absolute_url() + "?part=1").content.decode()
    assert "does the worker take this opioid now?" in page
    assert 'name="opioid_use" value="current">' in page
    page = sign_in(rita).get(review.get_absolute_url() + "?part=2").content.decode()
    assert "opioid" not in page
