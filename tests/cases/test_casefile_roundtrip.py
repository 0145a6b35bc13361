"""Whatever comes in as a case file goes out equal, until something changes."""

import copy
import json
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.casefiles import import_case_file
from cases.actions.records import attach_file, complete_records
from cases.casefiles.parse import dump_document, is_equal, parse_case_file
from cases.models import Case
from cases.pipelines.casefiles import exported
from tests.case_files import example, real_files
from tests.factories import make_case, tiny_pdf

OPTIONAL = (
    ("organization",),
    ("ur_service_date",),
    ("ur_service_method",),
    ("rfa_date",),
    ("records_complete_date",),
    ("formulary",),
    ("application_signed_on",),
    ("ur_decision_attached",),
    ("outside_necessity_dispute",),
    ("adj_number",),
    ("claim_number",),
    ("date_assigned",),
    ("synthetic_fields",),
    ("records",),
    ("determination",),
    ("parties", "attorney"),
    ("parties", "employer"),
    ("parties", "facility"),
    ("parties", "injured_worker", "date_of_birth"),
    ("parties", "injured_worker", "sex"),
    ("parties", "injured_worker", "address"),
    ("disputed_services", 0, "ur_reason"),
    ("disputed_services", 0, "category"),
    ("disputed_services", 0, "codes"),
    ("disputed_services", 0, "quantity"),
    ("disputed_services", 0, "dates_of_service"),
    ("disputed_services", 1, "depends_on"),
    ("disputed_services", 0, "claims_administrator_guideline", "citations", 0, "sections"),
    ("disputed_services", 0, "claims_administrator_guideline", "citations", 0, "pages"),
    ("disputed_services", 0, "claims_administrator_guideline", "citations", 0, "year"),
    ("determination", "decision_date"),
    ("determination", "reviewer", "years_in_active_practice"),
)
LISTS = {"records", "codes", "dates_of_service", "sections", "pages", "synthetic_fields"}
VALUES = {
    "quantity": 12,
    "codes": ["72141", "72148"],
    "dates_of_service": ["2015-04-20"],
    "outside_necessity_dispute": "2015-05-01",
    "formulary": False,
    "ur_decision_attached": True,
    "depends_on": 1,
    "facility": [{"name": "Valley Imaging"}, {"name": "Second Imaging", "npi": "1234567890"}],
    "adj_number": "ADJ1234567",
    "year": 2004,
    "sections": ["NSAIDs, GI symptoms & cardiovascular risk", ""],
}
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc_é", max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def imported(document, by):
    text = dump_document(document)
    return import_case_file(
        parse_case_file(text), by=by, at=timezone.now(), text=text, may_create_organization=True
    )


def set_at(document, path, how):
    holder = document
    for part in path[:-1]:
        if isinstance(holder, dict) and holder.get(part) in (None, []):
            return
        holder = holder[part]
    key = path[-1]
    if how == "absent":
        holder.pop(key, None)
    elif how == "null":
        holder[key] = None
    elif how == "empty" and key in LISTS:
        holder[key] = []
    elif how == "value" and key in VALUES:
        holder[key] = VALUES[key]


@pytest.mark.parametrize("path", real_files())
def test_each_real_file_comes_out_equal(path, cora, organization):
    text = path.read_text(encoding="utf-8")
    case = import_case_file(
        parse_case_file(text), by=cora, at=timezone.now(), text=text, may_create_organization=True
    )

    assert is_equal(exported(Case.objects.get(pk=case.pk)), json.loads(text))


def test_the_example_comes_out_equal(cora, organization):
    case = imported(example(), cora)

    assert is_equal(exported(Case.objects.get(pk=case.pk)), example())


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(OPTIONAL), st.sampled_from(["absent", "null", "empty", "value"])),
        max_size=8,
    ),
    unknown=st.dictionaries(st.sampled_from(["x_top", "x-other", "éclair"]), ANY_JSON, max_size=2),
)
def test_absent_null_empty_and_unknown_come_back_as_they_came(cora, organization, changes, unknown):
    document = example()
    for path, how in changes:
        set_at(document, path, how)
    for holder in (
        document,
        document["parties"]["injured_worker"],
        document["disputed_services"][0],
        document["disputed_services"][0]["claims_administrator_guideline"],
    ):
        holder.update(copy.deepcopy(unknown))

    case = imported(document, cora)

    assert is_equal(exported(Case.objects.get(pk=case.pk)), document)
    Case.objects.filter(pk=case.pk).update(case_number=f"OLD00-{case.pk:07d}")


def test_a_change_goes_out_and_nothing_else_moves(cora, organization):
    document = example()
    document["parties"]["injured_worker"]["x_from_elsewhere"] = [1, 2.0, None]
    case = imported(document, cora)
    case.parties.filter(role="injured_worker").update(address="1 New Road, Modesto, CA 95350")

    out = exported(Case.objects.get(pk=case.pk))

    document["parties"]["injured_worker"]["address"] = "1 New Road, Modesto, CA 95350"
    assert is_equal(out, document)


def test_what_pages_record_goes_out_under_added_keys(cora, organization):
    case = imported(example(), cora)
    Case.objects.filter(pk=case.pk).update(status="awaiting_records", assigned_on=date(2015, 5, 27))
    case.refresh_from_db()
    attach_file(case.records.all()[2], by=cora, at=timezone.now(), content=tiny_pdf("A report."))
    complete_records(
        case, by=cora, at=timezone.now(), complete_on=date(2015, 6, 8), not_received="MRI of 2014"
    )

    out = exported(Case.objects.get(pk=case.pk))

    assert out["recorded"] == {
        "status": "ready_for_review",
        "records_not_received": "MRI of 2014",
    }
    assert out["records"][2]["pages"] == 1
    assert out["records"][0] == example()["records"][0]
    parse_case_file(dump_document(out))


def test_a_case_typed_in_goes_out_as_a_valid_file_and_comes_in_again(cora, organization):
    out = exported(make_case("awaiting_records"))
    out["case_number"] = "CM25-7654321"

    case = imported(parse_case_file(dump_document(out)), cora)

    assert is_equal(exported(Case.objects.get(pk=case.pk)), json.loads(dump_document(out)))
