"""A case file that breaks its contract is refused with the place and the reason."""

import pytest
from django.utils import timezone

from cases.actions.casefiles import UnknownOrganization, import_case_file
from cases.casefiles.faults import BadCaseFile
from cases.casefiles.parse import dump_document, parse_case_file
from cases.casefiles.schema import schema_text
from cases.errors import Refused
from cases.models import Case
from tests.case_files import PROJECT, example

NAME = '"Dana Whitfield"'
TEXT_TABLE = [
    ('"standard"', '"urgent"', "priority", "one of: standard, expedited"),
    ('"standard"', "NaN", "priority", "cannot be kept"),
    ('"standard"', "1e999", "priority", "cannot be kept"),
    ('"priority": "standard"', '"priority": 1, "priority": 2', "priority", "comes twice"),
    ('"2015-04-24"', '"2015-02-30"', "ur_decision_date", "not a day that exists"),
    ('"2015-04-24"', '"2015-W10-1"', "ur_decision_date", "like 2015-04-24"),
    (NAME, '"Dana\\u0000"', "parties.injured_worker.name", "U+0000"),
    (NAME, '"Dana\\r\\nWhitfield"', "parties.injured_worker.name", "U+000D"),
    (NAME, '"Dana\\ud800"', "parties.injured_worker.name", "U+D800"),
    (NAME, '"Dana\\u202eWhitfield"', "parties.injured_worker.name", "U+202E"),
    (NAME, '" "', "parties.injured_worker.name", "must not be empty"),
    (NAME, "7", "parties.injured_worker.name", "must be text, not a number"),
    ('"sex": "female"', '"sex": "f"', "parties.injured_worker.sex", "one of"),
    ('"sex": "female"', '"s\\u0007x": "f"', "parties.injured_worker.s\\x07x", "The key holds"),
    ('"attorney": {', '"attorney": 5, "x": {', "parties.attorney", "an object, not a number"),
    (
        '"ur_action": "denied"',
        '"ur_action": "modified"',
        "disputed_services[0].modification",
        "key is missing",
    ),
    ('"mail"', '"pigeon"', "ur_service_method", "one of: mail"),
    ('"progress_report"', '"note"', "records[2].kind", "one of"),
    ('"title": "Progress report"', '"file": "../a.pdf"', "records[2].file", "inside the folder"),
    ('"title": "Progress report"', '"file": "/a.pdf"', "records[2].file", "inside the folder"),
    (
        '"decision": "upheld"',
        '"decision": "modified"',
        "determination.decisions[1].decision",
        "one of: upheld, overturned",
    ),
    ('"imr-case-file/1"', '"imr-case-file/9"', "format", "imr-case-file/1"),
    ('"CM15-0900001"', '"15-0900001"', "case_number", "not a case number"),
    (
        '"weekly_practice_hours": 32',
        '"weekly_practice_hours": "32"',
        "determination.reviewer.weekly_practice_hours",
        "must be a number or null, not text",
    ),
]


def replaced(old: str, new: str) -> str:
    text = dump_document(example())
    assert old in text
    return text.replace(old, new, 1)


def faults_of(text):
    with pytest.raises(BadCaseFile) as refusal:
        parse_case_file(text)
    return {fault.path: fault.reason for fault in refusal.value.faults}


@pytest.mark.parametrize(("old", "new", "path", "reason"), TEXT_TABLE)
def test_a_bad_file_is_refused_with_path_and_reason(old, new, path, reason):
    faults = faults_of(replaced(old, new))

    assert reason in faults[path]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b'{"format": ', "line 1"),
        (b"\xff\xfe{", "not UTF-8"),
        (b"[]", "an object"),
        (b"[" * 100_000, "nested deeper"),
        (b" " * (16 * 1024 * 1024 + 1), "larger than"),
    ],
)
def test_what_is_no_case_file_at_all_is_refused(content, reason):
    assert reason in faults_of(content)["(file)"]


def test_a_missing_key_is_named_where_it_should_be():
    document = example()
    del document["parties"]["claims_administrator"]
    del document["determination"]["decisions"][0]["rationale"]

    faults = faults_of(dump_document(document))

    assert faults == {
        "parties.claims_administrator": "The key is missing.",
        "determination.decisions[0].rationale": "The key is missing.",
    }


def test_decisions_and_services_must_be_as_many():
    document = example()
    document["determination"]["decisions"].pop()

    assert "1 decisions for 2" in faults_of(dump_document(document))["determination.decisions"]


