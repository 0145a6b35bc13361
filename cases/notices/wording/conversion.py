"""The notice that a regular review has become an expedited one (8 CCR 9792.10.4(c))."""

from cases.notices.content import DueDay, NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section, services_section

WHO_BY_SOURCE = {
    "treating_physician": (
        "The treating physician has certified in writing, with supporting documents, that there is "
        "an imminent and serious threat to the injured worker’s health."
    ),
    "administrative_director": (
        "The Administrative Director has found that there is an imminent and serious threat to the "
        "injured worker’s health."
    ),
}


def conversion_body(
    case: CaseWords, *, due: tuple[DueDay, ...], certified_by: str, since: str
) -> NoticeBody:
    """Return the words; `since` is the instant from which the new times run, in words."""
    return NoticeBody(
        title="Notice of Conversion to Expedited Review",
        lead=(
            f"The Independent Medical Review (IMR) of treatment for {case.worker} was a regular "
            f"one. It is expedited since {since}. {WHO_BY_SOURCE[certified_by]}",
            "The times of the notice of assignment no longer apply. The new ones are below.",
        ),
        due=due,
        due_heading="The new times",
        sections=(
            services_section("What will be reviewed", case.services),
            Section(
                heading="What the claims administrator must do",
                paragraphs=(
                    "Send every record that the notice of assignment asks for and that has not "
                    "been sent yet, within 24 hours and electronically or by fax (Labor Code "
                    "section 4610.5(n)). Records that come later may come too late to be read.",
                ),
            ),
            questions_section(case),
        ),
    )
