"""The notice that a service, or a whole application, cannot be reviewed (LC 4610.5(k))."""

from collections.abc import Iterable

from cases.notices.content import DueDay, NoticeBody, Section
from cases.notices.facts import CaseWords, ServiceWords
from cases.notices.wording.parts import (
    APPEAL_ITEMS,
    questions_section,
    services_with_reasons,
    which,
)

# What a party can do about each reason of the checklist; a reason without an entry has no cure.
CURE_BY_CODE = {
    "NO_SIGNATURE": "Sign and date the application form and file it again.",
    "UR_NOT_ATTACHED": "File the application again with a copy of the utilization review decision.",
    "INCOMPLETE": "Complete the application form and file it again.",
    "NO_STANDING": (
        "The injured worker, the worker’s attorney, or an agent named in writing after the "
        "utilization review decision can file the application."
    ),
    "DESIGNATION_PREDATES_UR": (
        "Name the agent anew, in a paper signed after the utilization review decision, and file "
        "again; or the injured worker files in person."
    ),
    "NO_UR_DECISION": (
        "Ask the claims administrator for its utilization review decision. Only a decision that "
        "denies or modifies treatment can be reviewed here."
    ),
    "NOT_NECESSITY": (
        "A dispute about something other than medical necessity belongs before the Workers’ "
        "Compensation Appeals Board."
    ),
    "CNC": (
        "The physician can send the missing information to the claims administrator with a new "
        "request for authorization. A new decision that denies or modifies it can be reviewed."
    ),
    "UNTIMELY": (
        "If the decision reached you later than the file says, or the form or the envelope was not "
        "sent with it, tell us and send what shows it."
    ),
    "DUPLICATE": "Nothing needs to be done: the same dispute is reviewed in another case.",
    "PREVIOUSLY_DECIDED": (
        "A new request for the treatment can be made when there are new medical facts."
    ),
    "TERMINATED_AUTHORIZED": "Nothing needs to be done: the treatment has been authorized.",
    "TERMINATED_SETTLED": "The settlement or award says what treatment is provided.",
    "TERMINATED_WITHDRAWN": "The physician can request the treatment again.",
}


def ineligibility_body(
    case: CaseWords, *, appeal: tuple[DueDay, ...], remaining: str
) -> NoticeBody:
    """Return the words. `remaining` says what time is left to file again; empty: none is known."""
    return NoticeBody(
        title="Notice of Ineligibility for Independent Medical Review",
        lead=(
            f"An application for Independent Medical Review (IMR) of treatment for {case.worker} "
            f"came in. It was found that {which(case)} cannot be reviewed. The reasons are below, "
            "with what can be done about them.",
            *_rest(case),
        ),
        due=appeal,
        due_heading="Time to appeal",
        sections=(
            services_with_reasons("What cannot be reviewed, and why", case.services, "Why not"),
            _cure(case.services, remaining),
            Section(
                heading="Your right to appeal",
                paragraphs=(
                    "A party that disagrees can appeal to the Workers’ Compensation Appeals Board "
                    "(title 8, California Code of Regulations, section 10575). The time runs from "
                    "the day this notice is served. An appeal has to meet these rules:",
                ),
                items=APPEAL_ITEMS,
            ),
            questions_section(case),
        ),
    )


def _rest(case: CaseWords) -> tuple[str, ...]:
    if case.is_whole:
        return ("This ends the case here, unless it is cured as described or an appeal succeeds.",)
    return ("The other services of the application are not affected by this notice.",)


def _cure(services: Iterable[ServiceWords], remaining: str) -> Section:
    cures = dict.fromkeys(CURE_BY_CODE[s.code] for s in services if s.code in CURE_BY_CODE)
    return Section(
        heading="What can be done, and how much time is left",
        items=tuple(cures) or ("Nothing in the application can be changed to cure this.",),
        closing=(remaining,) if remaining else (),
    )
