"""The lifecycles: every step tried from every status, against tables written here by hand."""

import ast
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions.lifecycle import transition_case
from cases.errors import StepNotAllowed
from cases.lifecycle import CASE, NOTICE, CaseStatus
from cases.models import AuditEvent
from cases.signals import case_transitioned
from imrportal.accounts.roles import ALL_PERMISSIONS, PERMISSIONS_BY_ROLE
from reviews.lifecycle import LETTER, OFFER, REVIEW, LetterStatus, OfferStatus, ReviewStatus
from tests.architecture import ROOT
from tests.factories import make_case, make_user

BEFORE_SIGNATURE = "withdraw terminate"
REOPENED_AS = ["received", "eligible", "assigned", "awaiting_records", "ready_for_review"]
REOPENING = " ".join(f"reopen_as_{status}" for status in REOPENED_AS)
CASE_STEPS = {
    "received": f"find_eligible find_ineligible {BEFORE_SIGNATURE}",
    "eligible": f"find_ineligible consolidate assign {BEFORE_SIGNATURE}",
    "assigned": f"consolidate request_records {BEFORE_SIGNATURE}",
    "awaiting_records": f"complete_records {BEFORE_SIGNATURE}",
    "ready_for_review": f"begin_review {BEFORE_SIGNATURE}",
    "in_review": f"end_review submit {BEFORE_SIGNATURE}",
    "in_quality_check": f"return approve {BEFORE_SIGNATURE}",
    "approved": f"return sign {BEFORE_SIGNATURE}",
    "signed": "seal",
    "sealed": "issue",
    "issued": "",
    "withdrawn": REOPENING,
    "terminated": REOPENING,
    "ineligible": "",
    "consolidated": "separate",
}
CASE_TARGETS = {
    "find_eligible": "eligible",
    "find_ineligible": "ineligible",
    "consolidate": "consolidated",
    "separate": "eligible",
    "assign": "assigned",
    "request_records": "awaiting_records",
    "complete_records": "ready_for_review",
    "begin_review": "in_review",
    "end_review": "ready_for_review",
    "submit": "in_quality_check",
    "return": "in_review",
    "approve": "approved",
    "sign": "signed",
    "seal": "sealed",
    "issue": "issued",
    "withdraw": "withdrawn",
    "terminate": "terminated",
    **{f"reopen_as_{status}": status for status in REOPENED_AS},
}
OFFER_STEPS = {
    "offered": "accept decline recall end",
    "accepted": "decline attest declare_conflict recall end",
    "attested": "end",
    "declined": "",
    "recalled": "",
    "conflicted": "",
    "ended": "",
}
REVIEW_STEPS = {
    "drafting": "submit withdraw recall cancel",
    "submitted": "return approve cancel",
    "returned": "submit withdraw recall cancel",
    "approved": "return sign cancel",
    "signed": "",
    "withdrawn": "",
    "recalled": "",
    "cancelled": "",
}
LETTER_STEPS = {"queued": "finish fail", "ready": "", "failed": "retry"}
TABLES = [
    (CASE, CaseStatus, CASE_STEPS),
    (OFFER, OfferStatus, OFFER_STEPS),
    (REVIEW, ReviewStatus, REVIEW_STEPS),
    (LETTER, LetterStatus, LETTER_STEPS),
    (NOTICE, LetterStatus, LETTER_STEPS),
]
NEEDED_BY_STEP = {
    "assign": {"assigned_on": timezone.localdate()},
    "complete_records": {"records_complete_on": timezone.localdate()},
    "sign": {"decision_on": timezone.localdate()},
    "find_ineligible": {"ending_reason": "Asked too late."},
    "consolidate": {"ending_reason": "Decided with another."},
    "separate": {"ending_reason": ""},
    "withdraw": {"ending_reason": "Settled."},
    "terminate": {"ending_reason": "Authorized."},
    **{
        f"reopen_as_{status}": {
            "assigned_on": timezone.localdate(),
            "records_complete_on": timezone.localdate(),
        }
        for status in REOPENED_AS
    },
}
ALLOWED = [(status, step) for status, steps in CASE_STEPS.items() for step in steps.split()]
REFUSED = [(s, t) for s in CASE_STEPS for t in CASE_TARGETS if (s, t) not in ALLOWED]


def user_for(step_name: str):
    """Somebody whose role may take the step; nobody for a step that only a worker takes."""
    permission = CASE.named(step_name).permission
    roles = [role for role, held in PERMISSIONS_BY_ROLE.items() if permission in held]
    return make_user(roles[0]) if permission else None


