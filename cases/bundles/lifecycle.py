"""The life of a received file: visible steps from the bytes to pages that people can read.

Only a worker takes the steps, and only `cases/pipelines/filesteps.py` writes them. A scan that has
no text yet does not hold a file back: its pages wait in `UnreadPage` and say so.
"""

from django.db.models import TextChoices

from cases.statemachine import Lifecycle, Step


class FileStep(TextChoices):
    """What was done last."""

    RECEIVED = "received", "Received"
    SCANNED = "scanned", "Scanned"
    SANITISED = "sanitised", "Sanitised"
    PAGED = "paged", "Paged"
    READ = "read", "Read"
    INDEXED = "indexed", "Indexed"
    READY = "ready", "Ready"
    ROUTED = "routed", "Passed on by its coversheets"
    REJECTED = "rejected", "Rejected"


F = FileStep
LINE = (F.RECEIVED, F.SCANNED, F.SANITISED, F.PAGED, F.READ, F.INDEXED, F.READY)
UNFINISHED = frozenset(LINE[:-1])
# A file without case stays here until somebody says where it belongs.
TRAY = F.SANITISED

FILE = Lifecycle(
    noun="file",
    words_by_status={step.value: step.label.lower() for step in FileStep},
    steps=(
        Step("scan", frozenset({F.RECEIVED}), F.SCANNED, "", "Scan for viruses"),
        Step("sanitise", frozenset({F.SCANNED}), F.SANITISED, "", "Make the working copy"),
        Step("route", frozenset({F.SANITISED}), F.ROUTED, "", "Pass on by coversheets"),
        Step("page", frozenset({F.SANITISED}), F.PAGED, "", "Number the pages"),
        Step("read", frozenset({F.PAGED}), F.READ, "", "Read the text"),
        Step("index", frozenset({F.READ}), F.INDEXED, "", "Index the text"),
        Step("finish", frozenset({F.INDEXED}), F.READY, "", "Finish"),
        Step("reject", UNFINISHED, F.REJECTED, "", "Reject"),
    ),
)
