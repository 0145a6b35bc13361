"""Invented people, clinics and companies; whoever has such a name has nothing to do with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST = [
    "Adela",
    "Bruno",
    "Carmen",
    "Dario",
    "Estela",
    "Felix",
    "Gloria",
    "Hector",
    "Imelda",
    "Jorge",
    "Karina",
    "Leandro",
    "Marisol",
    "Nestor",
    "Olivia",
    "Pascual",
    "Quincy",
    "Rosalba",
    "Silvio",
    "Teodora",
    "Ulises",
    "Verna",
    "Wendell",
    "Ximena",
    "Yolanda",
    "Abel",
    "Bettina",
    "Clifford",
    "Dolores",
    "Emmett",
    "Faye",
    "Gregor",
    "Harriet",
    "Ismael",
    "Jolene",
    "Kermit",
    "Lorna",
    "Miles",
]
MIDDLE = ("", "", "A.", "J.", "Marie", "Luis", "R.", "Ann")
LAST = [
    "Abernathy",
    "Bautista",
    "Castellan",
    "Dunmore",
    "Escobedo",
    "Farraday",
    "Galindo",
    "Hathcock",
    "Ibarra",
    "Jessup",
    "Kowalczyk",
    "Lindgren",
    "Mondragon",
    "Nakashima",
    "Ordway",
    "Pellegrin",
    "Quintero",
    "Rademacher",
    "Saldivar",
    "Thornquist",
    "Umland",
    "Villarreal",
    "Westerhof",
    "Yarbrough",
    "Zamorano",
    "Ashcombe",
    "Birdsall",
    "Cortland",
    "Delacroix",
    "Eastman",
    "Fenwick",
    "Granados",
    "Holloway",
    "Inglewood",
    "Jaramillo",
    "Kessler",
    "Lavender",
    "Macklin",
]
CITIES = (
    ("Fresno", "93721"),
    ("Visalia", "93291"),
    ("Stockton", "95202"),
    ("Oxnard", "93030"),
    ("Riverside", "92501"),
    ("Salinas", "93901"),
    ("Redding", "96001"),
    ("Bakersfield", "93301"),
)
STREETS = (
    "Almond Way",
    "Center Avenue",
    "Mission Drive",
    "Orchard Street",
    "Levee Road",
    "Pine Court",
)
PLACES = [
    "Sierra",
    "Kaweah",
    "Mesa",
    "Tidewater",
    "Foothill",
    "Delta",
    "Redwood",
    "Laguna",
    "Canyon",
    "Vista",
    "Harbor",
    "Juniper",
]
PRACTICES = {
    "progress_report": (
        "Orthopaedic Group",
        "Occupational Medicine Clinic",
        "Spine and Joint Center",
    ),
    "consultation": ("Pain Management Associates", "Neurology Consultants"),
    "imaging_report": ("Imaging", "Advanced Diagnostic Imaging"),
    "diagnostic_report": ("Electrodiagnostic Medicine", "Nerve and Muscle Laboratory"),
    "laboratory_report": ("Toxicology Laboratory", "Clinical Laboratories"),
    "operative_report": ("Surgery Center", "Ambulatory Surgical Hospital"),
    "therapy_note": ("Physical Therapy", "Rehabilitation and Sports Therapy"),
    "medical_legal_report": ("Medical-Legal Evaluations", "Evaluation Physicians"),
}
DEGREES = {
    "therapy_note": ("PT", "DPT", "OT"),
    "laboratory_report": ("PhD",),
    "consultation": ("MD", "DO", "PsyD"),
}


@dataclass(frozen=True)
class Person:
    """Somebody with a name and a day of birth."""

    first: str
    last: str
    born_on: date
    middle: str = ""
    sex: str = "female"

    @property
    def name(self) -> str:
        """The name as it is said."""
        return " ".join(part for part in (self.first, self.middle, self.last) if part)


@dataclass(frozen=True)
class Clinic:
    """Where documents of a kind come from: its letterhead and who signs."""

    name: str
    address: str
    phone: str
    fax: str
    author: str
    style: str


@dataclass(frozen=True)
class Subject:
    """Whom and what a packet is about."""

    worker: Person
    claim_number: str
    injured_on: date
    requested_on: date
    decided_on: date
    administrator: str
    employer: str
    region: str
    side: str
    services: tuple[str, ...]
    attorney: str = ""
    physician: str = ""
    case_number: str = ""


def invented_person(chance: Random, but: frozenset[str] = frozenset()) -> Person:
    """Return somebody whose last name is none of `but`."""
    last = chance.choice([name for name in LAST if name not in but])
    born_on = date(1955, 1, 1) + timedelta(days=chance.randrange(45 * 365))
    sex = chance.choice(("female", "male"))
    return Person(chance.choice(FIRST), last, born_on, chance.choice(MIDDLE), sex)


def invented_author(chance: Random, kind: str, but: frozenset[str] = frozenset()) -> str:
    """Return the name and degree of somebody who signs documents of a kind."""
    last = chance.choice([name for name in LAST if name not in but])
    degree = chance.choice(DEGREES.get(kind, ("MD", "MD", "DO")))
    return f"{chance.choice(FIRST)} {last}, {degree}"


def invented_clinic(chance: Random, kind: str, style: str, author: str) -> Clinic:
    """Return a place of work for the author."""
    city, zip_code = chance.choice(CITIES)
    number = chance.randrange(100, 9900)
    return Clinic(
        name=f"{chance.choice(PLACES)} {chance.choice(PRACTICES[kind])}",
        address=f"{number} {chance.choice(STREETS)}, {city}, CA {zip_code}",
        phone=invented_phone(chance),
        fax=invented_phone(chance),
        author=author,
        style=style,
    )


def invented_phone(chance: Random) -> str:
    """Return a number that is kept free for stories."""
    return f"({chance.choice((209, 559, 661, 805, 831, 916))}) 555-01{chance.randrange(100):02d}"


def invented_claim_number(chance: Random) -> str:
    """Return a claim number in one of several shapes."""
    shapes = ("{a}-{y}-{n}", "{n}{a}", "{y}{n}-001", "WC{n}{y}", "{n}-{y}")
    letters = "".join(chance.choice("ABCDEFGHKLMNPRSTVWX") for _ in range(2))
    number = chance.randrange(10_000, 999_999)
    return chance.choice(shapes).format(a=letters, y=chance.randrange(18, 26), n=number)
