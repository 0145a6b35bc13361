"""Every kind of file that somebody will send: what becomes of it, and what the sender reads."""

import io
import resource

import pikepdf
import pytest
from django.test import override_settings
from django.utils import timezone

from cases import blobs
from cases.bundles.faults import FAULTS, remark_sentences
from cases.models import ReceivedFile
from cases.pipelines.filesteps import work
from tests.cases.bad_files import ACCEPTED, REJECTED, WHOLE
from tests.factories import make_case

pytestmark = pytest.mark.django_db
ACTIVE = (b"/JavaScript", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/URI", b"/Author")
MOST_MEMORY = 1700 * 1024  # kilobytes, of a child


def sanitised(content: bytes) -> ReceivedFile:
    """Receive the bytes and take the two steps up to the working copy."""
    sha256, size = blobs.store([content])
    file = ReceivedFile.objects.create(
        case=make_case("assigned"),
        sha256=sha256,
        size=size,
        name="records.pdf",
        source="attorney",
        received_at=timezone.now(),
    )
    for _ in range(2):
        work(file.pk, seconds=0)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize("what", REJECTED)
def test_it_is_rejected_with_a_sentence_and_harms_nothing(what):
    make, codes = REJECTED[what]
    file = sanitised(make())
    said = {"name": "“records.pdf”", "pages": 0, "most": 0}
    sentences = {FAULTS[code].format(**said) for code in codes.split()}
    assert file.step == "rejected"
    assert file.rejection in sentences
    assert file.working_sha256 == ""
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY


@pytest.mark.parametrize("what", ACCEPTED)
def test_it_is_accepted_and_its_copy_does_nothing(what):
    make, remarks = ACCEPTED[what]
    content = make()
    file = sanitised(content)
    assert (file.step, file.rejection) == ("sanitised", "")
    assert remarks <= set(file.remarks)
    assert len(remark_sentences(file.remarks)) >= len(remarks)
    copy = blobs.read(file.working_sha256)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        plain = io.BytesIO()
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Version", "/OCProperties"}
        assert len(pdf.pages) == file.pages
    assert [mark for mark in ACTIVE if mark in plain.getvalue()] == []
    assert blobs.read(file.sha256) == content


@override_settings(RECORD_MAX_PAGES=2)
def test_too_many_pages_are_counted_in_the_sentence():
    file = sanitised(WHOLE)
    assert "has 3 pages. The limit is 2" in file.rejection


@pytest.mark.parametrize(
    ("what", "remark", "count", "words"),
    [
        ("a PDF with scripts, launches and links", "active_content", 3, "left out (3)"),
        ("a PDF with files attached", "attachments", 3, "It carried 3 attached files,"),
    ],
)
def test_each_piece_that_is_left_out_is_counted(what, remark, count, words):
    file = sanitised(ACCEPTED[what][0]())
    assert file.remarks[remark] == count
    assert words in " ".join(remark_sentences(file.remarks))
    assert "1 page cannot be displayed." in remark_sentences({"pages_not_shown": 1})
