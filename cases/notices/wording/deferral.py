"""The notice that a review waits for another dispute (LC 4610.5(h)(2); 8 CCR 9792.10.3(d))."""

from cases.notices.content import NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section, services_with_reasons, which


def deferral_body(case: CaseWords, *, days_after: str) -> NoticeBody:
    """Return the words; `days_after` is how long one may file after the dispute, in words."""
    return NoticeBody(
        title="Notice of Deferral of Independent Medical Review",
        lead=(
            f"An application for Independent Medical Review (IMR) of treatment for {case.worker} "
            f"came in. The review of {which(case)} is deferred, because the claims administrator "
            "also disputes that it is liable, for a reason other than medical necessity.",
            "Nothing has to be done now, and no right is lost by waiting.",
        ),
        sections=(
            services_with_reasons("What is deferred", case.services, "The other dispute"),
            Section(
                heading="When the other dispute is over",
                paragraphs=(
                    f"The injured worker then has {days_after} to ask for the review again. The "
                    "time is counted from the day on which notice is served that the other dispute "
                    "is resolved. Send the application again with a copy of that notice, and give "
                    f"the IMR case number {case.case_number}.",
                    "The claims administrator can agree to the review all the same. If it does, "
                    "tell us, and the review goes on.",
                ),
            ),
            questions_section(case),
        ),
    )
