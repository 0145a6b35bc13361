"""The Celery application, and the only timetable of what runs when."""

import os
import pkgutil
from pathlib import Path
from typing import Any

import django
from celery import Celery
from celery.signals import beat_init, worker_init, worker_ready
from celery.worker.consumer import Consumer

from imrportal import checks

PROJECT = Path(__file__).resolve().parent.parent
SWEEP_LETTERS = "reviews.tasks.letters.produce_stuck_letters"
SWEEP_LETTERS_EVERY = 15.0
SWEEP_NOTICES = "cases.tasks.notices.produce_stuck_notices"
SWEEP_NOTICES_EVERY = 15.0
SWEEP_BINDERS = "cases.tasks.binders.produce_stuck_binders"
SWEEP_BINDERS_EVERY = 15.0
SWEEP_FILES = "cases.tasks.files.work_waiting_files"
SWEEP_FILES_EVERY = 20.0
RECOGNIZE_EVERY = 60.0
SUGGEST_EVERY = 60.0
REMOVE_LEFTOVERS_EVERY = 3600.0
RESUME_RECOUNTS_EVERY = 60.0
NOTE_SILENCES_EVERY = 900.0
REMIND_EVERY = 300.0
MAIL_EVERY = 60.0
TIDY_HALF_TYPED_EVERY = 24 * 3600.0
REMOVE_ABANDONED_EVERY = 3600.0
IMPORT_EVERY = 30.0

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrportal.settings")

app = Celery("imrportal")
app.config_from_object("django.conf:settings", namespace="CELERY")


def task_modules() -> list[str]:
    """Return every module of the rooms named `tasks`."""
    return [
        f"{room}.tasks.{module.name}"
        for room in ("cases", "reviews", "imrportal.accounts")
        for module in pkgutil.iter_modules([str(PROJECT / room.replace(".", "/") / "tasks")])
    ]


app.autodiscover_tasks(task_modules, related_name=None)

# A sweep that could not start before the next one is due is forgotten.
app.conf.beat_schedule = {
    "produce stuck letters": {
        "task": SWEEP_LETTERS,
        "schedule": SWEEP_LETTERS_EVERY,
        "options": {"expires": SWEEP_LETTERS_EVERY},
    },
    "produce stuck notices": {
        "task": SWEEP_NOTICES,
        "schedule": SWEEP_NOTICES_EVERY,
        "options": {"expires": SWEEP_NOTICES_EVERY},
    },
    "remove unnamed files": {
        "task": "reviews.tasks.leftovers.remove_unnamed_files",
        "schedule": REMOVE_LEFTOVERS_EVERY,
        "options": {"expires": REMOVE_LEFTOVERS_EVERY},
    },
    "note silences": {
        "task": "cases.tasks.silences.note_silences",
        "schedule": NOTE_SILENCES_EVERY,
        "options": {"expires": NOTE_SILENCES_EVERY},
    },
    "resume recounts": {
        "task": "cases.tasks.recounts.resume_recounts",
        "schedule": RESUME_RECOUNTS_EVERY,
        "options": {"expires": RESUME_RECOUNTS_EVERY},
    },
    "remind of due dates": {
        "task": "cases.tasks.messages.remind",
        "schedule": REMIND_EVERY,
        "options": {"expires": REMIND_EVERY},
    },
    "remind of offers": {
        "task": "reviews.tasks.offers.remind_reviewers",
        "schedule": REMIND_EVERY,
        "options": {"expires": REMIND_EVERY},
    },
    "mail what is new": {
        "task": "cases.tasks.messages.send_mails",
        "schedule": MAIL_EVERY,
        "options": {"expires": MAIL_EVERY},
    },
    "tidy half-typed applications": {
        "task": "cases.tasks.half_typed.tidy_half_typed",
        "schedule": TIDY_HALF_TYPED_EVERY,
        "options": {"expires": TIDY_HALF_TYPED_EVERY},
    },
}


app.conf.beat_schedule["recognize waiting pages"] = {
    "task": "cases.tasks.files.recognize_waiting_pages",
    "schedule": RECOGNIZE_EVERY,
    "options": {"expires": RECOGNIZE_EVERY},
}
app.conf.beat_schedule["suggest where documents begin"] = {
    "task": "cases.tasks.files.suggest_waiting_documents",
    "schedule": SUGGEST_EVERY,
    "options": {"expires": SUGGEST_EVERY},
}
app.conf.beat_schedule["produce stuck binders"] = {
    "task": SWEEP_BINDERS,
    "schedule": SWEEP_BINDERS_EVERY,
    "options": {"expires": SWEEP_BINDERS_EVERY},
}
app.conf.beat_schedule["take in the import folder"] = {
    "task": "cases.tasks.files.take_in_folder",
    "schedule": IMPORT_EVERY,
    "options": {"expires": IMPORT_EVERY},
}
app.conf.beat_schedule["remove abandoned uploads"] = {
    "task": "cases.tasks.transfers.remove_abandoned_transfers",
    "schedule": REMOVE_ABANDONED_EVERY,
    "options": {"expires": REMOVE_ABANDONED_EVERY},
}
app.conf.beat_schedule["work waiting files"] = {
    "task": SWEEP_FILES,
    "schedule": SWEEP_FILES_EVERY,
    "options": {"expires": SWEEP_FILES_EVERY},
}


@worker_ready.connect
def say_walls(**_: Any) -> None:
    """Log which walls keep the parsers of files from the network."""
    checks.say_walls()


@worker_ready.connect
def sweep_at_start(sender: Consumer, **_: Any) -> None:
    """Look for what the last worker left, without waiting for the timetable."""
    sender.app.send_task(SWEEP_LETTERS, expires=SWEEP_LETTERS_EVERY)
    sender.app.send_task(SWEEP_NOTICES, expires=SWEEP_NOTICES_EVERY)
    sender.app.send_task(SWEEP_BINDERS, expires=SWEEP_BINDERS_EVERY)
    sender.app.send_task(SWEEP_FILES, expires=SWEEP_FILES_EVERY)


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**_: Any) -> None:
    """End at once where production would not be safe."""
    django.setup()
    checks.refuse_unsafe_start()
