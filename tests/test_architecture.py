"""The house keeps its rules, and each rule is seen to fail on a snippet that breaks it."""

import re

import pytest

from tests import architecture as house
from tests.architecture import ROOT, Source

OF_THE_PRODUCT = [
    house.every_room_has_a_floor,
    house.names_say_what_is_inside,
    house.imports_go_down,
    house.imports_are_not_hidden,
    house.engines_are_pure,
    house.the_file_has_not_heard_of_the_judgement,
    house.functions_stay_small,
]
OF_EVERY_FILE = [house.every_file_has_its_sign, house.files_stay_small]
PRODUCT = ("cases", "reviews", "imrportal", "manage.py")


def sources(*places: str) -> list[Source]:
    """Every Python file under the places named, from the root of the project."""
    files = [path for place in places for path in sorted((ROOT / place).rglob("*.py"))]
    files += [ROOT / place for place in places if place.endswith(".py")]
    return [Source(str(path.relative_to(ROOT)), path.read_text()) for path in files]


def faults_of(rule, files: list[Source]) -> list[str]:
    return [f"{file.path}: {fault}" for file in files for fault in rule(file)]


@pytest.mark.parametrize("rule", OF_THE_PRODUCT, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule):
    assert faults_of(rule, sources(*PRODUCT)) == []


@pytest.mark.parametrize("rule", OF_EVERY_FILE, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule):
    assert faults_of(rule, sources(*PRODUCT, "tests", "benchmarks")) == []


def test_the_test_sees_the_whole_product():
    found = {file.path for file in sources(*PRODUCT)}
    assert {"manage.py", "cases/models/case.py", "reviews/lifecycle.py"} <= found
    assert len(found) > 60


def test_the_names_of_the_judgement_are_read_from_its_tables():
    assert {"review_offers", "determinations", "reviewer"} <= house._reverse_names()


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (house.imports_go_down, "cases/actions/x.py", "from reviews.models import Review"),
        (house.imports_go_down, "cases/models/x.py", "from imrportal.accounts.models import User"),
        (house.imports_go_down, "reviews/actions/x.py", "from imrportal import celery"),
        (house.imports_go_down, "reviews/models/x.py", "from cases import actions"),
        (house.imports_go_down, "cases/models/x.py", "import cases.views.case"),
        (house.imports_go_down, "cases/tasks/x.py", "from cases.actions.intake import receive"),
        (house.imports_go_down, "imrportal/servers/x.py", "from cases import blobs"),
        (house.imports_go_down, "cases/models/x.py", "from .case import Case"),
        (
            house.imports_are_not_hidden,
            "cases/models/x.py",
            "def f():\n    from cases import views",
        ),
        (house.imports_are_not_hidden, "cases/apps.py", "def other():\n    import json"),
        (house.imports_are_not_hidden, "cases/x.py", 'importlib.import_module("reviews")'),
        (house.engines_are_pure, "cases/deadlines/x.py", "from django.utils import timezone"),
        (house.engines_are_pure, "reviews/letters/x.py", "from django.conf import settings"),
        (house.engines_are_pure, "reviews/letters/x.py", "from django.db import models"),
        (house.engines_are_pure, "reviews/letters/x.py", "from django.http import HttpRequest"),
        (house.engines_are_pure, "cases/intake.py", "import time"),
        (house.engines_are_pure, "reviews/matching/x.py", "day = date.today()"),
        (house.engines_are_pure, "reviews/matching/x.py", "f(default_factory=datetime.now)"),
        (house.names_say_what_is_inside, "cases/utils.py", ""),
        (house.names_say_what_is_inside, "reviews/services/x.py", ""),
        (house.every_room_has_a_floor, "cases/utils.py", ""),
        (house.every_room_has_a_floor, "reviews/attic/x.py", ""),
        (house.every_room_has_a_floor, "imrportal/cellar.py", ""),
        (house.every_file_has_its_sign, "cases/x.py", "VALUE = 1"),
        (house.files_stay_small, "cases/x.py", "\n" * 401),
        (house.functions_stay_small, "cases/x.py", "def f():\n" + "    g()\n" * 41),
    ],
)
def test_a_broken_rule_is_seen(rule, path, text):
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(
    "text",
    [
        'require(user, "reviews.sign_determination")',
        "Case.objects.filter(reviews__reviewer__user=user)",
        'Case.objects.order_by("-determinations__version")',
        'Case.objects.prefetch_related("review_offers")',
        "case.review_offers.all()",
        'apps.get_model("reviews", "Review")',
        'reverse("reviews:workbench")',
        'cursor.execute("select id from reviews_review")',
    ],
)
def test_the_file_may_not_name_the_judgement(text):
    rule = house.the_file_has_not_heard_of_the_judgement
    assert list(rule(Source("cases/actions/x.py", text)))
    assert not list(rule(Source("reviews/actions/x.py", text)))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cases/actions/x.py", "from cases.models import Case"),
        ("reviews/actions/x.py", "from cases.actions.lifecycle import transition_case"),
        ("imrportal/urls.py", "from reviews import views"),
        ("reviews/apps.py", "def ready(self):\n    from reviews import receivers"),
        ("cases/lifecycle.py", "from django.db.models import TextChoices"),
        ("cases/x.py", 'raise Refused("A physician reviews the records first.")'),
    ],
)
def test_what_the_rules_allow_passes(path, text):
    rules = [house.imports_go_down, house.imports_are_not_hidden, house.engines_are_pure]
    rules.append(house.the_file_has_not_heard_of_the_judgement)
    source = Source(path, text)
    if path != "cases/x.py":
        assert not [fault for rule in rules for fault in rule(source)]
    else:
        assert not list(rules[-1](source))


INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)


def test_templates_are_small_and_have_nothing_inline():
    faults = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        if text.count("\n") > 150 or INLINE.search(text):
            faults.append(str(path.relative_to(ROOT)))
    assert faults == []


@pytest.mark.parametrize(
    "text", ['<p style="x">', "<style>", "<script>", '<a onclick="f()">', "<script type=module>"]
)
def test_something_inline_is_seen(text):
    assert INLINE.search(text)


def test_a_script_from_a_file_is_not_inline():
    assert not INLINE.search('<script type="module" src="/static/js/x.js"></script>')
