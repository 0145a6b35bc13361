"""Determinations typed in through the workbench's pages, and exported word for word as they were.

The thirty real letters lie beside the project and are skipped where they do not; the example of the
project is always typed. What a browser sends is sent: lines end in CR LF, a row of a citation is
there only after its button was pressed, and each save carries the revision that the page showed.
"""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casefiles.determination import determination_entry
from cases.casefiles.parse import is_equal, parse_case_file
from cases.models import Case
from reviews.actions.accounts import service_cast
from reviews.actions.processing import Order, Processing
from reviews.lifecycle import WORKING
from reviews.models import Review
from reviews.pipelines.casefiles import export_document
from tests.case_files import EXAMPLE, real_files
from tests.factories import open_records

JSON = {"accept": "application/json"}
FILE = ("pages", "sha256", "is_synthetic")
REASON = "As it was decided."


class Typist:
    """The reviewer at the workbench of one case: every word goes through the pages."""

    def __init__(self, client, review):
        self.client, self.review = client, review
        account = review.reviewer.user  # made up for the case; now a person sits at it
        account.is_service, account.operator = False, ""
        account.save()
        client.force_login(account)

    def url(self, name, *args):
        return reverse(f"reviews:{name}", args=[self.review.case.case_number, *args])

    def shown(self, part):
        """The revision on the open part's page."""
        page = self.client.get(self.url("workbench"), {"part": part})
        assert page.status_code == 200
        bench = page.context["bench"]
        return (bench.open_part.draft if bench.open_part else bench.progress.draft).revision

    def save(self, url, data, **headers):
        answer = self.client.post(url, data, headers=headers or JSON)
        assert answer.status_code == 200, answer.content[:400]
        return answer

    def type_summary(self, text):
        data = {"revision": self.shown("summary"), "text": as_sent(text)}
        self.save(self.url("save_summary"), data)

    def type_service(self, position, decision):
        url = self.url("save_service", position)
        revision = self.shown(position)
        citations = []
        for citation in decision.citations:
            data = service_fields(revision, decision, citations)
            self.save(url, data | {"arrange": f"add {citation.source}"}, hx_request="true")
            citations.append(citation)
            revision = self.shown(position)
            data = service_fields(revision, decision, citations)
            revision = self.save(url, data).json()["revision"]
        if not decision.citations:
            self.save(url, service_fields(revision, decision, []))

    def read_everything(self):
        """Leave the looks at each document: its pages are read by a worker, which is not here."""
        open_records(self.review)

    def submit(self):
        page = self.client.get(self.url("submit_review"))
        open_rows = page.context["checked"].open_rows
        reasons = {f"keep-{row.finding.key}": REASON for row in open_rows if not row.stops}
        return self.client.post(self.url("submit_review"), reasons)


def as_sent(text):
    """A text as a browser's form sends it."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def service_fields(revision, decision, citations):
    fields = {
        "revision": revision,
        "outcome": decision.outcome,
        "imro_basis": decision.imro_basis,
        "decision_rationale": as_sent(decision.rationale),
        "opioid_use": "current" if decision.has_opioid_notice else "",
    }
    rows = {
        "source": [each.source for each in citations],
        "title": [each.title for each in citations],
        "year": [str(each.year or "") for each in citations],
        "sections": ["\r\n".join(each.sections) for each in citations],
        "pages": [", ".join(each.pages) for each in citations],
        "text": [as_sent(each.text) for each in citations],
    }
    return fields | {f"citation_{name}": column for name, column in rows.items()}


def processing_of(path):
    text = path.read_text(encoding="utf-8")
    document = parse_case_file(text)
    order = Order(document=document, text=text, folder=path.parent, may_create_organization=True)
    return Processing(order, service_cast("Tess Typist", at=timezone.now()), timezone.now)


def with_files_of(exported, document):
    """The document, with the files that its records were given since: the one thing added to it."""
    pairs = zip(exported["records"], document["records"], strict=True)
    records = [{name: came[name] for name in FILE if name in came} | row for came, row in pairs]
    return document | {"records": records}


@pytest.mark.parametrize("path", [pytest.param(EXAMPLE, id="example"), *real_files()])
def test_a_determination_is_typed_in_and_comes_out_equal(db, seal_keys, client, path):
    document = json.loads(path.read_text(encoding="utf-8"))
    for said in processing_of(path).run():
        if said.startswith("Attested"):
            break
    review = Review.objects.get(status__in=WORKING)
    typist = Typist(client, review)
    determination = determination_entry(document)

    typist.type_summary(determination.clinical_case_summary)
    for position, decision in enumerate(determination.decisions, 1):
        typist.type_service(position, decision)
    typist.read_everything()
    answer = typist.submit()

    assert answer.status_code == 302, answer.content.decode()[:3000]
    list(processing_of(path).run())
    exported = export_document(Case.objects.get(), on=timezone.localdate(), shows_decisions=True)
    assert is_equal(exported["determination"], document["determination"])
    assert is_equal({key: exported[key] for key in document}, with_files_of(exported, document))
