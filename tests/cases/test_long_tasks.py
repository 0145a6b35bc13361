"""How long a task may take: what works on ten thousand pages has more time than the others."""

from django.conf import settings

from cases.pipelines.binders import SECONDS
from cases.pipelines.filesteps import SECONDS_A_TURN
from cases.pipelines.walled import PATIENCE
from cases.tasks.binders import produce_binder
from cases.tasks.files import work_file


def test_the_bounds_of_the_child_end_a_binder_before_its_task_does():
    assert produce_binder.soft_time_limit > SECONDS * PATIENCE
    assert produce_binder.time_limit > produce_binder.soft_time_limit


def test_a_step_of_a_large_file_is_not_ended_where_the_machine_is_busy():
    others = settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert work_file.soft_time_limit >= 5 * others > SECONDS_A_TURN
    assert work_file.time_limit > work_file.soft_time_limit


def test_slow_work_waits_behind_no_letter():
    routes = settings.CELERY_TASK_ROUTES
    for task in (produce_binder, work_file):
        assert routes[task.name]["queue"] == "files"
