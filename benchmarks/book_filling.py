"""Fills a database with the pages of many cases, quickly: rows by COPY, from two processes.

The texts are invented words that are as common as words are, a third of the pages with words
misread as scans are. What is written is what the pipeline writes; a sample of the vectors is
compared with PostgreSQL's own. The index of words is built after the load.
"""

import itertools
import multiprocessing
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from cases.models import Case, MedicalRecord, Organization, ReceivedFile
from cases.pipelines import pagewriting

PREFIX = "BM26-"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
# Of each hundred thousand pages: cases so large, and how many of them; half are in small ones.
SIZES = ((10_000, 1), (3_000, 5), (1_000, 25), (100, 500))
WORDS_A_PAGE, VOCABULARY, WORKERS = 300, 20_000, 2
MISREAD = 0.02  # of the words of every third page
CONFUSED = {"o": "0", "l": "1", "i": "1", "s": "5", "b": "6", "z": "2", "g": "9"}
# Words that are asked for, each at its place in the order of how common words are.
KNOWN = {
    "pain": 4, "left": 11, "patient": 19, "lumbar": 60, "radiculopathy": 150, "straight": 240,
    "leg": 330, "raise": 420, "surgery": 510, "therapy": 600, "tramadol": 690, "flexion": 780,
    "stenosis": 870, "arthroscopy": 4000, "scheuermann": 15_000,
}  # fmt: skip
INDEX = (
    "create index pages_by_words on cases_pagetext using gin (search_vector) "
    "with (fastupdate = off)"
)
PAGE_COLUMNS = (
    "id, case_id, number, file_id, number_in_file, record_id, place, width, height, rotation, "
    "skew, display_fault, look_sha256, look_shape, look_skew, thumbnail_sha256, thumbnail_offset, "
    'thumbnail_size, is_blank, is_fax_cover, is_coversheet, is_folded, "foreign", foreign_differs'
)
PAGE_REST = (612.0, 792.0, 0, 0.0, "", "", "", 0.0, "", 0, 0, False, False, False, False, "", "{}")
TEXT_COLUMNS = (
    "page_id, case_id, text, source, confidence, word_boxes, revision, has_hidden_text, read_at, "
    "search_vector"
)


@dataclass(frozen=True)
class Shelf:
    """A document that fills a case: its keys, its pages, and the key of its first page."""

    case: int
    file: int
    record: int
    pages: int
    first: int


def sizes_of_cases(pages: int) -> Iterator[int]:
    """Yield how many pages each case has, until there are so many in all."""
    while pages > 0:
        for size, count in SIZES:
            for _ in range(count):
                if size <= pages:
                    yield size
                    pages -= size
        if pages < SIZES[-1][0]:
            return


def make_shelves(organization: Organization, pages: int) -> list[Shelf]:
    """Write cases of several sizes, each with one document and its file."""
    sizes = list(sizes_of_cases(pages))
    cases = Case.objects.bulk_create(
        [case_of(organization, number) for number in range(len(sizes))], batch_size=2000
    )
    files = ReceivedFile.objects.bulk_create(
        [
            file_of(case, number, size)
            for number, (case, size) in enumerate(zip(cases, sizes, strict=True))
        ],
        batch_size=2000,
    )
    records = MedicalRecord.objects.bulk_create(
        [record_of(case, file) for case, file in zip(cases, files, strict=True)], batch_size=2000
    )
    starts = itertools.accumulate(sizes, initial=1)
    return [
        Shelf(case.pk, file.pk, record.pk, size, start)
        for case, file, record, size, start in zip(
            cases, files, records, sizes, starts, strict=False
        )
    ]


def case_of(organization: Organization, number: int) -> Case:
    """Return a case that is not yet written."""
    return Case(
        case_number=f"{PREFIX}{number:07d}",
        organization=organization,
        date_of_injury=date(2024, 5, 5),
        application_received_on=date(2026, 9, 1),
        assigned_on=date(2026, 9, 10),
        records_complete_on=date(2026, 9, 20),
        status="in_quality_check" if number % 3 else "in_review",
        status_at=NOON,
    )


def file_of(case: Case, number: int, pages: int) -> ReceivedFile:
    """Return a file that is not yet written."""
    digest = f"{number:064x}"
    return ReceivedFile(
        case=case,
        sha256=digest,
        size=1,
        source="claims_administrator",
        received_at=NOON,
        step="ready",
        scan="none",
        working_sha256=digest,
        pages=pages,
        last_page=pages,
    )


def record_of(case: Case, file: ReceivedFile) -> MedicalRecord:
    """Return a document that is not yet written: all pages of the file."""
    return MedicalRecord(
        case=case,
        title="Bundle",
        source="claims_administrator",
        pages=file.pages,
        file_sha256=file.sha256,
        received_file=file,
    )


