"""What is wrong with the dates of an application: each alone, then each beside the others."""

from collections.abc import Sequence
from datetime import date

from cases.intake.entries import ApplicationEntry, PartyEntry, ServiceEntry
from cases.intake.findings import Path, Problem, Problems, day_words

EARLIEST = date(1900, 1, 1)
OLDEST_AGE = 130

INJURY: Path = ("date_of_injury",)
INJURY_TO: Path = ("date_of_injury_to",)
RFA: Path = ("ur_decision", "rfa_on")
DECIDED: Path = ("ur_decision", "decided_on")
SERVED: Path = ("ur_decision", "served_on")
SIGNED: Path = ("signed_on",)
RECEIVED: Path = ("application_received_on",)
DISPUTE: Path = ("outside_dispute_on",)
RESOLVED: Path = ("dispute_resolved_on",)
FORM_GIVEN: Path = ("form_given_on",)

WORDS_BY_PATH: dict[Path, str] = {
    INJURY: "date of injury",
    INJURY_TO: "last day of the cumulative injury",
    RFA: "date of the request for authorization",
    DECIDED: "date of the UR decision",
    SERVED: "date the UR decision was served",
    SIGNED: "date the application was signed",
    RECEIVED: "date the application was received",
    DISPUTE: "date of the other dispute",
    RESOLVED: "date on which notice of the end of that dispute was served",
    FORM_GIVEN: "date on which the form was given",
}
# The first of each pair comes before the second, or falls on the same day.
ORDER: tuple[tuple[Path, Path], ...] = (
    (INJURY, INJURY_TO),
    (INJURY, RFA),
    (INJURY, DECIDED),
    (INJURY, SIGNED),
    (INJURY, RECEIVED),
    (INJURY_TO, RECEIVED),
    (RFA, DECIDED),
    (DECIDED, SERVED),
    (DECIDED, RECEIVED),
    (SIGNED, RECEIVED),
    (INJURY, DISPUTE),
    (INJURY, RESOLVED),
    (DISPUTE, RESOLVED),
    (DECIDED, FORM_GIVEN),
)


def date_problems(entry: ApplicationEntry, today: date) -> Problems:
    """Yield what is wrong with the dates of the application, its UR decision and its services."""
    day_by_path = _stated_days(entry)
    sound: dict[Path, date] = {}
    for path, day in day_by_path.items():
        sentence = range_refusal(WORDS_BY_PATH[path], day, today)
        if sentence:
            yield Problem(path, sentence)
        else:
            sound[path] = day
    for earlier, later in ORDER:
        if earlier in sound and later in sound and sound[earlier] > sound[later]:
            yield Problem(later, _order_sentence(earlier, later, sound))
    yield from contradiction_problems(entry)
    yield from dates_of_service_problems(entry.services, entry.date_of_injury, today)


def contradiction_problems(entry: ApplicationEntry) -> Problems:
    """Yield the days that belong to something that is said not to be."""
    said = (
        (DISPUTE, entry.outside_dispute_on, entry.has_outside_dispute, "there is none"),
        (RESOLVED, entry.dispute_resolved_on, entry.has_outside_dispute, "there is none"),
        (SIGNED, entry.signed_on, entry.is_signed, "it is not signed"),
    )
    for path, day, is_so, denied in said:
        if day and is_so is False:
            yield Problem(
                path,
                f"The {WORDS_BY_PATH[path]} ({day_words(day)}) is given, but the application says "
                f"that {denied}. Correct one of them.",
            )


def dates_of_service_problems(
    services: Sequence[ServiceEntry], injury: date, today: date
) -> Problems:
    """Yield what is wrong with the days on which disputed services were already given."""
    for index, service in enumerate(services):
        words = f"date of service of service {index + 1}"
        for day in service.dates_of_service:
            sentence = range_refusal(words, day, today)
            if not sentence and injury >= EARLIEST and day < injury:
                sentence = (
                    f"The {words} ({day_words(day)}) is before the date of injury "
                    f"({day_words(injury)}). Check both."
                )
            if sentence:
                yield Problem(("services", index, "dates_of_service"), sentence)


def birth_problems(party: PartyEntry, injury: date | None, today: date, path: Path) -> Problems:
    """Yield what is wrong with a date of birth."""
    born = party.date_of_birth
    if born is None:
        return
    path = (*path, "date_of_birth")
    sentence = "" if born < EARLIEST else range_refusal("date of birth", born, today)
    if sentence:
        yield Problem(path, sentence)
    elif injury and EARLIEST <= injury <= born:
        yield Problem(
            path,
            f"The date of birth ({day_words(born)}) is not before the date of injury "
            f"({day_words(injury)}). Check both.",
        )
    elif today.year - born.year > OLDEST_AGE:
        yield Problem(
            path,
            f"Somebody born on {day_words(born)} would be {today.year - born.year} years old. "
            "Check the year.",
        )


def range_refusal(words: str, day: date, today: date) -> str:
    """Return a sentence when `day` lies before 1900 or in the future, else an empty string."""
    if day < EARLIEST:
        return (
            f"The {words} ({day_words(day)}) has the year {day.year:04d}. "
            f"Write the year with four digits, {EARLIEST.year} or later."
        )
    if day > today:
        return (
            f"The {words} ({day_words(day)}) is in the future; today is {day_words(today)}. "
            "Check the date."
        )
    return ""


def _stated_days(entry: ApplicationEntry) -> dict[Path, date]:
    days = {
        INJURY: entry.date_of_injury,
        INJURY_TO: entry.date_of_injury_to,
        RFA: entry.ur_decision.rfa_on,
        DECIDED: entry.ur_decision.decided_on,
        SERVED: entry.ur_decision.served_on,
        SIGNED: entry.signed_on,
        RECEIVED: entry.application_received_on,
        DISPUTE: entry.outside_dispute_on,
        RESOLVED: entry.dispute_resolved_on,
        FORM_GIVEN: entry.form_given_on,
    }
    return {path: day for path, day in days.items() if day is not None}


def _order_sentence(earlier: Path, later: Path, day_by_path: dict[Path, date]) -> str:
    return (
        f"The {WORDS_BY_PATH[later]} ({day_words(day_by_path[later])}) is before the "
        f"{WORDS_BY_PATH[earlier]} ({day_words(day_by_path[earlier])}). Check both."
    )
