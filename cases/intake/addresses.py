"""What is wrong with a mail address: a state that does not exist, a ZIP of another state."""

from cases.deadlines.addresses import CALIFORNIA_ZIPS, COUNTRIES, LAST_LINE, NAMES
from cases.intake.findings import Path, Problem, Problems

# Territories and the mail of the armed forces have codes of their own.
CODES = frozenset(NAMES["states"]) | {"AA", "AE", "AP", "AS", "CA", "GU", "MP", "PR", "VI"}
CALIFORNIA = "CA"


def address_problems(address: str, words: str, path: Path) -> Problems:
    """Yield a sentence for a last line whose state code and ZIP cannot be; others are let be."""
    line = " ".join((address.strip().splitlines() or [""])[-1].upper().replace(".", "").split())
    found = LAST_LINE.search(line.strip(" ,"))
    if found is None or line.rpartition(",")[2].strip() in COUNTRIES:
        return
    code, digits = found["state"].split()[-1], found["zip"]
    if len(code) != 2:
        return
    path = (*path, "address")
    if code not in CODES:
        yield Problem(
            path,
            f"{words}: “{code}” is not the code of a state. Correct it, as in Fresno, CA 93701; an "
            "address abroad ends with the name of the country.",
        )
    elif (code == CALIFORNIA) is not (int(digits[:3]) in CALIFORNIA_ZIPS):
        yield Problem(
            path,
            f"{words}: the ZIP {digits} is {'not ' if code == CALIFORNIA else ''}a Californian "
            f"one, and the state is {code}. Check both: days for mail depend on it.",
        )
