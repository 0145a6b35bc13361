"""What is left of a request: subtracted where the texts say so, asked about everywhere else."""

import json

import pytest
from django.urls import reverse

from cases.intake import ServiceEntry
from cases.intake.remainders import (
    Amount,
    check_remainder,
    read_amount,
    remainder_hint,
    remainder_notes,
    remainder_refusal,
)
from tests.case_files import real_files


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Norco 10/325mg #60", "60 tablets"),
        ("Ibuprofen 600mg, 90 tablets", "90 tablets"),
        ("Butalbital 320.5/30/16mg #1", "1 tablet"),
        ("Physical therapy 12 visits", "12 sessions"),
        ("Acupuncture treatments, 6 sessions", "6 sessions"),
        ("Six additional physical therapy visits", "6 sessions"),
        ("Twelve (12) sessions of massage", "12 sessions"),
        ("Physical therapy, lumbar spine, 3 times a week for 2 weeks (6)", "6 sessions"),
        ("Physical therapy 3 times a week for 2 weeks", "6 sessions"),
        ("Chiropractic care, once a week for six weeks", "6 sessions"),
        ("Physical therapy 1 to 2 times per week for 4 weeks (8)", "8 sessions"),
        ("Two times four visits (8)", "8 sessions"),
        ("Two refills of Ibuprofen 600mg", "2 refills"),
        ("Three months coverage of Viagra 50mg", "3 months"),
        ("Cold therapy unit, 30 day rental", "30 days"),
        ("Rental of a wheelchair for 6 weeks", "6 weeks"),
        ("Functional restoration program, 160 hours", "160 hours"),
        ("Home care 6 hours a day", "6 hours a day"),
        ("Physical therapy at L4-5, 8 visits", "8 sessions"),
    ],
)
def test_a_text_that_gives_one_total_is_read(text, amount):
    assert str(read_amount(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Etodolac",
        "Lidocaine patch",
        "Two refills of Ibuprofen 600mg #90",
        "Norco 10/325mg #90 with 2 refill",
        "#1 box with 1 refill",
        "Physical therapy 2 times 8",
        "Acupuncture x 12",
        "Physical therapy 1 to 2 times per week for 4 weeks",
        "2-3 times a week for 6 weeks",
        "Physical therapy 2 times a week for 1 month",
        "Hospital stay, 7-10 days",
        "Unknown shockwave treatments",
        "Acupuncture treatments (unspecified quantity)",
        "Diazepam 5mg take 1 tab orally 1 hour before exam",
        "Home care 6 hours a day for 4 weeks",
        "Physical therapy 6 visits and acupuncture 6 visits",
        "Physical therapy 6 visits (DOS 11/14/16)",
        "Cold therapy unit, 30 day rental (1)",
        "Compound cream (2) (3)",
        "EMG of the right upper extremity",
        "Lidocaine #30 patches",
        "Up to 12 visits",
    ],
)
def test_a_text_that_could_mean_something_else_gives_no_total(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("requested", "authorized", "left", "unit"),
    [
        ("Norco 10/325mg #60", "Norco 10/325mg #25", 35, "tablet"),
        ("30 tablets", "#27", 3, "tablet"),
        ("Tramadol 50mg #90", "Tramadol 50mg #63", 27, "tablet"),
        ("12 sessions", "2 times a week for 5 weeks (10)", 2, "session"),
        ("Three refills", "1 refill", 2, "refill"),
        ("6 months", "2 months", 4, "month"),
        ("8 hours a day", "6 hours a day", 2, "hour a day"),
    ],
)
def test_what_is_left_is_subtracted_and_offered(requested, authorized, left, unit):
    right, wrong = str(Amount(left, unit)), str(Amount(left + 1, unit))
    assert check_remainder(requested, authorized, right).is_right
    check = check_remainder(requested, authorized, wrong)
    assert not check.is_right
    assert check.left == Amount(left, unit)


def modified(requested, authorized, eligible, modification="remainder") -> ServiceEntry:
    return ServiceEntry(
        requested,
        ur_action="modified",
        modification=modification,
        authorized=authorized,
        eligible_portion=eligible,
    )


def test_sixty_less_twenty_five_is_not_thirty():
    sentence = remainder_refusal(modified("#60", "#25", "#30"), "Service 2")
    assert sentence == (
        "Service 2: 60 tablets requested less 25 authorized leaves 35, not 30. Enter 35 tablets as "
        "what is left."
    )


@pytest.mark.parametrize(
    "service",
    [
        modified("#60", "#25", "#35"),
        modified("#60", "25 visits", "#30"),
        modified("#60", "#60", "#30"),
        modified("#60", "#90", "#30"),
        modified("8 hours a day", "6 hours", "3 hours a day"),
        modified("12 visits", "physical therapy", "4 visits"),
        modified("EMG/NCS of the arm", "NCS of the arm", "EMG of the arm"),
        modified("Rehabilitation, 10 days", "Nursing, 4 days", "", "substituted"),
    ],
)
def test_what_is_right_unclear_or_substituted_is_never_refused(service):
    assert remainder_refusal(service, "Service 1") == ""


def test_what_could_not_be_computed_is_asked_about_and_nothing_else_is():
    services = [
        modified("#60", "#25", "#35"),
        modified("EMG/NCS", "NCS", "EMG"),
        modified("10 days", "other care", "", "substituted"),
        ServiceEntry("#60"),
    ]
    assert [note[:10] for note in remainder_notes(services)] == ["Service 2:"]


@pytest.mark.parametrize("path", real_files())
def test_no_remainder_of_a_real_letter_is_refused(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    for row in document["disputed_services"]:
        service = modified(
            row["requested"],
            row.get("authorized") or "",
            row.get("eligible_portion") or "",
            row.get("modification") or "",
        )
        assert remainder_refusal(service, "Service") == ""


@pytest.mark.parametrize(
    ("requested", "authorized", "left", "said"),
    [
        ("60 sessions", "25 sessions", "", "60 sessions requested less 25 authorized leaves 35 "),
        ("60 sessions", "25 sessions", "30 sessions", "leaves 35 sessions, not 30."),
        ("60 sessions", "25 sessions", "35 sessions", "leaves 35 sessions, as typed."),
        ("60 sessions", "25 sessions", "the rest", "compare it with what is typed"),
        ("60 sessions", "60 sessions", "", "nothing of that is left in dispute"),
        ("60 sessions", "25 tablets", "", ""),
        ("60 sessions", "some", "", ""),
        ("An MRI", "25 sessions", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_is_left_is_said_while_it_is_typed(requested, authorized, left, said):
    texts = {"requested": requested, "authorized": authorized, "eligible_portion": left}
    hint = remainder_hint(ServiceEntry(modification="remainder", **texts))
    assert said in hint
    assert bool(said) == bool(hint)
    assert remainder_hint(ServiceEntry(modification="substituted", **texts)) == ""


@pytest.mark.django_db
def test_the_page_asks_the_server_for_the_sum(client, cora):
    sent = {"requested": "60 sessions", "authorized": "25 sessions", "modification": "remainder"}
    client.force_login(cora)
    posted = {f"service-new3-{name}": value for name, value in sent.items()}
    answer = client.post(reverse("cases:say_remainder"), posted)
    assert "leaves 35 sessions" in answer.content.decode()
    assert client.post(reverse("cases:say_remainder"), {}).content.strip() == b""
