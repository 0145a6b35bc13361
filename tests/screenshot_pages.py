"""The pages to photograph: one row each. Add yours; the role signs in with its first account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """One page in one state, as one role sees it; no role is the public.

    `clicks` are selectors to click in turn after opening `path`, the first match of each:
    how to reach a page whose address depends on the data. `status` is the expected answer.
    """

    role: str
    name: str
    path: str
    clicks: tuple[str, ...] = ()
    status: int = 200
    is_whole: bool = True
    is_for_readme: bool = False


PUBLIC, COORDINATOR, REVIEWER, QUALITY = "", "coordinator", "reviewer", "quality"
DIRECTOR, STAFF, ADMINISTRATOR, AUDITOR = "medical_director", "staff", "administrator", "auditor"
EVERYONE = (COORDINATOR, REVIEWER, QUALITY, DIRECTOR, STAFF, ADMINISTRATOR, AUDITOR)

# The invented cases of the demonstration, by where they stand.
RECEIVED, ELIGIBLE, AWAITING, READY, OFFERED, WRITING, RETURNED, CHECKING, APPROVED, SEALED = (
    f"CM26-09001{number:02d}" for number in range(1, 11)
)
ISSUED, WITHDRAWN = "CM26-0900111", "CM26-0900112"


def of_case(role: str, name: str, page: str, number: str, **more: object) -> Shot:
    """A page about a case: `page` follows the number in its address."""
    app, _, rest = page.partition("/")
    return Shot(role, name, f"/{app}/{number}/{rest}", **more)


PAGES: list[Shot] = [
    Shot(PUBLIC, "sign-in", "/accounts/sign-in/"),
    Shot(PUBLIC, "password-reset", "/accounts/password-reset/"),
    Shot(PUBLIC, "verify", "/verify/"),
    *(Shot(role, "home", "/", is_for_readme=role == COORDINATOR) for role in EVERYONE),
    *(Shot(role, "cases", "/cases/") for role in EVERYONE),
    *(of_case(role, "case", "cases/", ISSUED) for role in EVERYONE if role != REVIEWER),
    # what a coordinator does
    Shot(COORDINATOR, "not-found", "/nowhere/", status=404),
    Shot(COORDINATOR, "forbidden", "/accounts/users/", status=403),
    Shot(COORDINATOR, "change-password", "/accounts/change-password/"),
    Shot(COORDINATOR, "receive", "/cases/new/"),
    Shot(COORDINATOR, "half-typed", "/cases/half-typed/"),
    Shot(COORDINATOR, "bulk", "/cases/bulk/"),
    of_case(COORDINATOR, "split", "cases/services/1/split/", RECEIVED),
    of_case(COORDINATOR, "merge", "cases/services/merge/", AWAITING),
    of_case(COORDINATOR, "consolidate", "cases/consolidate/", ELIGIBLE),
    of_case(COORDINATOR, "case-received", "cases/", RECEIVED),
    of_case(COORDINATOR, "eligibility", "cases/eligibility/", RECEIVED),
    of_case(COORDINATOR, "eligibility-answers", "cases/eligibility/answers/", RECEIVED),
    of_case(COORDINATOR, "duplicates", "cases/duplicates/", RECEIVED),
    of_case(COORDINATOR, "services", "cases/services/", RECEIVED),
    of_case(COORDINATOR, "party", "cases/parties/injured_worker/", RECEIVED),
    of_case(COORDINATOR, "note", "cases/notes/", RECEIVED),
    of_case(COORDINATOR, "assign", "cases/assign/", ELIGIBLE),
    of_case(COORDINATOR, "case-awaiting", "cases/", AWAITING),
    of_case(COORDINATOR, "records", "cases/records/", AWAITING),
    of_case(COORDINATOR, "book", "cases/book/", READY, is_whole=False),
    Shot(COORDINATOR, "search-records", "/cases/search-records/"),
    of_case(COORDINATOR, "upload", "cases/records/upload/", AWAITING),
    of_case(COORDINATOR, "chronology", "cases/records/chronology/", WRITING),
    of_case(COORDINATOR, "missing", "cases/records/missing/", AWAITING),
    of_case(COORDINATOR, "sorting", "cases/records/pages/", AWAITING),
    of_case(
        COORDINATOR,
        "sorting-compare",
        "cases/records/pages/",
        AWAITING,
        clicks=("#versions a[data-sort-key=c]",),
    ),
    of_case(
        COORDINATOR,
        "sorting-bundle",
        "cases/records/pages/",
        AWAITING,
        clicks=("#documents tr:last-child a[data-row]",),
    ),
    Shot(COORDINATOR, "tray", "/cases/tray/"),
    Shot(COORDINATOR, "tray-file", "/cases/tray/", clicks=("main a[data-row]",)),
    of_case(COORDINATOR, "record", "cases/records/", AWAITING, clicks=("main a[data-row]",)),
    of_case(
        COORDINATOR,
        "record-listed",
        "cases/records/",
        AWAITING,
        clicks=("tr:has-text('No file yet') a[data-row]",),
    ),
    of_case(
        COORDINATOR,
        "supersede",
        "cases/records/",
        AWAITING,
        clicks=("main a[data-row]", "a:text-is('Supersede')"),
    ),
    *(
        of_case(
            COORDINATOR,
            f"book-{name}",
            "cases/book/",
            AWAITING,
            clicks=(f"[data-book-act={name}]",),
            is_whole=False,
        )
        for name in ("text", "look", "spread", "fold")
    ),
    of_case(COORDINATOR, "expected", "cases/records/expected/", AWAITING),
    of_case(COORDINATOR, "complete", "cases/records/complete/", AWAITING),
    of_case(COORDINATOR, "offer", "reviews/choose-reviewer/", READY, is_for_readme=True),
    of_case(COORDINATOR, "recall-offer", "reviews/recall-offer/", OFFERED),
    of_case(COORDINATOR, "recall-review", "reviews/recall/", WRITING),
    of_case(COORDINATOR, "case-writing", "cases/", WRITING, is_for_readme=True),
    of_case(COORDINATOR, "end-dispute", "cases/end/", WRITING),
    Shot(COORDINATOR, "notice-desk", "/cases/notices-to-serve/"),
    of_case(COORDINATOR, "notices", "cases/notices/", AWAITING),
    of_case(COORDINATOR, "notice", "cases/notices/1/", AWAITING, is_whole=False),
    of_case(COORDINATOR, "notice-served", "cases/notices/1/serve/1/", AWAITING),
    of_case(COORDINATOR, "notice-returned", "cases/notices/1/returned/1/", AWAITING),
    of_case(COORDINATOR, "notice-again", "cases/notices/1/again/", AWAITING),
    Shot(COORDINATOR, "fees", "/cases/fees/"),
    of_case(COORDINATOR, "case-withdrawn", "cases/", WITHDRAWN),
    Shot(COORDINATOR, "due-dates", "/cases/due/"),
    Shot(COORDINATOR, "messages", "/cases/messages/"),
    of_case(COORDINATOR, "why-this-date", "cases/deadlines/A1/", WRITING),
    of_case(COORDINATOR, "extension", "cases/extension/", WRITING),
    of_case(COORDINATOR, "pauses", "cases/pauses/", WRITING),
    of_case(COORDINATOR, "expedite", "cases/expedite/", WRITING),
    of_case(COORDINATOR, "administrator", "cases/administrator/", WRITING),
    Shot(COORDINATOR, "roster", "/reviews/roster/"),
    Shot(COORDINATOR, "reviewer", "/reviews/roster/", clicks=("a[data-row]",)),
    Shot(COORDINATOR, "add-reviewer", "/reviews/roster/add/"),
    # what a reviewer does
    of_case(REVIEWER, "offer", "reviews/offer/", OFFERED),
    of_case(REVIEWER, "case", "cases/", WRITING),
    of_case(REVIEWER, "work-summary", "reviews/workbench/?part=summary", WRITING, is_whole=False),
    of_case(
        REVIEWER, "work", "reviews/workbench/?part=1", WRITING, is_whole=False, is_for_readme=True
    ),
    Shot(REVIEWER, "phrases", "/reviews/phrases/"),
    of_case(REVIEWER, "ask", "reviews/workbench/questions/", WRITING),
    of_case(REVIEWER, "earlier", "reviews/workbench/summary/earlier/?every=1&revision=1", WRITING),
    of_case(REVIEWER, "submit", "reviews/submit/", WRITING),
    of_case(REVIEWER, "withdraw", "reviews/withdraw/", WRITING),
    # quality, director, release desk
    Shot(QUALITY, "to-check", "/reviews/to-check/"),
    of_case(QUALITY, "check", "reviews/quality-check/", CHECKING, is_whole=False),
    Shot(DIRECTOR, "to-sign", "/reviews/to-sign/"),
    of_case(DIRECTOR, "sign", "reviews/sign/", APPROVED, is_whole=False, is_for_readme=True),
    Shot(STAFF, "desk", "/reviews/release-desk/", is_for_readme=True),
    of_case(STAFF, "letters", "reviews/letters/", SEALED),
    of_case(STAFF, "letters-issued", "reviews/letters/", ISSUED),
    of_case(STAFF, "letter-returned", "reviews/deliveries/1/returned/", ISSUED),
    Shot(STAFF, "notice-desk", "/cases/notices-to-serve/"),
    # administrator and auditor
    Shot(ADMINISTRATOR, "users", "/accounts/users/"),
    Shot(ADMINISTRATOR, "invite-user", "/accounts/users/invite/"),
    Shot(ADMINISTRATOR, "user", "/accounts/users/", clicks=("a[data-row]",)),
    Shot(ADMINISTRATOR, "rules", "/cases/rules/"),
    Shot(ADMINISTRATOR, "rule-set", "/cases/rules/sets/2026-04/"),
    Shot(ADMINISTRATOR, "mail-days", "/cases/rules/mail-days/"),
    Shot(ADMINISTRATOR, "organization", "/cases/organization/"),
    Shot(ADMINISTRATOR, "failed-letters", "/reviews/failed-letters/"),
    Shot(AUDITOR, "audit", "/cases/audit/"),
    Shot(AUDITOR, "verdict", "/cases/audit/", clicks=("text=Verify the whole trail",)),
]
