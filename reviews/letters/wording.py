"""The fixed sentences of the letter, in our own words, by version.

A letter records the version it was written in. A sentence that a letter was signed with is never
edited: a change is a new version beside the old, and `TEMPLATE_VERSION` names the newest.
"""

from dataclasses import dataclass, replace

from cases.press.limits import LetterRefused
from cases.press.words import short_date
from reviews.letters.content import LetterContent, ReviewerContent
from reviews.letters.outcome import Outcome

TEMPLATE_VERSION = "california/3"

_SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """Everything a version says of itself; what depends on the case is in the functions below."""

    outcome_word_by_outcome: dict[Outcome, str]
    outcome_meaning_by_outcome: dict[Outcome, str]
    outcome_pointer: str
    effect: str
    duties_lead_in: str
    duties: tuple[str, ...]
    duties_unless_disputed: str
    duties_while_disputed: str
    appeal_lead_in: str
    appeal_time: str
    appeal_grounds_lead_in: str
    appeal_grounds: tuple[str, ...]
    appeal_presumption: str
    appeal_copies: str
    administrative_director: str
    documents_lead_in: str
    documents_none: str
    not_received_lead_in: str
    credentials_lead_in: str
    summary_lead_in: str
    summary_lead_in_of_all: str
    decisions_lead_in: str
    seal_meaning: str
    opioid_notice: str


CALIFORNIA_1 = Wording(
    outcome_word_by_outcome={
        Outcome.UPHOLD: "UPHOLD",
        Outcome.OVERTURN: "OVERTURN",
        Outcome.PARTIAL_OVERTURN: "PARTIAL OVERTURN",
    },
    outcome_meaning_by_outcome={
        Outcome.UPHOLD: (
            "This means that the utilization review decision stands: none of the services in "
            "dispute was found medically necessary."
        ),
        Outcome.OVERTURN: (
            "This means that the utilization review decision is reversed: every service in "
            "dispute was found medically necessary."
        ),
        Outcome.PARTIAL_OVERTURN: (
            "This means that the utilization review decision is reversed in part: some of the "
            "services in dispute were found medically necessary, and the others were not."
        ),
    },
    outcome_pointer=(
        "The pages that follow name each service, say what was decided about it, and give the "
        "reasons and the evidence the decision rests on."
    ),
    effect=(
        "By law this Final Determination is deemed to be the determination of the Administrative "
        "Director of the Division of Workers’ Compensation, and it is binding on all parties "
        "(Labor Code section 4610.6(g))."
    ),
    duties_lead_in=(
        "For each service that was overturned, the claims administrator acts promptly "
        "(Labor Code section 4610.6(j)):"
    ),
    duties=(
        "If the service has not been provided yet, the claims administrator authorizes it within "
        "five working days of receiving this determination, or sooner where the medical "
        "condition calls for it, and tells the injured worker and the provider.",
        "If the service has been provided already, the claims administrator reimburses whoever "
        "paid or provided it within twenty days, subject to any open question about the amount.",
    ),
    duties_unless_disputed=(
        "These duties do not yet apply where the claims administrator also disputes liability "
        "for a reason other than medical necessity."
    ),
    duties_while_disputed=(
        "The claims administrator has told us that it also disputes liability for a reason other "
        "than medical necessity. While that dispute is open, these duties do not yet apply."
    ),
    appeal_lead_in=(
        "This determination may be appealed only by a verified petition to the Workers’ "
        "Compensation Appeals Board, filed with the Board and served on all parties "
        "(Labor Code section 4610.6(h); title 8, California Code of Regulations, section 10575)."
    ),
    appeal_time=(
        "Time to appeal: 30 days, counted from the day this letter was mailed to you, plus the "
        "days that the law adds for service by mail (five days within California). The time is "
        "never counted from the day of the decision or of the signature."
    ),
    appeal_grounds_lead_in=(
        "The petition must show, by clear and convincing evidence, at least one of these five "
        "grounds:"
    ),
    appeal_grounds=(
        "the Administrative Director acted without the power to do so, or beyond it;",
        "the determination was obtained by fraud;",
        "the expert reviewer had a material conflict of interest in the sense of Labor Code "
        "section 139.5;",
        "the determination came from bias on account of race, national origin, ethnic group, "
        "religion, age, sex, sexual orientation, color or disability;",
        "the determination rests on a plainly mistaken finding of fact, where the fact is one of "
        "ordinary knowledge that the information submitted shows, and not one for expert opinion.",
    ),
    appeal_presumption="Until one of them is shown, the determination is presumed to be correct.",
    appeal_copies=(
        "Send a copy of the petition to the Independent Medical Review Unit of the Division of "
        "Workers’ Compensation. The petition must carry both case numbers:"
    ),
    administrative_director="Division of Workers’ Compensation, State of California",
    documents_lead_in="The expert reviewer had these documents from the case file:",
    documents_none="The case file held no documents.",
    not_received_lead_in="Requested and not received:",
    credentials_lead_in="The expert reviewer holds these credentials:",
    summary_lead_in=(
        "The expert reviewer wrote this summary from the case file and all its medical records:"
    ),
    summary_lead_in_of_all=(
        "The expert reviewer wrote this summary from the case file and all its medical records:"
    ),
    decisions_lead_in=(
        "The Final Determination rests on the decision about each disputed item or service:"
    ),
    seal_meaning="Final determination approved",
    opioid_notice=(
        "This decision is about whether the opioid was medically necessary as it was requested. It "
        "is not advice to stop taking it all at once: stopping an opioid suddenly can be "
        "dangerous. Any change of the dose belongs under the care of the treating physician."
    ),
)