class Words:
    """The invented words with what PostgreSQL makes of each, and pages of them."""

    def __init__(self) -> None:
        said = self._invented()
        for word, place in KNOWN.items():
            said.insert(place, word)
        stems = stems_of(said)
        self.words = [word for word in said if len(stems[word]) == 1][:VOCABULARY]
        self.lexeme_by_word = {word: stems[word][0] for word in self.words}
        # A misread word may be one that has another stem, or is none that is kept.
        wrong = stems_of({each for word in self.words for each in misreadings(word)})
        self.lexeme_by_word |= {word: one[0] for word, one in wrong.items() if len(one) == 1}
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def page(self, chance: random.Random, *, is_scan: bool) -> str:
        """Return what a page says."""
        words = chance.choices(self.words, cum_weights=self.weights, k=WORDS_A_PAGE)
        if is_scan:
            for _ in range(int(WORDS_A_PAGE * MISREAD)):
                place = chance.randrange(WORDS_A_PAGE)
                words[place] = self._misread(words[place], chance)
        return " ".join(words)

    def vector(self, text: str, case: int) -> str:
        """Return the search vector of a page, as text."""
        places: dict[str, list[str]] = {}
        for place, word in enumerate(text.split(" "), 1):
            places.setdefault(self.lexeme_by_word[word], []).append(str(place))
        return f"'case/{case}' " + " ".join(f"{w}:{','.join(at)}" for w, at in places.items())

    def _misread(self, word: str, chance: random.Random) -> str:
        """Return the word with one letter taken for another, where that is a word to look for."""
        wrong = [each for each in misreadings(word) if each in self.lexeme_by_word]
        return chance.choice(wrong) if wrong else word

    def _invented(self) -> list[str]:
        chance = random.Random(4)
        said: dict[str, None] = {}
        while len(said) < VOCABULARY * 1.3:
            parts = chance.choices((1, 2, 3, 4), (1, 4, 4, 2))[0]
            said[
                "".join(
                    chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(parts)
                )
                + chance.choice(("", "n", "r", "l", "s", "t"))
            ] = None
        return [word for word in said if word not in KNOWN]


def stems_of(words: Iterable[str]) -> dict[str, list[str]]:
    """Return what PostgreSQL makes of each word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select w, tsvector_to_array(to_tsvector('english', w)) from unnest(%s::text[]) w",
            [list(words)],
        )
        return dict(cursor.fetchall())


def misreadings(word: str) -> list[str]:
    """Return the word with each letter that has one taken for another, one at a time."""
    places = [place for place, letter in enumerate(word) if letter in CONFUSED]
    return [word[:at] + CONFUSED[word[at]] + word[at + 1 :] for at in places]


def fill(organization: Organization, pages: int) -> list[Shelf]:
    """Write so many pages, their texts and vectors; the index of words is not there meanwhile."""
    shelves = make_shelves(organization, pages)
    words = Words()
    name = connection.settings_dict["NAME"]
    connection.close()
    shares = [shelves[start::WORKERS] for start in range(WORKERS)]
    workers = [
        multiprocessing.get_context("fork").Process(target=fill_share, args=(name, words, share))
        for share in shares
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit("The pages could not be written: see above.")
    step_on()
    with connection.cursor() as cursor:
        compare(cursor)
    return shelves


def step_on() -> None:
    """Let the next page's key follow on those written here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval(pg_get_serial_sequence('cases_recordpage', 'id'), max(id)) "
            "from cases_recordpage"
        )


def compare(cursor: object) -> None:
    """Stop where a vector is not what PostgreSQL itself would have written."""
    cursor.execute(  # type: ignore[attr-defined]
        "select count(*) filter (where search_vector is distinct from to_tsvector('english', text) "
        "|| array_to_tsvector(array['case/' || case_id])), count(*) "
        "from cases_pagetext tablesample system (0.5)"
    )
    differ, looked = cursor.fetchone()  # type: ignore[attr-defined]
    if differ:
        raise SystemExit(f"{differ} of {looked} vectors are not what the pipeline writes.")


def fill_share(name: str, words: Words, shelves: Sequence[Shelf]) -> None:
    """Write the pages of these shelves, in a process of its own."""
    connection.close()
    connection.settings_dict["NAME"] = name
    for shelf in shelves:
        chance = random.Random(shelf.case)
        with connection.cursor() as cursor:
            with cursor.copy(f"copy cases_recordpage ({PAGE_COLUMNS}) from stdin") as copy:
                for place in range(1, shelf.pages + 1):
                    at = (shelf.first + place - 1, shelf.case, place, shelf.file, place)
                    copy.write_row((*at, shelf.record, place, *PAGE_REST))
            with cursor.copy(f"copy cases_pagetext ({TEXT_COLUMNS}) from stdin") as copy:
                for place in range(1, shelf.pages + 1):
                    text = words.page(chance, is_scan=place % 3 == 0)
                    row = (shelf.first + place - 1, shelf.case, text, *REST_OF_A_TEXT)
                    copy.write_row((*row, words.vector(text, shelf.case)))
    connection.close()


REST_OF_A_TEXT = ("layer", None, "", 1, False, NOON)


def fill_vocabulary(case: int) -> None:
    """Write the words of a case as the pipeline does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(t.text) from cases_pagetext t "
            "join cases_recordpage p on p.id = t.page_id "
            "where p.case_id = %s",
            [case],
        )
        cursor.execute(pagewriting._WORDS, [case, cursor.fetchone()[0]])


def one_document(organization: Organization, pages: int) -> MedicalRecord:
    """Return a case with one document of so many pages, as an earlier run left it or new."""
    number = 9_000_000 + pages
    there = MedicalRecord.objects.filter(case__case_number=f"{PREFIX}{number:07d}").first()
    if there is not None:
        return there
    case = case_of(organization, number)
    case.save()
    file = file_of(case, number, pages)
    file.save()
    record = record_of(case, file)
    record.save()
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) + 1 from cases_recordpage")
        shelf = Shelf(case.pk, file.pk, record.pk, pages, cursor.fetchone()[0])
    fill_share(connection.settings_dict["NAME"], Words(), [shelf])
    step_on()
    return record
