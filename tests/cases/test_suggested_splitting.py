"""A long bundle is split by what a worker found and stored: as the engines say, and never half."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cases import radar
from cases.models import AuditEvent, PageText, ReceivedFile, RecordPage
from cases.packets.facts import facts_of
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.pages import Page
from cases.packets.split import split
from cases.pipelines import splitting, suggesting
from cases.pipelines.splitting import propose_documents
from cases.pipelines.suggesting import suggest
from tests.factories import make_case, make_record
from tests.factories.pages import make_file

pytestmark = pytest.mark.django_db
ON = "Date of service: 04/15/2025\n"
HEAD = f"Canyon Imaging Center\n12 Pine Court, Redding, CA 96001\nPhone (916) 555-0177\n{ON}"
BODY = "Findings are described in full on this sheet, in several lines of text.\n" * 5


LATE = timezone.now() + timedelta(days=365)  # behind every day that a page says


def make_bundle(said):
    """Make a record that nobody divided of pages as the engines see them."""
    count = len(said)
    case = make_case("assigned")
    record = make_record(
        case, title="As faxed", kind="other", pages=count, author="", date_of_service=None
    )
    file = make_file(record, received_at=LATE)
    known = {"case": record.case, "file": file, "record": record, "width": 612.0, "height": 792.0}
    numbers = range(1, count + 1)
    pages = RecordPage.objects.bulk_create(
        RecordPage(number=n, number_in_file=n, place=n, **known) for n in numbers
    )
    at = timezone.now()
    PageText.objects.bulk_create(
        PageText(page=page, case=case, text=one.text, source=source_of(one), read_at=at)
        for page, one in zip(pages, said, strict=True)
    )
    return record


def source_of(page):
    return ("ocr" if page.is_scanned else "layer") if page.text else "none"


def pages_of(texts):
    return [Page(number, text) for number, text in enumerate(texts, 1)]


def look_through(record):
    while suggest(record.received_file_id):
        pass
    record.refresh_from_db()


def look_through_a_stretch(record):
    assert suggest(record.received_file_id, seconds=-1)
    record.refresh_from_db()


def without_engines(monkeypatch):
    """From here on whoever splits has what is stored, and nothing else."""
    for name in ("split", "facts_of"):
        monkeypatch.delattr(splitting, name)


@pytest.fixture
def bundle(monkeypatch):
    """Return 48 pages, reports of three each, the last one blank; 20 count as many already."""
    monkeypatch.setattr(splitting, "AT_ONCE", 20)
    monkeypatch.setattr(suggesting, "STRETCH", 40)
    return make_bundle(pages_of([f"{HEAD}MRI Report\n{BODY}", BODY, ""] * 16))


def said_by_the_engines(pages):
    return [
        (part.first, part.last, part.why, facts_of(pages[part.first - 1 : part.last]))
        for part in split(pages)
    ]


def test_what_is_stored_of_a_forged_bundle_is_what_the_engines_say_of_it(monkeypatch):
    packet = forge_packet(Order(pages=400, seed=11, duplicates=0.1))
    pages = list(packet.read())
    record = make_bundle(pages)
    look_through(record)
    without_engines(monkeypatch)
    proposal = propose_documents(record)
    assert (proposal.rest, proposal.looked.through, proposal.looked.is_all) == (None, 400, True)
    told = [(part.first, part.last, part.why, part.facts) for part in proposal.parts]
    assert told == said_by_the_engines(pages)


@pytest.mark.parametrize("stretch", [1, 4, 7])
def test_it_does_not_matter_where_a_stretch_ends(monkeypatch, stretch):
    texts = [f"{HEAD}MRI Report\nPage 1 of 8", "", "", "", "", "", f"{BODY}Page 2 of 8", BODY]
    texts += [f"{BODY}Electronically signed by Verna Ray, MD", f"{HEAD}Therapy Note\n{BODY}"]
    monkeypatch.setattr(splitting, "AT_ONCE", 5)
    monkeypatch.setattr(suggesting, "STRETCH", stretch)
    pages = pages_of(texts)
    record = make_bundle(pages)
    look_through(record)
    without_engines(monkeypatch)
    told = [(one.first, one.last, one.why, one.facts) for one in propose_documents(record).parts]
    assert told == said_by_the_engines(pages)


def test_no_engine_runs_while_somebody_waits_for_a_long_bundle(bundle, monkeypatch):
    look_through(bundle)
    without_engines(monkeypatch)
    assert len(propose_documents(bundle).parts) == 16
    assert len(radar.radar_of(bundle.case).named) == 0


def test_the_page_says_how_far_it_is_and_leaves_what_was_not_looked_at(bundle, cora, sign_in):
    client, look = sign_in(cora), "Looked through {} of 48 pages for where documents begin."
    url = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    assert look.format(0) in client.get(url).content.decode()
    look_through_a_stretch(bundle)
    page = client.get(url)
    assert look.format(40) in page.content.decode()
    assert (page.context["rest"].first, len(page.context["forms"])) == (40, 13)
    look_through(bundle)
    sent = {form[name].html_name: "on" for form in page.context["forms"] for name in ["begins"]}
    sent |= {form["kind"].html_name: "imaging_report" for form in page.context["forms"]}
    firsts = ",".join(str(form.part.first) for form in page.context["forms"])
    sent |= {"seen": page.context["seen"], "firsts": f"{firsts},40", "rest": "1"}
    answer = client.post(url, sent)
    left = bundle.case.records.get(confirmed_at=None)
    assert (left.pages, left.title, left.kind, left.part) == (9, "As faxed", "other", 14)
    assert AuditEvent.objects.get(kind="record.split").data["left"] == left.pk
    assert answer.url == reverse("cases:split_record", args=[bundle.case.case_number, left.pk])
    assert [one.first for one in propose_documents(left).parts] == [1, 4, 7]


def test_a_place_that_a_person_names_in_what_is_left_begins_it(bundle, cora, sign_in):
    url = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    sent = {"firsts": "1", "rest": "1", "begins_on": "30", "add": "1"}
    page = sign_in(cora).post(url, sent)
    assert [form.part.last for form in page.context["forms"]] == [29]
    assert page.context["rest"].first == 30


def test_what_is_left_alone_is_no_split(bundle, cora, sign_in):
    url = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    answer = sign_in(cora).post(url, {"firsts": "1", "rest": "1"})
    assert answer.status_code == 409
    assert not bundle.case.records.exclude(confirmed_at=None).exists()


def test_the_radar_says_what_it_has_not_looked_through(bundle, cora, sign_in):
    client = sign_in(cora)
    url = reverse("cases:missing_records", args=[bundle.case.case_number])
    look_through_a_stretch(bundle)
    page = client.get(url).content.decode()
    assert "Looked through 40 of 48 pages" in page
    assert "may stand on the other pages" in page
    look_through(bundle)
    assert "Looked through" not in client.get(url).content.decode()
    piece = reverse("cases:looked_through", args=[bundle.case.case_number])
    answers = [client.get(piece), client.get(f"{piece}?record={bundle.pk}")]
    assert all("All 48 pages are looked through" in one.content.decode() for one in answers)


def test_documents_that_were_found_without_their_ends_are_found_anew(bundle):
    look_through(bundle)
    step = import_module("cases.migrations.0039_suggested_documents_are_found_anew")
    step.look_anew(apps, None)
    assert ReceivedFile.objects.get(pk=bundle.received_file_id).suggested_through == 0
    look_through(bundle)
    assert len(propose_documents(bundle).parts) == 16
