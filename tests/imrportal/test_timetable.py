"""The timetable: what it names exists, and a worker looks for lost letters as it starts."""

from imrportal import celery


def test_every_task_of_the_timetable_is_known_to_a_worker():
    celery.app.loader.import_default_modules()

    named = {entry["task"] for entry in celery.app.conf.beat_schedule.values()}

    assert named
    assert named <= set(celery.app.tasks)


def test_a_worker_knows_the_tasks_of_every_app():
    apps = {name.partition(".tasks.")[0] for name in celery.task_modules()}

    assert {"imrportal.accounts", "reviews"} <= apps


def test_letters_are_swept_every_fifteen_seconds():
    entry = celery.app.conf.beat_schedule["produce stuck letters"]

    assert (entry["task"], entry["schedule"]) == (celery.SWEEP_LETTERS, 15.0)


def test_a_worker_sweeps_as_it_starts(monkeypatch):
    sent = []
    monkeypatch.setattr(celery.app, "send_task", lambda name, **_: sent.append(name))

    celery.worker_ready.send(sender=type("Consumer", (), {"app": celery.app}))

    assert sent == [
        celery.SWEEP_LETTERS,
        celery.SWEEP_NOTICES,
        celery.SWEEP_BINDERS,
        celery.SWEEP_FILES,
    ]