# Of all records is spoken only where each page of them was read.
CALIFORNIA_2 = replace(
    CALIFORNIA_1,
    summary_lead_in="The expert reviewer wrote this summary from the documents of the case file:",
    summary_lead_in_of_all=(
        "The expert reviewer wrote this summary from the case file, including all medical records:"
    ),
)

# Shorter sentences on the cover: the law wants plain words (LC 4610.6(d)(1)).
CALIFORNIA_3 = replace(
    CALIFORNIA_2,
    outcome_meaning_by_outcome={
        Outcome.UPHOLD: (
            "This means that the utilization review decision stands. None of the services in "
            "dispute was found medically necessary."
        ),
        Outcome.OVERTURN: (
            "This means that the utilization review decision is reversed. Every service in "
            "dispute was found medically necessary."
        ),
        Outcome.PARTIAL_OVERTURN: (
            "This means that the utilization review decision is reversed in part. Some of the "
            "services in dispute were found medically necessary, and the others were not."
        ),
    },
    outcome_pointer=(
        "The pages that follow name each service and say what was decided about it. They give "
        "the reasons and the evidence."
    ),
    effect=(
        "By law this Final Determination is deemed to be the determination of the Administrative "
        "Director of the Division of Workers’ Compensation. It is binding on all parties "
        "(Labor Code section 4610.6(g))."
    ),
    duties=(
        "If the service has not been provided yet, the claims administrator authorizes it within "
        "five working days of receiving this determination. Where the medical condition calls "
        "for it, that is done sooner. The injured worker and the provider are told.",
        "If the service has been provided already, the claims administrator reimburses whoever "
        "paid or provided it within twenty days. A question about the amount may stay open.",
    ),
    appeal_lead_in=(
        "There is one way to appeal this determination: a verified petition to the Workers’ "
        "Compensation Appeals Board. It is filed with the Board and served on all parties "
        "(Labor Code section 4610.6(h); title 8, California Code of Regulations, section 10575)."
    ),
    appeal_grounds=(
        *CALIFORNIA_1.appeal_grounds[:4],
        "the determination rests on a plainly mistaken finding of fact. The fact must be one of "
        "ordinary knowledge that the information submitted shows, and not one for expert opinion.",
    ),
)

