"""Whether the treatment is still disputed: not authorized, settled or withdrawn meanwhile."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, day_in_words, fails, passes

RULE = "It is still disputed"
IS_PER_SERVICE = True
CITE = "LC 4610.5(g)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """An authorization, a settlement or a withdrawal ends the dispute over it."""
    endings = (
        ()
        if service is None
        else (
            (
                service.authorized_on,
                Code.TERMINATED_AUTHORIZED,
                "The claims administrator authorized it",
            ),
            (service.settled_on, Code.TERMINATED_SETTLED, "A settlement or award resolved it"),
            (service.withdrawn_on, Code.TERMINATED_WITHDRAWN, "The request for it was withdrawn"),
        )
    )
    for day, code, words in endings:
        if day is not None:
            return fails(RULE, code, f"{words} on {day_in_words(day)}.", CITE)
    return passes(RULE, "Nobody has told of an authorization, settlement or withdrawal.", CITE)
