"""A case goes out with what its reader may know, and never with the reviewer's name."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.casefiles.parse import dump_document, is_equal, parse_case_file
from cases.models import AuditEvent, Case
from reviews.models import Draft, ServiceDraft
from tests.case_files import EXAMPLE, example
from tests.factories import RATIONALE, make_case, make_determination, make_review


def export(case):
    out = io.StringIO()
    call_command("export_case", case.case_number, stdout=out)
    return json.loads(out.getvalue())


def exported_page(client, case):
    return client.get(reverse("reviews:export_case", args=[case.case_number]))


def test_import_and_export_by_command_give_back_the_file(db):
    out = io.StringIO()

    call_command("import_case", str(EXAMPLE), stdout=out)

    assert "CM15-0900001" in out.getvalue()
    assert is_equal(export(Case.objects.get()), example())


def test_one_broken_file_among_several_stops_all(db, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "imr-case-file/1"}')

    with pytest.raises(CommandError, match=r"broken.json: case_number: The key is missing"):
        call_command("import_case", str(EXAMPLE), str(broken))

    assert not Case.objects.exists()


def test_the_same_file_twice_is_one_case(db):
    for _ in range(2):
        out = io.StringIO()
        call_command("import_case", str(EXAMPLE), stdout=out)

    assert "CM15-0900001" in out.getvalue()
    assert Case.objects.count() == 1


def test_another_file_of_a_number_that_is_taken_is_refused(db, tmp_path):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())
    other, said = tmp_path / "other.json", io.StringIO()
    other.write_text(json.dumps(example() | {"claim_number": "another"}))

    with pytest.raises(CommandError, match="1 of 1 files were not imported"):
        call_command("import_case", str(other), stderr=said)

    assert "already a case CM15-0900001" in said.getvalue()


def test_an_unknown_case_has_no_export(db):
    with pytest.raises(CommandError, match="no case CM99-0000001"):
        call_command("export_case", "CM99-0000001")


def test_outside_a_demonstration_an_unknown_organization_is_only_offered(db, settings):
    settings.DEMONSTRATION = False
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_case", str(EXAMPLE), stderr=said)
    assert "--create-organization" in said.getvalue()

    call_command("import_case", str(EXAMPLE), create_organization=True, stdout=io.StringIO())
    organization = Case.objects.get().organization
    assert (organization.medical_director, organization.logo_svg, organization.is_own) == (
        None,
        "",
        False,
    )


def test_a_written_determination_goes_out_without_the_reviewers_name(rita):
    version = make_determination(make_review(reviewer=rita.reviewer, status="submitted"))

    document = export(version.case)

    parse_case_file(dump_document(document))
    assert document["determination"]["decisions"][0]["rationale"].startswith(RATIONALE)
    assert document["determination"]["reviewer"]["licensed_states"] == ["California"]
    text = dump_document(document)
    for secret in (rita.full_name, rita.email, rita.reviewer.pseudonym):
        assert secret not in text


def test_an_unfinished_draft_goes_out_apart(rita):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    Draft.objects.filter(review=review).update(clinical_case_summary="Half a", revision=1)

    document = export(review.case)

    parse_case_file(dump_document(document))
    assert "determination" not in document
    unfinished = document["recorded"]["unfinished_determination"]
    assert unfinished["clinical_case_summary"] == "Half a"


def test_a_draft_that_nobody_touched_leaves_the_imported_determination(db, rita, cora):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())
    Case.objects.update(
        status="in_review", assigned_on="2015-05-27", records_complete_on="2015-06-08"
    )
    review = make_review(Case.objects.get(), rita.reviewer, is_written=False)
    ServiceDraft.objects.filter(draft__review=review).update(revision=0)
    Draft.objects.filter(review=review).update(revision=0)

    assert is_equal(export(review.case)["determination"], example()["determination"])


def test_a_coordinator_exports_but_learns_no_decision_before_approval(cora, rita, sign_in):
    version = make_determination(make_review(reviewer=rita.reviewer, status="submitted"))

    response = exported_page(sign_in(cora), version.case)

    assert "determination" not in json.loads(response.content)
    assert response["Content-Disposition"] == (
        f'attachment; filename="IMR-{version.case.case_number}.json"'
    )
    assert AuditEvent.objects.filter(kind="case.exported", actor=cora).count() == 1


def test_a_coordinator_exports_the_decision_after_approval(cora, rita, sign_in):
    version = make_determination(
        make_review(reviewer=rita.reviewer, status="approved"), status="approved"
    )

    document = json.loads(exported_page(sign_in(cora), version.case).content)

    assert len(document["determination"]["decisions"]) == 2


def test_who_may_not_export_is_told_so_or_learns_nothing(max, otto, sign_in):
    case = make_case("in_review")

    assert exported_page(sign_in(max), case).status_code == 403
    assert exported_page(sign_in(otto), case).status_code == 404
