"""How a reviewer's certifications fit what is disputed, in a level and in words.

The table reads stems of words on both sides; it suggests, the coordinator decides and records why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from reviews.matching.facts import CertificationFacts, DisputeFacts


class Level(IntEnum):
    """How close the specialty is; the lower the closer."""

    SAME = 0
    SIMILAR = 1
    GENERAL = 2
    UNCLEAR = 3


@dataclass(frozen=True)
class Field:
    """A field of medicine: the words of services in it, and the specialties that work in it."""

    name: str
    services: tuple[str, ...]
    specialties: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """The certification that fits best, how well, and why in a sentence."""

    level: Level
    specialty: str
    words: str

    @property
    def is_close(self) -> bool:
        """Whether the table itself ties the specialty to the dispute."""
        return self.level <= Level.SIMILAR


_MUSCULOSKELETAL = ("orthop", "physical medicine", "rehab", "occupational", "sports")

FIELDS = (
    Field(
        "the spine",
        (
            "spine",
            "spinal",
            "lumbar",
            "cervical",
            "thoracic",
            "low back",
            "neck",
            "epidural",
            "facet",
            "disc",
            "fusion",
            "myelo",
            "radicul",
            "sacroiliac",
        ),
        (*_MUSCULOSKELETAL, "neurosurg", "neurological", "pain", "chiropract"),
    ),
    Field(
        "joints and limbs",
        (
            "shoulder",
            "knee",
            "hip ",
            "elbow",
            "wrist",
            "hand",
            "ankle",
            "foot",
            "arthroscop",
            "rotator",
            "menisc",
            "carpal",
            "tendon",
            "viscosupp",
            "orthotic",
        ),
        (*_MUSCULOSKELETAL, "hand surgery", "podiatr", "plastic"),
    ),
    Field(
        "pain and its medicines",
        (
            "opioid",
            "codone",
            "codeine",
            "morphine",
            "tramadol",
            "fentanyl",
            "norco",
            "percocet",
            "analges",
            "gabapentin",
            "lidocaine",
            "pain",
            "injection",
            "muscle relax",
            "nsaid",
            "ibuprofen",
            "naproxen",
            "cyclobenzaprine",
            "urine drug",
            "nerve block",
            "stimulat",
        ),
        (
            "pain",
            "anesthes",
            "physical medicine",
            "rehab",
            "occupational",
            "toxicol",
            "addiction",
        ),
    ),
    Field(
        "nerves and the brain",
        ("emg", "ncv", "ncs", "nerve", "neuro", "headache", "migraine", "brain", "seizure"),
        ("neurolog", "physical medicine", "rehab", "neuromuscular"),
    ),
    Field(
        "physical therapy",
        (
            "physical therapy",
            "occupational therapy",
            "aquatic",
            "rehabilitation",
            "massage",
            "work hardening",
            "functional",
            "exercise",
            "gym",
            "home health",
            "tens",
            "dme",
        ),
        ("physical medicine", "rehab", "occupational", "sports", "orthop", "chiropract"),
    ),
    Field("chiropractic care", ("chiropract", "manipulation"), ("chiropract",)),
    Field("acupuncture", ("acupunct",), ("acupunct", "oriental", "pain", "physical medicine")),
    Field(
        "mental health",
        (
            "psych",
            "cognitive",
            "behavior",
            "depress",
            "anxiety",
            "antidepress",
            "biofeedback",
            "counsel",
            "benzodiazep",
        ),
        ("psych", "addiction"),
    ),
    Field("sleep", ("sleep", "insomnia", "zolpidem", "sedative"), ("sleep", "psych", "pain")),
    Field(
        "internal medicine",
        (
            "laborator",
            "blood",
            "cbc",
            "hypertens",
            "diabet",
            "proton pump",
            "omeprazole",
            "gastro",
            "cardio",
            "echocardiogram",
            "weight loss",
            "medical clearance",
            "asthma",
            "pulmon",
        ),
        ("internal", "family", "gastro", "cardio", "pulmon", "geriatric", "nephro", "endocrin"),
    ),
    Field("teeth and jaw", ("dental", "tooth", "teeth", "jaw", "tmj"), ("dent", "oral")),
    Field("eyes", ("ophthal", "vision", "eyeglass", "cataract"), ("ophthal", "optom")),
    Field("hearing", ("hearing", "audio", "tinnitus", "sinus"), ("otolaryng",)),
    Field("urology", ("urolog", "erectile", "bladder", "viagra", "sildenafil"), ("urolog",)),
    Field("skin", ("dermat", "scar", "wound"), ("dermat", "plastic")),
)

# Specialties whose daily work is the injured or the whole patient.
GENERAL = ("occupational", "preventive", "family", "internal", "public health")


def best_fit(dispute: DisputeFacts, certifications: Iterable[CertificationFacts]) -> Fit:
    """Return the closest certification, with the reason in words."""
    fits = [_fit(dispute, row.specialty) for row in certifications]
    unclear = Fit(Level.UNCLEAR, "", "No certification on record that can be compared.")
    return min(fits, key=lambda fit: fit.level, default=unclear)


def _fit(dispute: DisputeFacts, specialty: str) -> Fit:
    requester = dispute.requesting_specialty.strip()
    if requester and _folded(requester) == _folded(specialty):
        words = f"The requesting physician's own specialty, {specialty}."
        return Fit(Level.SAME, specialty, words)
    fields = _fields_disputed(dispute)
    shared = [field.name for field in fields if _has(specialty, field.specialties)]
    if shared:
        words = f"{specialty} evaluates or treats {_joined(shared)}, which the dispute is about."
        return Fit(Level.SIMILAR, specialty, words)
    beside = [f.name for f in FIELDS if requester and _both(f, requester, specialty)]
    if beside:
        words = f"{specialty} works in {beside[0]}, as does the requester's {requester}."
        return Fit(Level.SIMILAR, specialty, words)
    if _has(specialty, GENERAL):
        words = f"{specialty} sees this kind of patient; say why it fits these services."
        return Fit(Level.GENERAL, specialty, words)
    words = f"No known tie between {specialty} and these services; say why it fits."
    return Fit(Level.UNCLEAR, specialty, words)


def _fields_disputed(dispute: DisputeFacts) -> list[Field]:
    text = " ".join(dispute.services)
    return [field for field in FIELDS if _has(f"{text} ", field.services)]


def _both(field: Field, requester: str, specialty: str) -> bool:
    return _has(requester, field.specialties) and _has(specialty, field.specialties)


def _has(text: str, stems: Iterable[str]) -> bool:
    folded = f" {text.casefold()}"
    return any(f" {stem}" in folded for stem in stems)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("&", "and").split())


def _joined(names: list[str]) -> str:
    return " and ".join(names[:2])
