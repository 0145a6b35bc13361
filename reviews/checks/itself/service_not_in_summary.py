"""The service is for a part of the body, or a strength, that the summary does not have."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_summary
from reviews.checks.reading.anatomy import parts
from reviews.checks.reading.drugs import drugs
from reviews.checks.reading.sentences import sentences
from reviews.checks.view import LetterView, ServiceView

ID = "service-not-in-summary"
TITLE = "The summary tells of the part of the body, and of the strength, that was asked for"
ASKED = ("request", "utilization review", "non-certif", "noncertif", "authoriz", "denied")


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each service's parts, and for the strengths of its drugs where it is requested."""
    yield from _parts(view)
    for service in view.services:
        yield from _strength(view, service)


def _parts(view: LetterView) -> Iterator[Answer]:
    told = parts(view.summary)
    missing = [
        (service, asked)
        for service in view.services
        if told and (asked := parts(service.names))
        if not any(a.meets(b) for a in asked for b in told)
    ]
    if missing:
        service, asked = missing[0]
        places = ", ".join(str(each.position) for each, _ in missing)
        yield asks(
            ID,
            in_summary(0),
            clip(service.requested),
            f"Service {places} is for “{asked[0].text}”, and the summary never tells of it. Look "
            "at the part of the body.",
        )


def _strength(view: LetterView, service: ServiceView) -> Iterator[Answer]:
    for sentence in sentences(view.summary):
        if not any(word in sentence.folded.lower() for word in ASKED):
            continue
        for mine in drugs(service.names):
            same = [each for each in drugs(sentence.text) if each.is_same(mine) and each.strength]
            if not mine.strength or not same:
                continue
            known = {each.strength.value for each in same if each.strength}
            if (
                mine.strength.unit in {unit for _, unit in known}
                and mine.strength.value not in known
            ):
                yield asks(
                    ID,
                    in_summary(sentence.start + same[0].start),
                    clip(sentence.text),
                    f"The summary has {same[0].text} {same[0].strength.text}, and the service is "
                    f"“{clip(service.decided, 90)}”. Look at the strength.",
                )
                return
