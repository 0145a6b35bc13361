"""One command takes a case file to its sealed letter, by every real step."""

import io
import itertools
import json
import re
import shutil
import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases import audit
from cases.casefiles.parse import dump_document, is_equal
from cases.models import AuditEvent, Case, Organization
from imrportal.accounts.models import User
from reviews.actions.accounts import service_cast
from reviews.actions.processing import Order, Processing
from reviews.models import Determination, DeterminationLetter, Review, Reviewer, ReviewOffer
from tests.case_files import EXAMPLE, example, real_files
from tests.factories import make_case, make_review, tiny_pdf
from tests.letter_text import Reading, page_texts

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdfsig") is None,
    reason="poppler-utils is not installed",
)
HEADINGS = re.compile(
    r"(?:^|\n) *(?:HOW THE IMR FINAL DETERMINATION WAS MADE|CLINICAL CASE SUMMARY|"
    r"IMR ISSUES, DECISIONS AND RATIONALES|Documents reviewed|Sent to|Your right to appeal|"
    r"What this determination does|[^\n]*: (?:Upheld|Overturned)|"
    r"(?:Claims Administrator guideline|[^\n]* guideline|Decision rationale):)$"
)
STEPS = (
    "Received",
    "Found eligible",
    "Assigned",
    "Requested the records",
    "Records complete",
    "Offered to reviewer",
    "Accepted",
    "Attested",
    "Wrote the summary",
    "Submitted",
    "Approved",
    "Signed",
    "Rendering and sealing",
    "Sealed; the served letter",
)
CREDENTIALS = ("licensed_states", "certifications")


def process(file, letter, **options) -> str:
    out = io.StringIO()
    call_command("process_case", str(file), letter=str(letter), stdout=out, **options)
    return out.getvalue()


def guideline_words(guideline):
    for citation in guideline.get("citations") or []:
        yield from filter(
            None,
            [
                citation.get("title"),
                str(citation["year"]) if citation.get("year") else "",
                *(citation.get("sections") or []),
                *(citation.get("pages") or []),
                citation.get("text"),
            ],
        )


def words_in_order(document):
    """Every word of the case file that the letter's body must have, in the letter's order."""
    determination = document["determination"]
    for name in CREDENTIALS:
        yield from determination["reviewer"][name]
    yield determination["clinical_case_summary"]
    pairs = zip(document["disputed_services"], determination["decisions"], strict=True)
    for service, decision in pairs:
        yield service["requested"]
        if service["ur_action"] == "modified":
            yield service["authorized"]
            yield service.get("eligible_portion") or service["requested"]
        yield f": {decision['decision'].capitalize()}"
        yield "Claims Administrator guideline:"
        yield from guideline_words(service["claims_administrator_guideline"])
        yield f"{document['organization']['short_name']} guideline:"
        yield from guideline_words(decision["imro_guideline"])
        yield "Decision rationale:"
        yield decision["rationale"]


def missing_words(document, pages):
    reading = Reading(pages)
    return [words for words in words_in_order(document) if not reading.follows(words)]


@pytest.fixture
def letter(tmp_path):
    return tmp_path / "letter.pdf"


@needs_poppler
def test_the_example_becomes_a_letter_with_a_valid_seal(db, seal_keys, letter):
    said = process(EXAMPLE, letter)

    places = [said.index(step) for step in STEPS]
    assert places == sorted(places)
    pages = page_texts(letter)
    assert missing_words(example(), pages) == []
    report = subprocess.run(["pdfsig", str(letter)], capture_output=True, text=True).stdout
    assert "Signature is Valid." in report
    assert "Total document signed" in report


@needs_poppler
@pytest.mark.parametrize("path", real_files())
def test_each_real_determination_is_in_its_letter(db, seal_keys, letter, path):
    document = json.loads(path.read_text(encoding="utf-8"))

    process(path, letter)

    pages = page_texts(letter)
    assert missing_words(document, pages) == []
    text = "\n".join(pages)
    assert text.count("Decision rationale:") == len(document["disputed_services"])
    assert [page[-200:] for page in pages if HEADINGS.search(page)] == []


def test_distinct_service_accounts_act_and_the_audit_names_the_operator(db, seal_keys, letter):
    process(EXAMPLE, letter, operator="Olga Operator")

    events = AuditEvent.objects.filter(case_number="CM15-0900001")
    assert set(events.exclude(actor=None).values_list("operator", flat=True)) == {"Olga Operator"}
    version = Determination.objects.get()
    case = Case.objects.get()
    doers = [version.submitted_by, version.approved_by, version.signed_by, case.assigned_by]
    assert len(set(doers)) == 4
    assert all(doer.is_service and not doer.has_usable_password() for doer in doers)


def test_the_reviewer_and_the_files_made_up_are_marked_synthetic(db, seal_keys, letter):
    process(EXAMPLE, letter)

    assert Reviewer.objects.get().is_synthetic
    assert all(
        record.is_synthetic and record.pages == 1 for record in Case.objects.get().records.all()
    )


def test_a_second_run_takes_the_case_up_and_writes_the_same_letter(db, seal_keys, letter, tmp_path):
    process(EXAMPLE, letter)

    said = process(EXAMPLE, tmp_path / "again.pdf")

    assert "Took up CM15-0900001, which is sealed." in said
    assert (tmp_path / "again.pdf").read_bytes() == letter.read_bytes()
    assert DeterminationLetter.objects.count() == 2


