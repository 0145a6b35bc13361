"""The checks on the command line: asks are kept as decided, a block stops unless it is kept."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from cases.casefiles.parse import dump_document
from cases.errors import Refused
from reviews.actions.accounts import service_cast
from reviews.actions.processing import Order, Processing
from reviews.models import CheckRun, Determination, FindingAnswer
from tests.case_files import EXAMPLE, example

pytestmark = pytest.mark.django_db
WHY = "The cover letter explains it."


def process(folder, document, **keeps):
    """Drive a case to the signature, and return what was said."""
    keeps = {name.replace("_", "-"): reason for name, reason in keeps.items()}
    order = Order(
        document, dump_document(document), folder, may_create_organization=True, keeps=keeps
    )
    return "\n".join(Processing(order, service_cast("x", at=timezone.now()), timezone.now).run())


def test_what_asks_is_kept_as_decided_in_the_case_file(tmp_path):
    document = example()
    decision = document["determination"]["decisions"][1]
    decision["rationale"] = f"The request is partially medically necessary. {decision['rationale']}"
    said = process(tmp_path, document)
    assert "Kept partly-necessary in service 2, rationale: As decided in the case file." in said
    assert FindingAnswer.objects.get().reason == "As decided in the case file."
    assert {run.stage for run in CheckRun.objects.all()} == {"submission", "quality", "signature"}


def test_a_block_stops_and_is_named_until_the_operator_keeps_it(tmp_path):
    document = example()
    document["determination"]["decisions"][1]["decision"] = "overturned"
    with pytest.raises(Refused, match="conclusion-against-decision, service 2, rationale"):
        process(tmp_path, document)
    assert not Determination.objects.exists()
    process(tmp_path, document, conclusion_against_decision=WHY)
    answer = FindingAnswer.objects.get(check_id="conclusion-against-decision")
    assert (answer.severity, answer.reason) == ("blocks", WHY)
    assert Determination.objects.get().signed_at


@pytest.mark.parametrize("keep", ["no-such-check=Why", "radiation=", "radiation"])
def test_a_check_that_nobody_knows_or_no_reason_stops_the_command(keep, tmp_path):
    with pytest.raises(CommandError, match="write the name of a check and the reason"):
        call_command("process_case", EXAMPLE, letter=tmp_path / "letter.pdf", keep=[keep])