def test_a_guideline_of_no_basis_has_no_rows():
    document = example()
    document["determination"]["decisions"][0]["imro_guideline"]["basis"] = "none"

    faults = faults_of(dump_document(document))

    assert "determination.decisions[0].imro_guideline.citations" in faults


def test_the_reason_never_repeats_the_text_of_the_file():
    document = example()
    document["parties"]["injured_worker"]["sex"] = "a secret of Dana Whitfield"

    reasons = " ".join(faults_of(dump_document(document)).values())

    assert "secret" not in reasons


def bring_in(document, by, **options):
    return import_case_file(document, by=by, at=timezone.now(), **options)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d.update(ur_service_date="2015-04-01"), "ur_service_date"),
        (lambda d: d.update(rfa_date="2016-04-01"), "ur_decision_date"),
        (lambda d: d.update(application_received="2001-01-01"), "application_received"),
        (
            lambda d: d["parties"]["claims_administrator"].update(npi="12"),
            "parties.claims_administrator.npi",
        ),
        (
            lambda d: d["disputed_services"][1].update(depends_on=9),
            "disputed_services[1].depends_on",
        ),
        (
            lambda d: d["disputed_services"][0]["claims_administrator_guideline"].update(
                basis="none"
            ),
            "disputed_services[0].claims_administrator_guideline.basis",
        ),
        (
            lambda d: d["disputed_services"][0]["claims_administrator_guideline"]["citations"][
                0
            ].update(title=""),
            "disputed_services[0].claims_administrator_guideline.citations[0].title",
        ),
        (
            lambda d: d["records"][0].update(file="missing.pdf"),
            "records[0].file",
        ),
    ],
)
def test_what_intake_finds_is_named_by_its_place_in_the_file(
    change, path, cora, organization, tmp_path
):
    document = example()
    change(document)

    with pytest.raises(BadCaseFile) as refusal:
        bring_in(document, cora, folder=tmp_path, may_create_organization=True)

    assert path in [fault.path for fault in refusal.value.faults]
    assert not Case.objects.exists()


def with_left(eligible: str) -> dict:
    document = example()
    document["disputed_services"][0].update(
        requested="Norco 10/325mg #60",
        ur_action="modified",
        modification="remainder",
        authorized="Norco  10/325mg  #25",
        eligible_portion=eligible,
    )
    return document


def test_a_wrong_remainder_is_refused_and_what_is_no_arithmetic_comes_in_as_written(
    cora, organization
):
    with pytest.raises(BadCaseFile) as refusal:
        bring_in(with_left("Norco #30"), cora, may_create_organization=True)
    assert [fault.path for fault in refusal.value.faults] == [
        "disputed_services[0].eligible_portion"
    ]
    bring_in(with_left("Norco  10/325mg, the rest"), cora, may_create_organization=True)
    service = Case.objects.get().services.get(position=1)
    assert service.authorized == "Norco  10/325mg  #25"
    assert service.eligible_portion == "Norco  10/325mg, the rest"


def test_an_existing_case_number_is_refused(cora, organization):
    bring_in(example(), cora, may_create_organization=True)

    with pytest.raises(Refused, match="already a case CM15-0900001"):
        bring_in(example(), cora)

    assert Case.objects.count() == 1


def test_an_unknown_organization_is_offered_and_not_created(cora, organization):
    with pytest.raises(UnknownOrganization, match="Golden Coast Medical Review"):
        bring_in(example(), cora)


def test_one_bad_record_file_leaves_nothing_behind(cora, organization, tmp_path):
    document = example()
    document["records"][4]["file"] = "scan.pdf"
    (tmp_path / "scan.pdf").write_text("not a PDF")

    with pytest.raises(BadCaseFile, match=r"records\[4\].file: “scan.pdf” is not a PDF"):
        bring_in(document, cora, folder=tmp_path, may_create_organization=True)

    assert not Case.objects.exists()


def test_a_link_out_of_the_folder_is_not_followed(cora, organization, tmp_path):
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"%PDF-1.4")
    inside = tmp_path / "files"
    inside.mkdir()
    (inside / "scan.pdf").symlink_to(outside)
    document = example()
    document["records"][0]["file"] = "scan.pdf"

    with pytest.raises(BadCaseFile, match="inside the folder"):
        bring_in(document, cora, folder=inside, may_create_organization=True)


def test_the_schema_is_published_where_the_documents_are():
    published = (PROJECT / "docs" / "case-file.schema.json").read_text(encoding="utf-8")

    assert published == schema_text()