def test_a_case_imported_before_is_taken_up_where_it_stands(db, seal_keys, letter):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())

    said = process(EXAMPLE, letter)

    assert "Took up CM15-0900001, which is received." in said
    assert Case.objects.get().status == "sealed"


def test_as_new_gives_a_new_number(db, seal_keys, letter):
    process(EXAMPLE, letter)

    process(EXAMPLE, letter, as_new=True)

    assert Case.objects.count() == 2
    assert sorted(Case.objects.values_list("case_number", flat=True))[0] == "CM15-0900001"


def test_the_same_number_with_other_content_is_refused(db, seal_keys, letter, tmp_path):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())
    other = example()
    other["claim_number"] = "WC-07-999999"
    file = tmp_path / "other.json"
    file.write_text(dump_document(other))

    with pytest.raises(CommandError, match="its content is another.*--as-new"):
        process(file, letter)

    assert not letter.exists()


def test_a_case_that_somebody_has_changed_is_not_taken_up(db, seal_keys, letter):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())
    Case.objects.get().parties.filter(role="attorney").update(name="Another Firm LLP")

    with pytest.raises(CommandError, match="its content is another"):
        process(EXAMPLE, letter)


def test_a_review_that_people_have_begun_is_left_to_them(db, seal_keys, letter, cora, rita):
    call_command("import_case", str(EXAMPLE), stdout=io.StringIO())
    Case.objects.update(
        status="in_review", assigned_on="2015-05-27", records_complete_on="2015-06-08"
    )
    begun = make_review(Case.objects.get(), rita.reviewer)
    ReviewOffer.objects.update(offered_by=cora)

    with pytest.raises(CommandError, match="brought to this case on the pages"):
        process(EXAMPLE, letter)

    assert Review.objects.get() == begun


def test_a_file_without_a_determination_is_refused(db, letter, tmp_path):
    document = example()
    del document["determination"]
    file = tmp_path / "open.json"
    file.write_text(dump_document(document))

    with pytest.raises(CommandError, match="has no determination"):
        process(file, letter)

    assert not Case.objects.exists()


def test_records_of_the_ur_decision_alone_end_the_run_with_the_lawful_way_on(db, letter, tmp_path):
    document = example()
    document["records"] = document["records"][:1]
    file = tmp_path / "alone.json"
    file.write_text(dump_document(document))

    with pytest.raises(CommandError, match=r"9792\.10\.6\(b\)\(2\)"):
        process(file, letter)

    assert Case.objects.get().status == "awaiting_records"


def test_files_beside_the_case_file_become_its_records(db, seal_keys, letter, tmp_path):
    document = example()
    for number, record in enumerate(document["records"]):
        record["file"] = f"records/{number}.pdf"
    (tmp_path / "records").mkdir()
    for number in range(5):
        (tmp_path / f"records/{number}.pdf").write_bytes(tiny_pdf(f"Record {number}.", pages=2))
    file = tmp_path / "case.json"
    file.write_text(dump_document(document))

    said = process(file, letter)

    assert "SYNTHETIC" not in said
    assert [record.pages for record in Case.objects.get().records.all()] == [2] * 5


def test_nothing_is_made_up_outside_a_demonstration(db, seal_keys, letter, settings, max):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="Give --operator"):
        process(EXAMPLE, letter)
    with pytest.raises(CommandError, match="no organization “Golden Coast Medical Review”"):
        process(EXAMPLE, letter, operator=max.email)
    Organization.objects.update(name="Golden Coast Medical Review")
    with pytest.raises(CommandError, match="5 records of the case file have no file"):
        process(EXAMPLE, letter, operator=max.email)

    assert not Reviewer.objects.exists()
    assert not letter.exists()


def test_an_export_after_the_whole_way_still_has_the_imported_words(db, seal_keys, letter):
    process(EXAMPLE, letter)
    out = io.StringIO()

    call_command("export_case", "CM15-0900001", stdout=out)

    exported = json.loads(out.getvalue())
    assert is_equal(exported["determination"], example()["determination"])
    assert exported["recorded"]["status"] == "sealed"
    names = User.objects.filter(reviewer__isnull=False).values_list("full_name", "email")
    assert not any(text in out.getvalue() for pair in names for text in pair)
    assert Reviewer.objects.get().pseudonym not in out.getvalue()


def test_a_case_typed_in_on_pages_is_never_taken_up(db, letter):
    make_case(case_number="CM15-0900001")

    with pytest.raises(CommandError, match="its content is another"):
        process(EXAMPLE, letter)


@pytest.mark.parametrize("steps", [2, 4, 6, 8, 10, 12])
def test_a_run_that_was_cut_off_goes_on_where_it_stood(db, seal_keys, letter, steps):
    order = Order(example(), dump_document(example()), letter.parent, may_create_organization=True)
    cast = service_cast("cut off", at=timezone.now())
    for _ in itertools.islice(Processing(order, cast, timezone.now).run(), steps):
        pass

    said = process(EXAMPLE, letter)

    assert "Took up CM15-0900001" in said
    assert Case.objects.get().status == "sealed"
    assert Determination.objects.count() == 1
    assert missing_words(example(), page_texts(letter)) == []


def test_every_step_is_committed_and_the_audit_chain_holds(transactional_db, seal_keys, letter):
    process(EXAMPLE, letter)

    assert Case.objects.get().status == "sealed"
    assert audit.verify_chain().is_intact
