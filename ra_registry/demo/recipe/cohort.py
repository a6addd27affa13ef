"""The synthetic cohort as one value."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.demo.recipe.clinical import Clinical, Serology, draw_clinical, draw_serology
from ra_registry.demo.recipe.drivers import Drivers, draw_drivers
from ra_registry.demo.recipe.erosion import mri_erosion, radiograph_erosion
from ra_registry.demo.recipe.features import mri_features, radiograph_narrowing
from ra_registry.demo.recipe.inflammation import draw_inflammation
from ra_registry.demo.recipe.people import People, draw_people
from ra_registry.demo.recipe.randomness import FloatArray, Stream
from ra_registry.demo.recipe.scores import FeatureScores
from ra_registry.demo.recipe.treatments import TreatmentCourse, draw_treatments

PATIENTS = 88
SEED_A = 28347  # patients and MRI erosion
SEED_B = 1_000_953  # radiograph erosion, given A
SEED_C = 20_170_702  # everything the recipe does not calibrate


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticCohort:
    """Patients, their drivers, and everything observed of them. All of it synthetic.

    ramris and svdh: scores by feature key of the instruments ramris-2016 and svdh.
    inflammation: (visits, n), latent.
    """

    seeds: tuple[int, int, int]
    people: People
    drivers: Drivers
    inflammation: FloatArray
    ramris: dict[str, FeatureScores]
    svdh: dict[str, FeatureScores]
    clinical: Clinical
    serology: Serology
    treatments: tuple[TreatmentCourse, ...]

    @property
    def n(self) -> int:
        """Number of patients."""
        return self.drivers.n


def generate(
    n: int = PATIENTS,
    *,
    seed_a: int = SEED_A,
    seed_b: int = SEED_B,
    seed_c: int = SEED_C,
    prefix: str = "KB",
    centre_shares: tuple[float, ...] = (0.65, 0.35),
) -> SyntheticCohort:
    """Make n synthetic patients; with the default arguments, the cohort of the demo study.

    A and B are single streams in the recipe's order. Everything else has substreams of C, one a
    part, so that a part can grow without moving another. Raises ValueError for n below 1.
    """
    if n < 1:
        raise ValueError(f"A cohort has at least one patient; found {n}.")
    stream_a = Stream(seed_a)
    drivers = draw_drivers(stream_a, n)
    erosion = mri_erosion(stream_a, drivers)
    inflammation = draw_inflammation(Stream(seed_c, 1), drivers)
    return SyntheticCohort(
        seeds=(seed_a, seed_b, seed_c),
        people=draw_people(Stream(seed_c, 2), n, prefix=prefix, centre_shares=centre_shares),
        drivers=drivers,
        inflammation=inflammation,
        ramris={"erosion": erosion, **mri_features(Stream(seed_c, 3), drivers, inflammation)},
        svdh={
            "erosion": radiograph_erosion(Stream(seed_b), drivers),
            "jsn": radiograph_narrowing(Stream(seed_c, 4), drivers),
        },
        clinical=draw_clinical(Stream(seed_c, 5), drivers, inflammation),
        serology=draw_serology(Stream(seed_c, 6), drivers),
        treatments=draw_treatments(Stream(seed_c, 7), inflammation),
    )
