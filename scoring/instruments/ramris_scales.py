"""The scales that RAMRIS has had since 2002, as each of its versions words them or changes them.

OMERACT core set: synovitis is judged on T1 after contrast, bone marrow oedema on T2 with fat
suppression or STIR. Tenosynovitis has an effusion component and stays the reader's judgement.
"""

from __future__ import annotations

from scoring.instruments.definitions import Feature, Grade, NeededSeries
from scoring.instruments.reasons import UnscorableReason

SYNOVITIS = Feature(
    key="synovitis",
    label="Synovitis",
    help=(
        "Share of the largest volume the synovial compartment could enhance to, in thirds, "
        "judged on axial T1 images before and after contrast."
    ),
    maximum=3,
    grades=(
        Grade("0", "normal"),
        Grade("1", "mild: up to one third"),
        Grade("2", "moderate: up to two thirds"),
        Grade("3", "severe: more than two thirds"),
    ),
    needs=NeededSeries("has_t1_contrast", UnscorableReason.NO_CONTRAST),
)

EROSION = Feature(
    key="erosion",
    label="Erosion",
    help=(
        "Eroded share of the assessed bone in steps of 10 %. Carpal bone: the whole bone. Long "
        "bone: from the articular surface (where it is lost, from where it must have been) to "
        "1 cm depth."
    ),
    maximum=10,
    is_damage=True,
    grades=(
        Grade("0", "no erosion"),
        *(
            Grade(str(score), f"{10 * score - 9}–{10 * score} % of the bone eroded")
            for score in range(1, 11)
        ),
    ),
)

BME = Feature(
    key="bme",
    label="Bone marrow oedema",
    help=(
        "Share of the original bone with oedema, in thirds (0–3, not 0–10); where the bone is "
        "eroded as well, the share still refers to the bone as it was before."
    ),
    maximum=3,
    grades=(
        Grade("0", "no oedema"),
        Grade("1", "1–33 % of the bone"),
        Grade("2", "34–66 % of the bone"),
        Grade("3", "67–100 % of the bone"),
    ),
    needs=NeededSeries("has_t2_fs_or_stir", UnscorableReason.SEQUENCE_MISSING),
)
