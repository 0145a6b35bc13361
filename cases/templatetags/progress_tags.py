"""How far files have come, as pieces of pages that keep themselves current."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from cases import radar
from cases.bundles.faults import remark_sentences
from cases.bundles.lifecycle import FileStep
from cases.models import Case, MedicalRecord, PageText, ReceivedFile, RecordPage
from cases.pipelines import recognition, splitting
from cases.pipelines.fileprogress import Counted, count_files, is_under_way, quarter

register = template.Library()


@register.inclusion_tag("cases/records/_file_state.html")
def file_state(record: MedicalRecord, is_piece: bool = False) -> dict[str, Any]:
    """Say how far the file of a record has come, and what was seen in it."""
    file = record.received_file
    if file is None:
        return {"file": None}
    scans = recognition.progress(file, at=timezone.now())
    unread = scans.waiting + scans.given_up - scans.again
    remarks = dict(file.remarks)
    if file.scan == ReceivedFile.Scan.NONE:
        remarks["no_scanner"] = 1
    if unread:
        remarks.pop("no_text", None)
    return {
        "record": record,
        "file": file,
        "is_readable": bool(file.working_sha256),
        "is_ready": file.step == FileStep.READY,
        "is_under_way": is_under_way(file, scans),
        "is_piece": is_piece,
        "remarks": remark_sentences(remarks),
        "unread": unread,
        "scans": scans,
        "given_up": scans.given_up,
        "is_reader_there": bool(recognition.program()),
        "said": _said_of(file, scans),
        "counted": _counted(file),
    }


@register.inclusion_tag("cases/records/_under_way.html")
def files_under_way(
    case: Case, since: datetime | None = None, upto: int | None = None
) -> dict[str, Any]:
    """Say how far the files of a case have come; a piece of it also what changed in the rows.

    `since` is when the page was drawn, `upto` the key of the newest record that it shows.
    """
    at = timezone.now()
    counted = count_files(case, at=at)
    rows: list[MedicalRecord] = []
    if since is not None:
        shown = case.records.filter(pk__lte=upto or 0).select_related("received_file")
        rows = [one for one in shown if _changed(one, since)]
    rejected = [one for one in rows if one.superseded_at]
    newest = case.records.order_by("-pk").values_list("pk", flat=True).first()
    return {
        "case": case,
        "counted": counted,
        "is_piece": since is not None,
        "since": int((since or at).timestamp()),
        "upto": newest if upto is None else upto,
        "rows": rows,
        "rejected": rejected,
        "said": _said_of_all(counted, len(rejected)),
    }


@register.inclusion_tag("cases/records/_looked_through.html")
def documents_looked_for(
    case: Case, record: MedicalRecord | None = None, is_piece: bool = False
) -> dict[str, Any]:
    """Say how far it was looked where documents begin: in one record, or in all of the case."""
    if record is None:
        looked = radar.looked_of(case)
    else:
        looked = splitting.looked_through(MedicalRecord.objects.filter(pk=record.pk))
    done = quarter(looked.through, looked.pages)
    said = "All pages are looked through." if looked.is_all else f"{done} % is looked through."
    return {"case": case, "record": record, "looked": looked, "is_piece": is_piece, "said": said}


@register.filter
def time_left(seconds: float) -> str:
    """Say roughly how long something will take."""
    minutes = round(seconds / 60)
    if minutes < 2:
        return "about a minute"
    return f"about {minutes} minutes" if minutes < 100 else f"about {round(minutes / 60)} hours"


@register.filter
def by_thousands(number: int) -> str:
    """Write a count so that a large one can be read: 10,000."""
    return f"{number:,}"


@register.filter
def by_quarters(percent: int) -> int:
    """Round a share down, so that it is not said aloud at every step."""
    return quarter(percent, 100)


def _counted(file: ReceivedFile) -> str:
    """Say how far the step is that is being taken, where pages are counted in it."""
    pages = RecordPage.objects.filter(file=file)
    if file.step == FileStep.PAGED:
        done, what = PageText.objects.filter(page__in=pages).count(), "read"
    elif file.step == FileStep.READ:
        done, what = pages.exclude(thumbnail_sha256="", display_fault="").count(), "looked at"
    else:
        return ""
    return f"{done} of {file.pages} page{'s' if file.pages != 1 else ''} {what} so far."


def _changed(record: MedicalRecord, since: datetime) -> bool:
    """Whether its row shows something else than when the page was drawn, or will soon."""
    file = record.received_file
    if file is None or record.superseded_at:
        return file is not None and file.step == FileStep.REJECTED and record.superseded_at >= since
    return file.ready_at is None or file.ready_at >= since


def _said_of(file: ReceivedFile, scans: recognition.Progress) -> str:
    """Return what is said aloud: little, and only what changes now and then."""
    if file.rejection:
        return file.rejection
    if file.step != FileStep.READY:
        return "The file can be read." if file.working_sha256 else ""
    if is_under_way(file, scans):
        return f"{quarter(scans.read + scans.given_up, scans.total)} % of its scans are read."
    return "The file is ready."


def _said_of_all(counted: Counted, rejected: int) -> str:
    refused = f" {rejected} rejected." if rejected else ""
    if counted.ready < counted.files:
        return f"{quarter(counted.ready, counted.files)} % of the files are ready.{refused}"
    scans = counted.scans
    if counted.is_under_way:
        done = quarter(scans.read + scans.given_up, scans.total)
        return f"All files are ready, {done} % of their scans are read.{refused}"
    return f"All files are ready.{refused}"
