"""What each kind of notice says of a case: rows in, the words of its body out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.deadlines.rules import Unit
from cases.expected.rules import asked_of, shipped_record_rules
from cases.freezing.duedays import counted, due_day, records_method
from cases.models import Case, DisputedService, EligibilityDecision, Party
from cases.notices import coversheets
from cases.notices.content import (
    CoversheetContent,
    DueDay,
    NoticeBody,
    NoticeRecipientContent,
)
from cases.notices.facts import (
    AnswerFacts,
    CaseWords,
    ConversionFacts,
    DecisionFacts,
    QuestionFacts,
    ServiceWords,
    TerminationFacts,
)
from cases.notices.kinds import NoticeKind, ServiceMethod
from cases.notices.wording import (
    answer,
    assignment,
    conversion,
    deferral,
    ineligibility,
    information,
    question,
    termination,
)
from cases.pipelines.keys import coversheet_keys
from cases.press.words import label_of, long_date, pacific_time, weekday_date

ADMINISTRATOR = Party.Role.CLAIMS_ADMINISTRATOR
PHYSICIAN = Party.Role.REQUESTING_PHYSICIAN


@dataclass(frozen=True)
class Making:
    """What one notice is made of: the case, its day, whom it goes to, what the step knew."""

    case: Case
    dated: date
    at: datetime
    recipients: tuple[NoticeRecipientContent, ...]
    facts: Any

    def method_of(self, role: str) -> str:
        """Return how the party of a role is served; by mail where it is not among them."""
        found = (each.method for each in self.recipients if each.role == role)
        return next(found, ServiceMethod.MAIL)


def _case_words(making: Making, services: Sequence[ServiceWords], *, is_whole: bool) -> CaseWords:
    case, decision = making.case, getattr(making.case, "ur_decision", None)
    names = dict(case.parties.values_list("role", "name"))
    return CaseWords(
        case_number=case.case_number,
        organization=case.organization.name,
        organization_address=case.organization.address,
        worker=names.get(Party.Role.INJURED_WORKER, "the injured worker"),
        physician=names.get(PHYSICIAN, ""),
        is_expedited=case.priority == Case.Priority.EXPEDITED,
        application_received=case.application_received_on,
        ur_decided_on=decision.decided_on if decision else None,
        rfa_on=decision.rfa_on if decision else None,
        services=tuple(services),
        is_whole=is_whole,
    )


def _service(service: DisputedService, code: str = "", reason: str = "") -> ServiceWords:
    return ServiceWords(service.position, service.requested, _ur_words(service), code, reason)


def _ur_words(service: DisputedService) -> str:
    if service.ur_action == DisputedService.UrAction.DENIED:
        return "Denied"
    words = f"Modified. Authorized: {service.authorized}"
    if service.modification == DisputedService.Modification.REMAINDER:
        return f"{words}. In dispute: {service.eligible_portion}"
    return f"{words}. The whole request is in dispute"


def _in_review(making: Making) -> CaseWords:
    services = [_service(each) for each in making.case.services.in_review()]
    is_whole = len(services) == making.case.services.count()
    return _case_words(making, services, is_whole=is_whole)


def _decided(making: Making) -> CaseWords:
    """Return the case with the services of the decisions that the notice tells of."""
    facts: DecisionFacts = making.facts
    rows = EligibilityDecision.objects.filter(
        pk__in=facts.decision_ids, service__case=making.case
    ).select_related("service")
    services = [
        _service(row.service, row.code, row.reason)
        for row in sorted(rows, key=lambda row: row.service.position)
    ]
    is_whole = len(services) == making.case.services.count()
    return _case_words(making, services, is_whole=is_whole)


def _assignment(making: Making) -> NoticeBody:
    words, due = _in_review(making), _records_due(making)
    return assignment.assignment_body(
        words,
        due=due,
        required=_required(making.dated),
        penalty=_penalty(making.dated),
        decision=_decision_time(making),
        coversheets=_coversheets(making, due, words.organization),
    )


def _records_due(making: Making) -> tuple[DueDay, ...]:
    """Return the regulation's and the statute's days for the records, then who may send."""
    case, dated = making.case, making.dated
    names = {each.role: each.name for each in making.recipients}
    due: list[DueDay] = []
    if ADMINISTRATOR in names:
        method = records_method(making.method_of(ADMINISTRATOR))
        who = names[ADMINISTRATOR]
        how = "sent electronically" if method == ServiceMethod.ELECTRONIC else "mailed"
        records = "All records below"
        if case.priority != Case.Priority.EXPEDITED:
            records = f"All records below, as this notice is {how}"
        known = {"who": who, "role": ADMINISTRATOR}
        due += due_day(case, "R1", dated, what=records, method=method, **known)
        copy = "A copy and a list of the records, electronically, by the Labor Code"
        due += due_day(case, "R2", dated, what=copy, method=ServiceMethod.ELECTRONIC, **known)
    return (*due, *_may_send(making))


def _may_send(making: Making) -> tuple[DueDay, ...]:
    """Return until when the worker and the physician may send something (8 CCR 9792.10.5(b))."""
    names = {each.role: each.name for each in making.recipients}
    due: tuple[DueDay, ...] = ()
    for role in (Party.Role.INJURED_WORKER, PHYSICIAN):
        if role in names:
            method = records_method(making.method_of(role))
            what = "Whatever you want to be considered, if you wish"
            who = {"who": names[role], "what": what, "method": method, "role": role}
            due += due_day(making.case, "R3", making.dated, **who)
    return due


def _required(dated: date) -> tuple[str, ...]:
    return tuple(f"{item.what} ({item.cite})" for item in asked_of(ADMINISTRATOR, dated))


def _penalty(dated: date) -> str:
    cite = "Labor Code section 4610.5(i)"
    penalty = shipped_record_rules().penalty_on(dated)
    if penalty is None:
        return cite
    if penalty.per_day is None or penalty.at_most is None:
        return f"{cite}; {penalty.cite}"
    return f"{penalty.per_day:,} dollars a day, at most {penalty.at_most:,}; {penalty.cite}; {cite}"


def _decision_time(making: Making) -> str:
    due = counted(making.case, "D1", making.dated)
    if due is None:
        return ""
    unit = "working days" if due.rule.unit == Unit.WORKING_DAYS else "days"
    return (
        f"The decision is due {due.rule.length} {unit} after the application and the supporting "
        f"documents have come ({due.rule.cite})."
    )


def _coversheets(
    making: Making, due: Sequence[DueDay], organization: str
) -> tuple[CoversheetContent, ...]:
    key = coversheet_keys()[0]
    by_role = {each.role: each.by for each in reversed(due)}
    sheets = []
    for recipient in making.recipients:
        code = coversheets.CoversheetCode(making.case.case_number, recipient.role)
        owed_by = recipient.role if recipient.role in by_role else Party.Role.INJURED_WORKER
        sheets.append(
            assignment.coversheet(
                recipient.role,
                recipient.name,
                by=by_role.get(owed_by, ""),
                items=tuple(item.what for item in asked_of(owed_by, making.dated)),
                code=coversheets.encode(code, key),
                organization=organization,
            )
        )
    return tuple(sheets)


def _information(making: Making) -> NoticeBody:
    due = due_day(
        making.case, "E2", making.dated, who="Whoever can answer", what="What is named below"
    )
    return information.information_body(_decided(making), due=due)


def _ineligibility(making: Making) -> NoticeBody:
    methods = dict.fromkeys(each.method for each in making.recipients)
    appeal: list[DueDay] = []
    for method in methods:
        who = f"Whoever is served by {_how(method)}"
        appeal += due_day(
            making.case, "P2", making.dated, who=who, what="Petition to appeal", method=method
        )
    return ineligibility.ineligibility_body(
        _decided(making), appeal=tuple(appeal), remaining=_remaining(making)
    )


def _how(method: str) -> str:
    words = {ServiceMethod.ELECTRONIC: "e-mail", ServiceMethod.PERSONAL: "hand"}
    return words.get(ServiceMethod(method), method)


def _remaining(making: Making) -> str:
    row = making.case.deadlines.current().filter(clock="A1").first()
    if row is None:
        return (
            "The file does not show on which day the utilization review decision was served, so "
            "it does not show how much time is left to file again."
        )
    day = weekday_date(row.due_on)
    if row.due_on >= making.dated:
        return f"There is time to file again until {day}: an application that comes by then counts."
    return f"The time to file ended on {day}."


def _deferral(making: Making) -> NoticeBody:
    due = counted(making.case, "A2", making.dated)
    days = f"{due.rule.length} days" if due is not None else "30 days"
    return deferral.deferral_body(_decided(making), days_after=days)


def _conversion(making: Making) -> NoticeBody:
    facts: ConversionFacts = making.facts
    names = {each.role: each.name for each in making.recipients}
    due = due_day(
        making.case,
        "R2",
        making.dated,
        who=names.get(ADMINISTRATOR, "The claims administrator"),
        what="Every record that has not been sent yet",
        method=ServiceMethod.ELECTRONIC,
        role=ADMINISTRATOR,
    )
    due += _may_send(making)
    decision = counted(making.case, "D1", making.dated)
    if decision is not None:
        due += (
            DueDay(
                who=making.case.organization.name,
                what="The decision",
                length=f"{decision.rule.length} calendar days",
                cite=decision.rule.cite,
                by=f"{decision.rule.length} days after the information has come",
            ),
        )
    return conversion.conversion_body(
        _in_review(making),
        due=due,
        certified_by=facts.certified_by,
        since=pacific_time(facts.certified_at),
    )


def _termination(making: Making) -> NoticeBody:
    facts: TerminationFacts = making.facts
    services = making.case.services.all()
    chosen = [s for s in services if not facts.positions or s.position in facts.positions]
    is_whole = len(chosen) == len(services)
    return termination.termination_body(
        _case_words(making, [_service(each) for each in chosen], is_whole=is_whole),
        reason=facts.reason,
        words=facts.words,
        told_on=long_date(facts.told_on) if facts.told_on else "",
        fee=facts.fee,
    )


def _question(making: Making) -> NoticeBody:
    facts: QuestionFacts = making.facts
    asked = label_of(facts.asked_role).lower()
    due = due_day(
        making.case,
        "R6",
        making.dated,
        who=f"The {asked}",
        what="The answer",
        role=facts.asked_role,
    )
    return question.question_body(_in_review(making), asked=asked, question=facts.text, due=due)


def _answer(making: Making) -> NoticeBody:
    facts: AnswerFacts = making.facts
    asked = label_of(facts.asked_role).lower()
    return answer.answer_body(
        _in_review(making), asked=asked, question=facts.question, answer=facts.answer
    )


BODY_BY_KIND: dict[str, Callable[[Making], NoticeBody]] = {
    NoticeKind.ASSIGNMENT: _assignment,
    NoticeKind.INFORMATION: _information,
    NoticeKind.INELIGIBILITY: _ineligibility,
    NoticeKind.DEFERRAL: _deferral,
    NoticeKind.CONVERSION: _conversion,
    NoticeKind.TERMINATION: _termination,
    NoticeKind.QUESTION: _question,
    NoticeKind.ANSWER: _answer,
}