@pytest.mark.parametrize(
    ("lifecycle", "statuses", "steps"), TABLES, ids=["case", "offer", "review", "letter", "notice"]
)
def test_from_every_status_exactly_these_steps_are_open(lifecycle, statuses, steps):
    assert set(steps) == set(statuses.values)
    open_now = {s: {step.name for step in lifecycle.open_steps(s)} for s in statuses.values}
    assert open_now == {status: set(names.split()) for status, names in steps.items()}


@pytest.mark.parametrize(
    ("lifecycle", "status", "name"),
    [
        (lifecycle, status, step.name)
        for lifecycle, _, steps in TABLES
        for status, open_now in steps.items()
        for step in lifecycle.steps
        if step.name not in open_now.split()
    ],
    ids=lambda value: getattr(value, "noun", value),
)
def test_a_step_that_is_not_open_is_refused_in_words(lifecycle, status, name):
    with pytest.raises(StepNotAllowed) as refused:
        lifecycle.step(name, status)
    assert f"“{lifecycle.named(name).label}” is not possible now" in str(refused.value)
    assert f"the {lifecycle.noun} is {lifecycle.words_by_status[status]}." in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "step"), ALLOWED)
def test_a_case_takes_each_step_of_the_table_with_one_audit_row(status, step):
    case, user = make_case(status, services=0), user_for(step)
    changes = NEEDED_BY_STEP.get(step, {})
    moved = transition_case(case, step, by=user, at=timezone.now(), **changes)
    event = AuditEvent.objects.get(kind__startswith="case.")
    assert moved.status == CASE_TARGETS[step]
    assert event.kind == f"case.{step}"
    assert event.data == {"left": status, "reached": moved.status}
    assert event.changed_fields == sorted(changes)
    assert event.actor == user


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "step"), REFUSED)
def test_a_case_takes_no_other_step(status, step):
    case, user = make_case(status, services=0), user_for(step)
    with pytest.raises(StepNotAllowed, match="is not possible now"):
        transition_case(case, step, by=user, at=timezone.now(), **NEEDED_BY_STEP.get(step, {}))
    case.refresh_from_db()
    assert case.status == status
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", [step for step in CASE.steps if step.permission])
def test_permission_is_asked_before_the_state(step):
    without = [role for role, held in PERMISSIONS_BY_ROLE.items() if step.permission not in held]
    case = make_case("issued", services=0)
    with pytest.raises(PermissionDenied):
        transition_case(case, step.name, by=make_user(without[0]), at=timezone.now())


@pytest.mark.django_db
def test_listeners_hear_of_a_step_inside_its_transaction(cora):
    case, heard = make_case("received", services=0), []

    def refuse(**kwargs):
        heard.append((kwargs["case"].status, kwargs["step"].name, kwargs["by"]))
        raise ValueError("A listener that fails undoes the step.")

    case_transitioned.connect(refuse)
    try:
        with pytest.raises(ValueError, match="undoes"):
            transition_case(case, "find_eligible", by=cora, at=timezone.now())
    finally:
        case_transitioned.disconnect(refuse)
    case.refresh_from_db()
    assert heard == [("eligible", "find_eligible", cora)]
    assert case.status == "received"
    assert not AuditEvent.objects.exists()


def test_only_one_function_writes_the_status_of_a_case():
    writers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "cases").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        and re.search(r"\bcase\.status\b(?!\])", " ".join(map(ast.unparse, node.targets)))
    ]
    assert writers == ["cases/actions/lifecycle.py"]


def permissions_of_the_code() -> set[str]:
    """Every string of code and templates that has the form of a permission."""
    named = {step.permission for lifecycle, _, _ in TABLES for step in lifecycle.steps} - {""}
    files = [p for a in ("cases", "reviews", "imrportal") for p in (ROOT / a).rglob("*.py")]
    files += list((ROOT / "templates").rglob("*.html"))
    verbs = "|".join(sorted({p.split(".")[1].split("_")[0] for p in ALL_PERMISSIONS}))
    word = re.compile(
        rf"""(?<!dispatch_uid=)["']((?:cases|reviews|accounts)\.(?:{verbs})_[a-z_]+)["']"""
    )
    for path in files:
        if path.name != "roles.py" and "migrations" not in path.parts:
            named |= set(word.findall(path.read_text()))
    return named


def test_every_permission_that_the_code_asks_for_is_in_the_table_of_roles():
    assert permissions_of_the_code() - ALL_PERMISSIONS == set()


def test_every_permission_in_the_table_of_roles_is_asked_for():
    assert ALL_PERMISSIONS - permissions_of_the_code() == set()
