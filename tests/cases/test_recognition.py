"""Scans are read from their pictures; what is not read says so."""

import io
import shutil
from dataclasses import replace
from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases import blobs
from cases.bundles.boxes import Box, unpack_boxes
from cases.bundles.recognized import Recognized, is_lying, parse_words, turned_back
from cases.models import AuditEvent, CaseWord, PageText, ReceivedFile, RecordPage, UnreadPage
from cases.pipelines import recognition
from cases.pipelines.children import recognizer
from cases.pipelines.children.opened import scanned_dpi
from cases.pipelines.children.tesseract import Tesseract
from cases.pipelines.filesteps import work_to_the_end
from cases.pipelines.walled import Died
from cases.tasks import files as tasks
from tests.cases.bad_files import as_scan
from tests.factories import make_case, make_record, tiny_pdf
from tests.factories.pages import make_page

needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed, so no scan can be read."
)
TABLE = "\n".join(
    "\t".join(cells.split())
    for cells in (
        "level page_num block_num par_num line_num word_num left top width height conf text",
        "1 1 0 0 0 0 0 0 100 200 -1 page",
        "5 1 1 1 1 1 10 20 30 10 96 Lumbar",
        "5 1 1 1 2 1 10 40 30 10 80 strain",
    )
)
WORDS = "Lumbar strain since May, treated with physical therapy twice a week for six weeks"


def scan_in_case(turned: int = 0) -> ReceivedFile:
    """A scanned page, worked up to where it waits to be recognized."""
    sha256, size = blobs.store([as_scan(tiny_pdf(WORDS), turned=turned)])
    file = ReceivedFile.objects.create(
        case=make_case("assigned"),
        sha256=sha256,
        size=size,
        source="attorney",
        received_at=timezone.now(),
    )
    return work_to_the_end(file.pk)


def test_the_table_of_words_becomes_lines_and_boxes():
    said = parse_words(TABLE, 100, 200)
    assert said.text == "Lumbar\nstrain"
    assert said.boxes[0] == Box(0.1, 0.1, 0.4, 0.15)
    assert said.confidence == 88


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_boxes_of_a_turned_page_lie_where_they_are_drawn(degrees):
    said = parse_words(TABLE, 100, 200)
    back = turned_back(turned_back(said, degrees), (360 - degrees) % 360)
    assert [round(box.left, 6) for box in back.boxes] == [0.1, 0.1]


def asked_of(program_says: str, tmp_path) -> list[str]:
    """Return what a reader that says so was asked for, one page long."""
    (tmp_path / "table").write_text(program_says)
    reader = tmp_path / "reader"
    reader.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\ncat {tmp_path}/table\n')
    reader.chmod(0o700)
    document = pdfium.PdfDocument(tiny_pdf(WORDS))
    tesseract = Tesseract.at(str(reader), pictures=1, most_dots=10_000_000, dpi=300, seconds=9)
    (sheets,) = recognizer._batches(document, [(1, 0.0)])
    assert len(list(recognizer._answers(document, sheets, tesseract))) == 1
    return (tmp_path / "asked").read_text().splitlines()


@pytest.mark.parametrize(
    ("words", "confidence", "is_asked"),
    [
        ("The pain of her knee was worse and she had not slept", 40, False),
        ("ayl uied jo zay aauy sem asiom pue ays peu jou", 40, True),
        ("Dolor de rodilla izquierda desde mayo con terapia fisica", 40, True),
        ("Dolor de rodilla izquierda desde mayo con terapia fisica", 90, False),
        ("The knee and the hip", 90, True),
    ],
)
def test_which_way_is_up_is_asked_of_a_poor_page_without_common_words(
    words, confidence, is_asked, tmp_path
):
    rows = ["head", "1 1 0 0 0 0 0 0 2550 3300 -1 page"]
    rows += (
        f"5 1 1 1 1 {at} {30 * at} 20 25 10 {confidence} {word}"
        for at, word in enumerate(words.split())
    )
    asked = asked_of("\n".join("\t".join(row.split()) for row in rows), tmp_path)
    assert any("--psm 0" in line for line in asked) is is_asked


