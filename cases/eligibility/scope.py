"""Whether the dispute is one for this review at all: by injury, or by when UR spoke."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, asks, day_in_words, fails, passes

RULE = "Dates fall under this review"
IS_PER_SERVICE = False


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """LC 4610.5(a): injuries from 2013, decisions from July 2013, formulary disputes from 2018."""
    scope = facts.rules.checklist.scope
    injured = day_in_words(facts.date_of_injury)
    if facts.date_of_injury >= scope.injury_from:
        words = f"Injury of {injured}, on or after {day_in_words(scope.injury_from)}."
        return passes(RULE, words, scope.cite)
    spoken = facts.ur_served_on or facts.ur_decided_on
    if spoken is not None and spoken >= scope.communicated_from:
        words = f"Injury of {injured}; the UR decision came {day_in_words(spoken)}, on or after "
        return passes(RULE, f"{words}{day_in_words(scope.communicated_from)}.", scope.cite)
    if facts.ur_served_on is None:
        words = f"Injury of {injured}, and the file does not say when UR's decision was served."
        return asks(RULE, words, scope.cite, of="the claims administrator")
    words = (
        f"Injury of {injured}, before {day_in_words(scope.injury_from)}, and the UR decision was "
        f"served {day_in_words(facts.ur_served_on)}, before "
        f"{day_in_words(scope.communicated_from)}."
    )
    return fails(RULE, Code.OUT_OF_SCOPE_DATE, words, scope.cite)
