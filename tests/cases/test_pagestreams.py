"""Children answer for pages side by side: each page once, whoever dies, and no more when told."""

import math
import threading

import pytest

from cases.models import ReceivedFile
from cases.pipelines import pagestreams
from cases.pipelines.fileholds import Rejected
from cases.pipelines.pagestreams import answers
from cases.pipelines.walled import Died

FILE = ReceivedFile(working_sha256="a" * 64, working_size=1)


@pytest.fixture
def children(monkeypatch, settings):
    """Children that say a line a page and die on the pages of this set; what each was asked."""
    settings.RECORD_CORES = 2
    deadly, asked = set(), []

    def child(_name, wanted, **_):
        asked.append((wanted["first"], wanted["last"]))
        for number in range(wanted["first"], wanted["last"] + 1):
            if number in deadly:
                raise Died("child")
            yield {"number": number}

    monkeypatch.setattr(pagestreams, "run_child", child)
    return deadly, asked


def told(*numbers: int) -> list[tuple[int, str]]:
    found = answers("reader", FILE, numbers, seconds=math.inf)
    return sorted((number, answer.get("fault", "")) for number, answer in found)


def test_each_page_answers_once_and_pages_between_are_not_asked(children):
    _, asked = children
    numbers = [*range(1, 91), 95, *range(200, 260)]
    assert told(*numbers) == [(number, "") for number in numbers]
    assert sorted(asked) == [(1, 76), (77, 90), (95, 95), (200, 259)]


def test_a_page_that_kills_its_reader_is_tried_alone_and_the_others_go_on(children):
    deadly, asked = children
    deadly.update({2, 5})
    faults = {2: "unreadable", 5: "unreadable"}
    assert told(*range(1, 7)) == [(number, faults.get(number, "")) for number in range(1, 7)]
    assert asked == [(1, 6), (2, 2), (3, 6), (5, 5), (6, 6)]


def test_when_the_time_is_over_no_more_is_asked_and_no_child_goes_on(children):
    _, asked = children
    found = list(answers("reader", FILE, range(1, 100_001), seconds=0))
    assert len(found) == 1
    assert len(asked) <= 2
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]


def test_what_a_child_says_of_the_machine_ends_all(monkeypatch, children):
    monkeypatch.setattr(pagestreams, "run_child", lambda *_, **__: iter([{"fault": "no_wall"}]))
    with pytest.raises(Rejected, match="no_wall"):
        told(1, 2)