def test_a_dusty_scan_is_cleaned_before_it_is_read():
    scan = Image.open(io.BytesIO(as_scan(tiny_pdf(WORDS))))
    for across in range(20, scan.width, 40):
        for down in range(20, scan.height, 40):
            scan.paste(0, (across, down, across + 1, down + 1))
    content = io.BytesIO()
    scan.save(content, "PDF", resolution=300)
    drawn = recognizer._drawn(pdfium.PdfDocument(content.getvalue())[0])
    assert drawn.crop((0, 1500, scan.width, 3000)).getextrema()[0] >= 200
    assert drawn.getextrema()[0] < 100


@pytest.mark.parametrize(("turned", "dpi"), [(0, 300), (90, 300), (0, 110)])
def test_how_finely_a_page_was_scanned_is_told_by_its_picture(turned, dpi):
    scan = Image.open(io.BytesIO(as_scan(tiny_pdf(WORDS), turned=turned)))
    scan = scan.resize((scan.width * dpi // 300, scan.height * dpi // 300))
    content = io.BytesIO()
    scan.save(content, "PDF", resolution=dpi)
    page = pdfium.PdfDocument(content.getvalue())[0]
    assert scanned_dpi(page) == pytest.approx(dpi, rel=0.02)


def test_of_print_nobody_can_tell_how_it_was_scanned():
    assert scanned_dpi(pdfium.PdfDocument(tiny_pdf(WORDS))[0]) == 0.0


@pytest.mark.django_db
@needs_tesseract
def test_a_scan_is_read_with_its_confidence_and_can_be_found():
    file = scan_in_case(turned=180)
    page = RecordPage.objects.get()
    assert page.text.source == "none"
    assert recognition.recognize(file.pk) is False
    text = PageText.objects.get()
    assert "physical therapy twice" in text.text
    assert text.source == "ocr"
    assert text.confidence > 60
    assert len(unpack_boxes(text.word_boxes)) == len(text.text.split())
    page.refresh_from_db()
    assert page.rotation == 180
    assert CaseWord.objects.filter(case=file.case, word="lumbar").exists()
    assert not UnreadPage.objects.exists()


@pytest.mark.django_db
def test_without_the_program_the_page_waits_and_is_not_passed_as_read(monkeypatch):
    file = scan_in_case()
    monkeypatch.setattr(recognition, "program", lambda: "")
    assert recognition.recognize(file.pk) is False
    assert recognition.files_to_recognize() == []
    assert UnreadPage.objects.get().attempts == 0
    assert PageText.objects.get().source == "none"


@pytest.mark.django_db
def test_a_page_that_cannot_be_read_is_given_up_after_three_times(monkeypatch):
    file = scan_in_case()
    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", lambda *_, **__: iter([]))
    assert recognition.recognize(file.pk) is False
    row = UnreadPage.objects.get()
    assert (row.attempts, row.last_error) == (3, recognition.WHY_GIVEN_UP)
    assert row.given_up_at is not None


def three_scans() -> ReceivedFile:
    record = make_record(make_case("assigned"), pages=3)
    for _ in range(3):
        page = make_page(record)
        UnreadPage.objects.create(page=page, file=page.file)
    return record.received_file


@pytest.mark.django_db
def test_a_page_that_ends_its_reader_takes_no_neighbour_with_it(monkeypatch):
    """It comes first of those taken together; the last page to be settled is one given up."""
    file = three_scans()

    def reader(_name, asked, **_):
        for number, _skew in asked["pages"]:
            if number == 1:
                raise Died("recognizer")
            yield {"number": number, "text": f"Words of page {number}", "confidence": 90}

    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", reader)
    assert recognition.recognize(file.pk) is False
    texts = PageText.objects.filter(source="ocr").order_by("page__number")
    assert [said.text for said in texts] == ["Words of page 2", "Words of page 3"]
    row = UnreadPage.objects.get()
    assert (row.page.number_in_file, row.attempts) == (1, 3)
    assert AuditEvent.objects.filter(kind="file.recognized").count() == 1


@pytest.mark.django_db
def test_a_fax_does_not_wait_for_a_bundle_whichever_the_bell_was_rung_for(monkeypatch):
    """A bundle has many bells in the queue; each reads what is shortest."""
    bundle, fax = three_scans(), three_scans()
    UnreadPage.objects.filter(file=fax).order_by("-pk").first().delete()
    read, rung = [], []
    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(tasks, "recognize", lambda key: read.append(key) or key == bundle.pk)
    monkeypatch.setattr(tasks, "queue_pages", lambda *keys: rung.extend(keys))
    tasks.recognize_pages(bundle.pk)
    UnreadPage.objects.filter(file=fax).delete()
    tasks.recognize_pages(fax.pk)
    assert read == [fax.pk, bundle.pk]
    assert rung == [bundle.pk]
    UnreadPage.objects.all().delete()
    tasks.recognize_pages(bundle.pk)
    assert len(read) == 2


@pytest.mark.django_db
def test_pages_that_take_too_long_together_are_left_one_by_one(monkeypatch):
    """Not before one is read: else nothing would ever be, and no attempt be counted."""
    file = three_scans()

    def reader(_name, asked, **_):
        yield from ({"begins": number} for number, _skew in asked["pages"])
        for number, _skew in asked["pages"]:
            yield {"number": number, "text": f"Words of page {number}", "confidence": 90}

    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", reader)
    monkeypatch.setattr(recognition, "SECONDS_TOGETHER", -1.0)
    monkeypatch.setattr(settings, "RECORD_CORES", 1)
    assert recognition.recognize(file.pk, seconds=0) is True
    assert PageText.objects.get(source="ocr").text == "Words of page 1"
    assert set(UnreadPage.objects.values_list("attempts", "lease_until")) == {(0, None)}


@pytest.mark.django_db
@pytest.mark.parametrize(("cores", "shares"), [(2, [[1], [2], [3]]), (1, [[1, 2], [3]])])
def test_of_the_last_pages_each_core_has_a_share(cores, shares, monkeypatch):
    file, asked_for = three_scans(), []

    def reader(_name, asked, **_):
        asked_for.append([number for number, _skew in asked["pages"]])
        for number in asked_for[-1]:
            yield {"number": number, "text": f"Words of page {number}", "confidence": 90}

    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", reader)
    monkeypatch.setattr(settings, "RECORD_CORES", cores)
    assert recognition.recognize(file.pk) is False
    assert asked_for == shares


@pytest.mark.django_db
def test_the_page_that_was_begun_last_is_the_one_that_is_tried_alone(monkeypatch):
    file = three_scans()

    def reader(_name, _asked, **_):
        yield from ({"begins": 1}, {"begins": 2})
        raise Died("recognizer")

    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", reader)
    monkeypatch.setattr(settings, "RECORD_CORES", 1)
    assert recognition.recognize(file.pk, seconds=0) is True
    rows = UnreadPage.objects.order_by("page__number_in_file")
    assert list(rows.values_list("attempts", flat=True)) == [0, 1, 0]


@pytest.mark.django_db
def test_how_far_the_scans_are_read_is_told_with_the_time_that_is_left(sign_in, cora):
    file = three_scans()
    record, now = file.records.get(), timezone.now()
    for _ in range(3):
        page = make_page(record, text=WORDS)
        PageText.objects.filter(page=page).update(source="ocr", read_at=now - timedelta(minutes=3))
    told = recognition.progress(file, at=now)
    assert (told.read, told.waiting, told.given_up, told.total) == (3, 3, 0, 6)
    assert told.seconds_left == pytest.approx(180)
    shown = sign_in(cora).get(reverse("cases:record", args=[file.case.case_number, record.pk]))
    is_there = shutil.which("tesseract") is not None
    assert ("3 of 6 scanned pages read, about 3 minutes left" in shown.content.decode()) is is_there


@pytest.mark.django_db
def test_lost_and_doubled_pages_are_found(capsys):
    file = scan_in_case()
    call_command("verify_pages")
    assert "1 pages of 1 files: none lost" in capsys.readouterr().out
    ReceivedFile.objects.filter(pk=file.pk).update(last_page=2)
    with pytest.raises(CommandError, match="has 2 pages, of which 1 are kept"):
        call_command("verify_pages")


@pytest.mark.parametrize(
    ("wide", "tall", "words", "lies"),
    [(0.2, 0.02, 8, False), (0.02, 0.2, 8, True), (0.02, 0.2, 4, False), (0.05, 0.048, 8, False)],
)
def test_a_page_whose_words_run_up_or_down_lies_on_its_side(wide, tall, words, lies):
    """The reader of pictures reads such lines, and the page would be shown lying."""
    boxes = tuple(Box(0.1, 0.1, 0.1 + wide, 0.1 + tall) for _ in range(words))
    said = Recognized(" ".join(["radiculopathy"] * words), boxes, 90)
    assert is_lying(said, 2550, 2550) is lies
    assert not is_lying(replace(said, text=" ".join(["of"] * words)), 2550, 2550)
