"""Every kind of notice as its parties get it: the words, the days, the parties, the seal."""

import io
import shutil
from datetime import date

import pikepdf
import pytest

from cases.notices.content import from_snapshot, to_snapshot
from cases.notices.kinds import NoticeKind
from tests.cases.notice_pdfs import (
    MONDAY,
    alone_at_a_foot,
    feet_of,
    made,
    pdf_of,
    seal_of,
    text_of,
)
from tests.factories import PARTIES, make_case, make_eligibility
from tests.reviews.letter_pdfs import broken_standards

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seal_keys"),
    pytest.mark.skipif(
        shutil.which("pdftotext") is None or shutil.which("pdfsig") is None,
        reason="poppler-utils is not installed",
    ),
]
NOTIFIED = ("injured_worker", "attorney", "claims_administrator", "requesting_physician")
BY_MAIL, BY_STATUTE = "Tuesday, December 15, 2026", "Thursday, December 10, 2026"


def decided(case, outcome, code="", reason="It was asked too late."):
    """The keys of decisions on every service of a case, as facts of a notice."""
    fields = {"proposed_outcome": outcome, "proposed_code": code, "code": code, "reason": reason}
    rows = [make_eligibility(s, outcome=outcome, **fields) for s in case.services.all()]
    return {"decision_ids": tuple(row.pk for row in rows)}


FACTS = {
    "assignment": lambda case: {},
    "information": lambda case: decided(
        case, "needs_information", reason="Nothing says who signed the application."
    ),
    "ineligibility": lambda case: decided(case, "ineligible", "UNTIMELY"),
    "deferral": lambda case: decided(
        case, "deferred", "DEFERRED_LIABILITY", "The administrator denies the body part."
    ),
    "conversion": lambda case: {"certified_at": MONDAY},
    "termination": lambda case: {
        "reason": "authorized",
        "told_on": date(2026, 11, 27),
        "words": "Authorized in writing.",
    },
    "question": lambda case: {
        "asked_role": "claims_administrator",
        "text": "Was the report of May sent?",
    },
    "answer": lambda case: {
        "asked_role": "claims_administrator",
        "question": "Was the report of May sent?",
        "answer": "It was sent on November 24.",
    },
}
SAID = {
    "assignment": (BY_MAIL, BY_STATUTE, "15 calendar days", "10 calendar days", "may assess"),
    "information": ("Monday, December 7, 2026", "5 working days", "who signed the application"),
    "ineligibility": (
        "asked too late",
        "If the decision reached you later",
        "Monday, January 4, 2027",
        "verified petition",
        "does not show how much time is left",
    ),
    "deferral": ("denies the body part", "then has 30 days", "No right is lost".lower()),
    "conversion": ("expedited since November 30, 2026", "24 hours after this notice is received"),
    "termination": (
        "has authorized the treatment in writing",
        "told on November 27, 2026",
        "Authorized in writing.",
    ),
    "answer": (
        "Was the report of May sent?",
        "It was sent on November 24.",
        "need not do anything",
    ),
    "question": ("Was the report of May sent?", "Monday, December 7, 2026", "a copy of the answer"),
}
PAGES = {"assignment": 7}


@pytest.fixture(params=NoticeKind.values)
def notice(request):
    """One notice of each kind about a case of two services."""
    priority = "expedited" if request.param == "conversion" else "standard"
    case = make_case("assigned", eligible_at=MONDAY, priority=priority)
    return made(case, request.param, **FACTS[request.param](case))


def test_each_kind_is_whole(notice, tmp_path):
    """One made notice answers everything: making each seven times over would cost minutes."""
    text, case = text_of(notice), notice.case
    assert [words for words in SAID[notice.kind] if words not in text] == []
    for role, (name, address) in PARTIES.items():
        assert (name in text) == (role in NOTIFIED), role
        assert (address.split("\n")[0] in text) == (role in NOTIFIED), role
    assert notice.pages == PAGES.get(notice.kind, 2)
    count = str(notice.pages)
    numbers = [(case.case_number, str(page), count) for page in range(1, notice.pages + 1)]
    assert feet_of(notice) == numbers
    headings = [section.heading for section in from_snapshot(notice.snapshot).body.sections]
    assert alone_at_a_foot(notice, [*headings, "Sent to", "By when"]) == []
    assert broken_standards(pdf_of(notice)) == []
    seal = seal_of(notice, tmp_path)
    assert "Signature is Valid" in seal
    assert "Total document signed" in seal
    with pikepdf.open(io.BytesIO(pdf_of(notice))) as pdf:
        said = " ".join(str(value) for value in pdf.docinfo.values())
        assert str(pdf.docinfo["/Title"]).endswith(case.case_number)
        assert str(pdf.Root.Lang) == "en-US"
    assert not any(name in said for name, _ in PARTIES.values())
    assert to_snapshot(from_snapshot(notice.snapshot)) == notice.snapshot


def test_every_recipient_has_a_coversheet_with_its_own_code():
    notice = made(make_case("assigned"), "assignment")
    sheets = from_snapshot(notice.snapshot).body.coversheets
    text = text_of(notice)
    assert [sheet.role for sheet in sheets] == list(NOTIFIED)
    assert len({sheet.code for sheet in sheets}) == len(NOTIFIED)
    for sheet in sheets:
        assert sheet.code in text
    administrator = next(sheet for sheet in sheets if sheet.role == "claims_administrator")
    assert "A list of everything that was sent" in administrator.items
    assert "You may send this. You do not have to." not in administrator.items


def test_sent_electronically_it_prints_twelve_days_rolled_to_monday():
    case = make_case("assigned")
    administrator = case.parties.filter(role="claims_administrator")
    administrator.update(preferred_channel="email", email="claims@careful.test")
    text = text_of(made(case, "assignment"))
    assert "Monday, December 14, 2026" in text
    assert "12 calendar days" in text
    assert BY_STATUTE in text
    assert "claims@careful.test" in text


def test_an_expedited_notice_asks_within_24_hours():
    text = text_of(made(make_case("assigned", priority="expedited"), "assignment"))
    assert "24 hours after this notice is received" in text
    assert BY_MAIL not in text
    assert "3 days after the application" in text


def test_a_partly_ineligible_application_names_only_what_is_left_out():
    case = make_case("eligible")
    facts = decided(case, "ineligible", "NO_SIGNATURE", "Nobody signed it.")
    notice = made(case, "ineligibility", decision_ids=facts["decision_ids"][:1])
    text = text_of(notice)
    first, second = case.services.all()
    assert first.requested in text
    assert second.requested not in text
    assert "one of the services in dispute cannot be reviewed" in text
    assert "Sign and date the application form" in text
    assert "This ends the case" not in text


def test_an_ending_of_one_service_leaves_the_others():
    case = make_case("in_review")
    text = text_of(made(case, "termination", reason="settled", positions=(2,)))
    first, second = case.services.all()
    assert second.requested in text
    assert first.requested not in text
    assert "The review of the other services goes on." in text


def test_twenty_one_services_and_a_long_reason_keep_their_headings_with_their_text():
    case = make_case("received", services=21)
    reason = "The decision was made for another reason than medical necessity. " * 6
    notice = made(case, "ineligibility", **decided(case, "ineligible", "NOT_NECESSITY", reason))
    headings = [section.heading for section in from_snapshot(notice.snapshot).body.sections]
    assert alone_at_a_foot(notice, [*headings, "Sent to"]) == []
    assert len(feet_of(notice)) == notice.pages > 5