WORDING_BY_VERSION = {
    "california/1": CALIFORNIA_1,
    "california/2": CALIFORNIA_2,
    TEMPLATE_VERSION: CALIFORNIA_3,
}


def wording_of(content: LetterContent) -> Wording:
    """Return the wording a letter was signed in."""
    try:
        return WORDING_BY_VERSION[content.template_version]
    except KeyError:
        raise LetterRefused(
            f"This letter was signed in the wording {content.template_version}, which this "
            "installation does not have. Download the stored letter instead of making it anew."
        ) from None


def how_it_was_made(reviewer: ReviewerContent, organization: str) -> str:
    """Return the paragraph on the reviewer; each claim stands only where the content says so."""
    sentences = [
        f"{organization} gave the complete case file to an independent expert reviewer, who made "
        "the decisions in this determination."
    ]
    if reviewer.is_unaffiliated:
        sentences.append(
            "The expert reviewer has no affiliation with the employer, the injured worker, the "
            "providers or the claims administrator."
        )
    sentences += _practice(reviewer)
    if reviewer.has_similar_specialty:
        sentences.append(
            "The expert reviewer was chosen for clinical experience, training and expertise in "
            "the same specialty as, or one similar to, those that evaluate or treat the medical "
            "condition and the services in dispute."
        )
    sentences.append(
        "The expert reviewer knows the laws and regulations that govern Independent Medical "
        "Review, among them the order of strength in which medical evidence is weighed."
    )
    return " ".join(sentences)


def summary_lead_in(content: LetterContent) -> str:
    """Return what the summary rests on, as far as it is true."""
    wording = wording_of(content)
    is_of_all = content.rests_on_all_records
    return wording.summary_lead_in_of_all if is_of_all else wording.summary_lead_in


def appeal_numbers(content: LetterContent) -> tuple[str, str]:
    """Return the two case numbers a petition carries, each with its name."""
    adj_number = content.adj_number or "as the Appeals Board assigned it"
    return (
        f"Appeals Board (ADJ) case number: {adj_number}",
        f"Independent Medical Review case number: {content.case_number}",
    )


def consolidated_sentence(content: LetterContent) -> str:
    """Return which other applications this determination decides; empty where it decides one."""
    if not content.consolidated:
        return ""
    each = "; ".join(
        f"{one.case_number} (received {short_date(one.application_received)}, UR decision of "
        f"{short_date(one.ur_denial_date)})"
        for one in content.consolidated
    )
    one = len(content.consolidated) == 1
    return (
        f"This determination also decides the application{'' if one else 's'} {each}, which "
        f"{'was' if one else 'were'} consolidated with it (8 CCR 9792.10.4(a))."
    )


def outcome_count(content: LetterContent) -> str:
    """Return how many services were decided which way, where that says more than the outcome."""
    if content.overall != Outcome.PARTIAL_OVERTURN:
        return ""
    overturned = sum(service.outcome == Outcome.OVERTURNED for service in content.services)
    was = "was" if overturned == 1 else "were"
    return (
        f"Of {len(content.services)} services in dispute, {overturned} {was} found medically "
        "necessary."
    )


def _practice(reviewer: ReviewerContent) -> list[str]:
    if reviewer.years_over is None and reviewer.hours_at_least is None:
        return []
    claims = []
    if reviewer.years_over is not None:
        years = _in_words(reviewer.years_over)
        claims.append(f"has been in active clinical practice for more than {years} years")
    if reviewer.hours_at_least is not None:
        hours = _in_words(reviewer.hours_at_least)
        claims.append(f"now practices at least {hours} hours a week")
    return [f"The expert reviewer {' and '.join(claims)}."]


def _in_words(number: int) -> str:
    return _SMALL_NUMBERS[number] if 0 <= number <= 10 else str(number)
