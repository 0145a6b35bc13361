"""Invented medical documents by kind: what a clinic, a laboratory or an evaluator writes."""

from collections.abc import Callable
from datetime import date
from random import Random

from cases.packets.forge.cast import Clinic, Person, Subject
from cases.packets.forge.language import Voice
from cases.packets.forge.sheets import Draft
from cases.packets.forge.styles import STYLE_BY_NAME, TITLES

Sections = list[tuple[str, tuple[str, ...]]]


def write_document(
    chance: Random,
    kind: str,
    clinic: Clinic,
    subject: Subject,
    on: date,
    *,
    patient: Person | None = None,
    length: int = 0,
) -> Draft:
    """Return a document of the kind; `length` is roughly its pages where the kind has a choice."""
    style = STYLE_BY_NAME[clinic.style]
    injured = subject.injured_on.strftime(style.days)
    voice = Voice(chance, subject.region, subject.side, injured)
    return Draft(
        kind=kind,
        title=invented_title(chance, kind, clinic.style, voice),
        clinic=clinic,
        patient=patient or subject.worker,
        subject=subject,
        on=on,
        sections=tuple(_WRITERS[kind](voice, subject, length)),
    )


def invented_title(chance: Random, kind: str, style: str, voice: Voice) -> str:
    """Return what a clinic calls such a document; always the same for one clinic's style."""
    titles = TITLES[kind][STYLE_BY_NAME[style].is_held_out]
    return titles[sum(map(ord, style)) % len(titles)].format(REGION=voice.region["name"].upper())


def _progress(voice: Voice, subject: Subject, length: int) -> Sections:
    more = max(length - 1, 0) * 12
    return [
        ("Chief complaint", (f"{voice.fixed['Side']} sided {voice.region['complaint']} pain.",)),
        ("Subjective", tuple(voice.paragraphs("subjective", 6 + more // 2))),
        ("Objective", tuple(voice.paragraphs("objective", 5 + more // 2))),
        ("Diagnoses", tuple(_diagnoses(voice))),
        ("Treatment plan", tuple(voice.pick("plan", 4))),
        ("Work status", (voice.say("Modified work: no lifting above {pounds} pounds."),)),
    ]


def _consultation(voice: Voice, subject: Subject, length: int) -> Sections:
    return [
        ("Reason for referral", (f"Opinion on {voice.region['name']} pain.",)),
        ("History of present illness", tuple(voice.paragraphs("history", 4))),
        ("Current symptoms", tuple(voice.paragraphs("subjective", 10 + 4 * length))),
        ("Examination", tuple(voice.paragraphs("objective", 10 + 4 * length))),
        ("Impression", tuple(_diagnoses(voice))),
        ("Recommendations", tuple(voice.pick("plan", 5))),
    ]


def _imaging(voice: Voice, subject: Subject, length: int) -> Sections:
    findings = voice.paragraphs("imaging", 5 + 4 * length, each=1)
    return [
        ("Clinical indication", (f"{voice.fixed['Side']} {voice.region['complaint']} pain.",)),
        ("Technique", ("Multiplanar sequences were obtained without contrast.",)),
        ("Comparison", (voice.say("[None available.|Films of the year before.]"),)),
        ("Findings", tuple(findings)),
        ("Impression", tuple(f"{n}. {line}" for n, line in enumerate(findings[:2], 1))),
    ]


def _diagnostic(voice: Voice, subject: Subject, length: int) -> Sections:
    rows = [
        voice.say(
            f"{nerve}   latency {{small}}.{{small}} ms   amplitude {{small}} mV   {{hours}}0 m/s"
        )
        for nerve in (
            "Median motor",
            "Ulnar motor",
            "Peroneal motor",
            "Tibial motor",
            "Sural sensory",
        )
    ]
    result = "Findings are [consistent with|not diagnostic of] a {side} sided radiculopathy."
    return [
        ("Indication", (f"{voice.fixed['Side']} {voice.region['complaint']} pain with tingling.",)),
        ("Nerve conduction", tuple(rows)),
        ("Needle examination", (voice.say("Insertional activity is [normal|increased] {side}."),)),
        ("Conclusion", (voice.say(result),)),
    ]


def _laboratory(voice: Voice, subject: Subject, length: int) -> Sections:
    names = ("Opiates", "Benzodiazepines", "Amphetamines", "Cannabinoids", "Oxycodone", "Tramadol")
    rows = [
        voice.say(f"{name}   [none detected|DETECTED]   cutoff {{dose}} ng/mL") for name in names
    ]
    return [
        ("Specimen", ("Urine, collected at the visit, temperature in range.",)),
        ("Results", tuple(rows)),
        ("Comment", (voice.say("[Consistent|Inconsistent] with the list of prescriptions."),)),
    ]


def _operative(voice: Voice, subject: Subject, length: int) -> Sections:
    procedure = voice.say(voice.region["surgery"])
    return [
        ("Preoperative diagnosis", tuple(_diagnoses(voice)[:1])),
        ("Procedure performed", (procedure,)),
        ("Description", tuple(voice.paragraphs("operative", 8 + 6 * length))),
        ("Disposition", (voice.say("Discharged with {drug} {dose} mg and written advice."),)),
    ]


def _therapy(voice: Voice, subject: Subject, length: int) -> Sections:
    drill = voice.chance.sample(voice.region["therapy"], 4)
    return [
        (
            "Visit",
            (voice.say("Visit {small} of {visits}. Pain before {pain}/10, after {pain2}/10."),),
        ),
        ("Subjective", (" ".join(voice.pick("subjective", 2)),)),
        (
            "Treatment",
            tuple(voice.say(f"{name}   {{small}} x {{small}}   {{hours}} min") for name in drill),
        ),
        ("Response", (" ".join(voice.pick("objective", 2)),)),
        (
            "Plan",
            (voice.say("[Progress resistance|Repeat the program|Review home drill] next visit."),),
        ),
    ]


def _legal(voice: Voice, subject: Subject, length: int) -> Sections:
    pages = max(length, 6)
    return [
        ("Introduction", tuple(voice.paragraphs("legal", 4))),
        ("History of injury", tuple(voice.paragraphs("history", 6 + pages))),
        ("Present complaints", tuple(voice.paragraphs("subjective", 10 + 5 * pages))),
        ("Physical examination", tuple(voice.paragraphs("objective", 10 + 5 * pages))),
        ("Diagnoses", tuple(_diagnoses(voice))),
        ("Discussion", tuple(voice.paragraphs("legal", 8 + 5 * pages))),
        ("Future medical care", tuple(voice.pick("plan", 5))),
    ]


def _diagnoses(voice: Voice) -> list[str]:
    named = voice.pick("diagnoses", 2)
    return [f"{n}. {voice.region['name'].capitalize()} {words}" for n, words in enumerate(named, 1)]


_WRITERS: dict[str, Callable[[Voice, Subject, int], Sections]] = {
    "progress_report": _progress,
    "consultation": _consultation,
    "imaging_report": _imaging,
    "diagnostic_report": _diagnostic,
    "laboratory_report": _laboratory,
    "operative_report": _operative,
    "therapy_note": _therapy,
    "medical_legal_report": _legal,
}
