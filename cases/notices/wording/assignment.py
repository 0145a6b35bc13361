"""The notice of assignment and request for information (8 CCR 9792.10.4(b), 9792.10.5)."""

from cases.notices.content import CoversheetContent, DueDay, NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section, services_section

TITLE = "Notice of Assignment and Request for Information"


def assignment_body(
    case: CaseWords,
    *,
    due: tuple[DueDay, ...],
    required: tuple[str, ...],
    penalty: str,
    decision: str,
    coversheets: tuple[CoversheetContent, ...],
) -> NoticeBody:
    """Return the words. `required` is what the claims administrator must send."""
    return NoticeBody(
        title=TITLE,
        lead=_lead(case),
        due=due,
        due_heading="What has to come, and by when",
        sections=(
            services_section(
                "What will be reviewed",
                case.services,
                "An expert reviewer decides for each of these services whether it is medically "
                "necessary.",
            ),
            _claims_administrator(required, penalty),
            _may_send(),
            _how(case),
            _next(case, decision),
            questions_section(case),
        ),
        coversheets=coversheets,
    )


def coversheet(
    role: str, name: str, *, by: str, items: tuple[str, ...], code: str, organization: str
) -> CoversheetContent:
    """Return one party's coversheet."""
    must = role == "claims_administrator"
    lead = (
        f"Put this sheet on top of what you send to {organization}. The square code says which "
        "case the pages belong to and who sent them; it holds nothing else."
    )
    return CoversheetContent(
        role=role,
        name=name,
        lead=lead,
        by=by,
        items=items if must else (*items, "You may send this. You do not have to."),
        code=code,
    )


def _lead(case: CaseWords) -> tuple[str, ...]:
    how = (
        "The review is expedited: what is asked for below has to come within 24 hours."
        if case.is_expedited
        else "The review is a regular one."
    )
    return (
        f"The application for Independent Medical Review (IMR) of treatment for {case.worker} can "
        f"be reviewed, and the case has been assigned to {case.organization}. {how}",
        "The claims administrator must send its records. The injured worker and the requesting "
        "physician may send what they want to be considered; they do not have to send anything.",
    )


def _claims_administrator(required: tuple[str, ...], penalty: str) -> Section:
    return Section(
        heading="What the claims administrator must send",
        items=required,
        closing=(
            "Send a copy and a list of what you send. Tell the injured worker promptly what you "
            "sent, with copies of what was not given before, and send new records at once when "
            "they come to you (Labor Code sections 4610.5(m) and (o)).",
            "If the records do not come in time, the review may go on without them, and the "
            f"Administrative Director may assess a penalty ({penalty}).",
        ),
    )


def _may_send() -> Section:
    return Section(
        heading="What the injured worker and the requesting physician may send",
        items=(
            "Medical reports and test results that show why the treatment is needed.",
            "Your own reasons, in your own words, why the decision of utilization review is wrong.",
            "Guidelines or studies that support the treatment.",
        ),
    )


def _how(case: CaseWords) -> Section:
    where = ", ".join(line.strip() for line in case.organization_address.splitlines() if line)
    return Section(
        heading="How to send it",
        paragraphs=(
            "Put your own coversheet, at the end of this notice, on top of what you send: its code "
            "brings the pages to the right case, also when they are faxed. Send everything to "
            f"{case.organization}, {where}. Records that the claims administrator sends are "
            "to be sent electronically where that is possible (Labor Code section 4610.5(l)).",
        ),
    )


def _next(case: CaseWords, decision: str) -> Section:
    return Section(
        heading="What happens next",
        paragraphs=(
            "An expert reviewer without ties to anyone involved reads the records and decides. By "
            "law the reviewer’s name is kept confidential (Labor Code section 4610.6(f)). "
            f"{decision} Everyone who is sent this notice is sent the Final Determination.",
            "If the treatment is authorized, the dispute is settled or the physician takes the "
            "request back, the claims administrator tells us within five days "
            "(Labor Code section 4610.5(g)).",
        ),
    )
