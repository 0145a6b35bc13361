"""What lies in the demonstration's tray: two faxes that came without a coversheet of ours."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.models import ReceivedFile
from cases.pipelines.synthetic import NEW_PAGE, synthetic_record
from cases.pipelines.traywriting import receive_for_tray
from cases.tasks import files as tasks
from imrportal.demonstration.files import CaseFile

OF_A_CASE, OF_NOBODY = "fax of a clinic.pdf", "fax without a cover.pdf"
NOBODY = (
    "Patient: Zebediah Quartermaine",
    "Asthma, seen for a refill. Lungs clear on both sides. Inhaler as before.",
    NEW_PAGE,
    "Patient: Zebediah Quartermaine",
    "Peak flow is better than in spring. To come again in six months.",
)


def fill_tray(file: CaseFile, now: datetime) -> int:
    """Put a fax about the worker of `file`, and one about nobody here, into the tray; once."""
    name = file.document["parties"]["injured_worker"]["name"]
    physician = file.document["parties"]["requesting_physician"]["name"]
    about = (
        f"Patient: {name}    Seen by: {physician}",
        "Progress report. Sleep is worse since the dose was lowered; walking is unchanged.",
        NEW_PAGE,
        f"Patient: {name}    Seen by: {physician}",
        "Plan: keep the present dose for four weeks, then count the tablets together again.",
        NEW_PAGE,
        f"Patient: {name}",
        "Physical therapy, visit 6 of 8. Bends forward to the knees; no pain going down the leg.",
    )
    received = [
        _put(OF_NOBODY, NOBODY, now - timedelta(days=3)),
        _put(OF_A_CASE, about, now - timedelta(hours=20)),
    ]
    return sum(received)


@transaction.atomic
def _put(name: str, paragraphs: tuple[str, ...], at: datetime) -> bool:
    channel = ReceivedFile.Channel.FOLDER
    if ReceivedFile.objects.filter(channel=channel, name=name, origin=None).exists():
        return False
    stored = synthetic_record("By fax", paragraphs, "No coversheet")
    file = receive_for_tray(stored.sha256, stored.size, name, channel=channel, by=None, at=at)
    tasks.queue_on_commit(file.pk)
    return True
