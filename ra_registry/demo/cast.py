"""The synthetic studies and the people who work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ra_registry.demo.recipe import PATIENTS, SEED_A, SEED_B, SEED_C

# Printed when the demo starts. Behind these accounts are invented patients only.
PASSWORD = "synthetic-patients-only"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody with an account. ``role`` is held in one study; None for the administrator."""

    email: str
    name: str
    role: str | None


@dataclass(frozen=True)
class DemoStudy:
    """A synthetic study: who works on it, how many patients, and from which seeds."""

    code: str
    title: str
    description: str
    prefix: str
    series: str
    patients: int
    seeds: tuple[int, int, int]
    opened_on: date
    time_zone: str
    centres: tuple[tuple[str, str], ...]
    team: tuple[Person, ...]

    def people(self, role: str) -> list[Person]:
        return [person for person in self.team if person.role == role]


ADMINISTRATOR = Person("admin@registry.example", "Ada Administrator", None)

EARLY_RA = DemoStudy(
    code="early-ra",
    title="Synthetic early arthritis cohort",
    description=(
        "Invented patients with newly diagnosed, untreated rheumatoid arthritis: MRI of the "
        "dominant hand, radiographs of hands and feet at baseline and one year, ten cytokines."
    ),
    prefix="KB",
    series="A",
    patients=PATIENTS,
    seeds=(SEED_A, SEED_B, SEED_C),
    opened_on=date(2021, 1, 4),
    time_zone="Asia/Tokyo",
    centres=(("city", "City hospital"), ("coast", "Coast hospital")),
    team=(
        Person("reader1@early.example", "Renate Reader", "reader"),
        Person("reader2@early.example", "Ravi Reader", "reader"),
        Person("coordinator@early.example", "Cora Coordinator", "coordinator"),
        Person("investigator@early.example", "Ines Investigator", "investigator"),
        Person("manager@early.example", "Dana Manager", "data_manager"),
        Person("monitor@early.example", "Mo Monitor", "monitor"),
    ),
)
# The expert of the calibration and third of the pool; the others read for the cohort as well.
EXPERT = Person("reader3@early.example", "Elif Expert", "reader")

ROOM = DemoStudy(
    code="reading-room",
    title="Synthetic reading room",
    description="Invented patients whose MRI is being read: a calibration and a pool of readers.",
    prefix="RR",
    series="E",
    patients=24,
    seeds=(21, 22, 23),
    opened_on=date(2023, 3, 6),
    time_zone="Asia/Tokyo",
    centres=(("city", "City hospital"),),
    team=(*(person for person in EARLY_RA.team), EXPERT),
)
OTHER = DemoStudy(
    code="second-study",
    title="Synthetic second study",
    description="A small study of other invented patients, with people of its own.",
    prefix="ZN",
    series="B",
    patients=12,
    seeds=(11, 12, 13),
    opened_on=date(2022, 9, 5),
    time_zone="Europe/Berlin",
    centres=(("lake", "Lake hospital"),),
    team=(
        Person("reader1@second.example", "Rosa Reader", "reader"),
        Person("reader2@second.example", "Rune Reader", "reader"),
        Person("coordinator@second.example", "Carl Coordinator", "coordinator"),
        Person("investigator@second.example", "Ida Investigator", "investigator"),
        Person("manager@second.example", "Dora Manager", "data_manager"),
        Person("monitor@second.example", "Max Monitor", "monitor"),
    ),
)
STUDIES = (EARLY_RA, OTHER)
