"""Guidelines that the organization loads from a CSV: found, cited, checked; or refused by line."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused
from cases.models import AuditEvent
from reviews.actions.guidelines import load_guidelines
from reviews.guidelines.shipped import shipped_library
from reviews.guidelines.table import BadTable, read_table
from reviews.library import current_library
from reviews.models import DraftCitation, GuidelineLoad
from tests.factories import make_review

HEADER = "kind,title,year,organization,effective_from,effective_to,first_page,last_page,sections\n"
THUMB = "mtus,Thumb Disorders,2024,,2024-03-01,,1,40,Splinting|Injection\n"
SLEEP = 'other,"Sleep, Insomnia",2023,Society of Sleep,,,,,Sleep hygiene\n'


def load(text, by):
    return load_guidelines(text.encode(), by=by, at=timezone.now())


@pytest.mark.django_db
def test_what_is_loaded_stands_beside_what_is_shipped(cora):
    load(HEADER + THUMB + SLEEP, cora)
    library = current_library()
    thumb = library.find("Thumb Disorders")
    assert thumb.sections == ("Splinting", "Injection")
    assert [each.year for each in thumb.in_force(date(2024, 3, 1))] == [2024]
    assert thumb.in_force(date(2024, 2, 29)) == ()
    assert library.other("as the Sleep, Insomnia guideline says").organization == "Society of Sleep"
    assert len(library.mtus) == len(shipped_library().mtus) + 1
    event = AuditEvent.objects.get(kind="guidelines.loaded")
    assert event.data["editions"] == 2


@pytest.mark.django_db
def test_a_later_load_corrects_an_edition_and_adds_sections(cora):
    load(HEADER + THUMB, cora)
    load(HEADER + "mtus,thumb disorders,2024,,2024-04-01,2025-01-01,,,Casting\n", cora)
    (edition,) = current_library().find("Thumb Disorders").editions
    assert (edition.effective_from, edition.effective_to) == (date(2024, 4, 1), date(2025, 1, 1))
    assert current_library().find("Thumb Disorders").sections[-1] == "Casting"


@pytest.mark.django_db
def test_a_new_edition_of_a_shipped_guideline_joins_its_editions(cora):
    load(HEADER + "mtus,Low Back Disorders,2026,,2026-01-01,,,,\n", cora)
    years = [each.year for each in current_library().find("Low Back Disorders").editions]
    assert years[-1] == 2026
    assert len(years) > 1


@pytest.mark.django_db
def test_the_same_file_twice_is_one_load(cora):
    assert load(HEADER + THUMB, cora) == load(HEADER + THUMB, cora)
    assert GuidelineLoad.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Line 1: the header lacks kind, title, year"),
        ("kind,title,year,colour\nmtus,A,2020,red\n", "Line 1: nobody knows the column 'colour'"),
        ("kind,title,year,year\n", "Line 1: a column stands twice"),
        (HEADER, "no row below its header"),
        (HEADER + "mtuss,Thumb,2024\n", "Line 2: kind is “mtuss”"),
        (HEADER + "mtus,,2024\n", "Line 2: the title is missing"),
        (HEADER + "mtus,Thumb,24\n", "Line 2: the year is “24”"),
        (HEADER + "other,Sleep,2023\n", "Line 2: a source outside the MTUS needs its organization"),
        (HEADER + THUMB + "mtus,Toe,2024,,03/01/2024\n", "Line 3: effective_from is “03/01/2024”"),
        (HEADER + "mtus,Toe,2024,,2024-02-30\n", "Line 2: effective_from is “2024-02-30”"),
        (HEADER + "mtus,Toe,2024,,2024-02-01,2023-01-01\n", "Line 2: it ends (2023-01-01) before"),
        (HEADER + "mtus,Toe,2024,,,,9,3\n", "Line 2: the last page (3) comes before the first"),
        (HEADER + "mtus,Toe,2024,,,,9,\n", "Line 2: first_page and last_page go together"),
        (HEADER + "mtus,Toe,2024,,,,x,y\n", "Line 2: a page is a whole number"),
        (HEADER + THUMB + THUMB, "Line 3: Thumb Disorders 2024 stands on line 2 already"),
        (HEADER + "mtus,Toe,2024,,,,,,a,b,c\n", "Line 2: it has more cells than the header"),
        (HEADER + f"mtus,{'x' * 301},2024\n", "Line 2: title is longer than 300"),
        (HEADER + "mtus,To\u202ee,2024\n", "Line 2:"),
        (HEADER + 'mtus,"Toe,2024\n', "this is no CSV"),
    ],
)
def test_a_fault_is_told_by_its_line(text, says):
    with pytest.raises(BadTable) as bad:
        read_table(text.encode())
    assert any(says in reason for reason in bad.value.reasons), bad.value.reasons


def test_a_file_in_another_encoding_names_the_line():
    with pytest.raises(BadTable, match="Line 2: the file is not UTF-8"):
        read_table((HEADER + "mtus,Caf\xe9,2024\n").encode("latin-1"))


@pytest.mark.django_db
def test_one_fault_and_nothing_is_loaded(cora, tmp_path):
    with pytest.raises(Refused):
        load(HEADER + THUMB + "mtus,Toe,x\n", cora)
    file = tmp_path / "broken.csv"
    file.write_text(HEADER + THUMB + "mtus,Toe,x\n")
    with pytest.raises(CommandError, match="Line 3.*\n?.*Nothing was loaded"):
        call_command("load_guidelines", str(file))
    assert not GuidelineLoad.objects.exists()


@pytest.mark.django_db
def test_the_command_loads_and_the_finder_offers_it(tmp_path, client, rita, capsys):
    file = tmp_path / "guidelines.csv"
    file.write_text(HEADER + THUMB + SLEEP)
    call_command("load_guidelines", str(file), operator="Olga")
    assert "2 editions" in capsys.readouterr().out
    review = make_review(reviewer=rita.reviewer, is_written=False)
    client.force_login(rita)
    number = review.case.case_number
    find = reverse("reviews:find_guideline", args=[number, 1])
    assert "Splinting" in client.post(find, {"words": "thumb"}).content.decode()
    found = client.post(find, {"words": "insomnia"}).content.decode()
    press = "quote Society of Sleep, Sleep, Insomnia, 2023, Sleep hygiene"
    assert press in found
    save = reverse("reviews:save_service", args=[number, 1])
    client.post(save, {"revision": 0, "arrange": press}, headers={"hx-request": "true"})
    cited = DraftCitation.objects.get()
    assert (cited.source, cited.text) == ("other", press.removeprefix("quote "))
