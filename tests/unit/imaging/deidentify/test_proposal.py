"""What a series seems to be: by texts in four languages, by physics, and open where they differ."""

from __future__ import annotations

import pytest

from ra_registry.imaging.deidentify import BodyPart, Plane, SeriesKind, View, Weighting, propose
from tests.unit.imaging.deidentify.images import cr, enhanced_mr, mr, reread

CORONAL = ["1", "0", "0", "0", "0", "-1"]
AXIAL = ["1", "0", "0", "0", "1", "0"]
SAGITTAL = ["0", "1", "0", "0", "0", "-1"]


def proposed(made=None, **said):
    made = made or mr()
    made.SpecificCharacterSet = "ISO_IR 192"
    for keyword, value in said.items():
        setattr(made, keyword, value)
    return propose(reread(made))


KINDS = {
    SeriesKind.COR_T1: {"ContrastBolusAgent": "NONE"},
    SeriesKind.COR_T1_GD: {"ContrastBolusAgent": "Gadovist"},
    SeriesKind.COR_T1_FS_GD: {"ScanOptions": "FS", "ContrastBolusAgent": "Gadovist"},
    SeriesKind.AX_T1_FS_GD: {
        "ImageOrientationPatient": AXIAL,
        "SeriesDescription": "t1_tse_tra_fs post KM",
    },
    SeriesKind.AX_T1: {"ImageOrientationPatient": AXIAL, "SeriesDescription": "T1 TRA nativ"},
    SeriesKind.COR_T2_FS: {"RepetitionTime": "3500", "EchoTime": "80", "ScanOptions": "FS"},
    SeriesKind.COR_PD_FS: {"RepetitionTime": "3000", "EchoTime": "30",
                           "SeriesDescription": "PD SPAIR COR"},
    SeriesKind.COR_STIR: {"RepetitionTime": "4000", "EchoTime": "60", "InversionTime": "150",
                          "ScanningSequence": ["SE", "IR"]},
    SeriesKind.SAG_STIR: {"ImageOrientationPatient": SAGITTAL, "SeriesDescription": "STIR sag",
                          "RepetitionTime": "4000", "EchoTime": "60", "InversionTime": "220"},
    SeriesKind.AX_T1_FS: {"ImageOrientationPatient": AXIAL, "ScanOptions": ["PFP", "FS"],
                          "ContrastBolusAgent": "none"},
    SeriesKind.OTHER_MR: {"RepetitionTime": "3500", "EchoTime": "90"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_mr_series_is_recognised(kind):
    assert proposed(**KINDS[kind]).kind is kind


def test_an_unknown_contrast_leaves_a_t1_open():
    found = proposed()
    assert (found.plane, found.weighting, found.fat_suppressed) == (
        Plane.CORONAL, Weighting.T1, False,
    )  # fmt: skip
    assert found.contrast is None
    assert found.kind is None


@pytest.mark.parametrize(
    ("said", "open_one"),
    [
        ({"SeriesDescription": "T2 cor"}, "weighting"),
        ({"SeriesDescription": "T1 ax"}, "plane"),
        ({"ImageOrientationPatient": ["0.7071", "0.7071", "0", "0", "0", "-1"]}, "plane"),
        ({"Laterality": "L", "SeriesDescription": "right hand"}, "side"),
        ({"SeriesDescription": "Hand rechts und links"}, "side"),
        ({"ContrastBolusAgent": "none", "SeriesDescription": "T1 post KM"}, "contrast"),
        ({"RepetitionTime": "1400", "EchoTime": "50"}, "weighting"),
        ({"ImageOrientationPatient": ["0", "0", "0", "0", "0", "0"]}, "plane"),
        ({"ImageOrientationPatient": ["1", "0", "0", "1", "0", "0"]}, "plane"),
    ],
)
def test_what_is_contradicted_or_between_stays_open(said, open_one):
    found = proposed(**said)
    assert getattr(found, open_one) is None
    assert found.kind is None


SIDES = {
    "R": ("right hand", "Hand re", "rechte Hand", "main droite", "poignet dte", "右手", "MR Hand R",
          "HAND_RT_COR", "T1 COR RECHTS"),
    "L": ("left wrist", "LINKE HAND", "li Hand", "main gauche", "左手関節", "hand-lt"),
    "B": ("both hands", "Hände beidseits", "mains bilatérales bilateral", "両手", "bds Hand"),
    None: ("hand", "Handgelenk", "main", "手", "Lothar", "Roland", "T1"),
}  # fmt: skip


@pytest.mark.parametrize(("side", "text"), [(side, text) for side in SIDES for text in SIDES[side]])
def test_a_side_is_read_in_four_languages(side, text):
    assert proposed(SeriesDescription=text).side == side


@pytest.mark.parametrize("keyword", ["Laterality", "ImageLaterality"])
def test_a_coded_side_is_read(keyword):
    found = proposed(**{keyword: "L"})
    assert found.side == "L"
    assert found.read_from["side"] == (keyword,)


def test_unpaired_is_no_side():
    assert proposed(Laterality="U", SeriesDescription="left").side == "L"


PARTS = {
    BodyPart.HAND: ("HAND", "Hände dp", "beide Hände", "mains face", "両手 正面", "Finger II",
                    "MCP 2", "Hand und Handgelenk"),
    BodyPart.WRIST: ("WRIST", "Handgelenk re", "poignet", "手関節", "Handgelenke"),
    BodyPart.FOOT: ("FOOT", "Füße dp", "Fuss links", "Vorfuß", "pieds face", "足部", "forefoot",
                    "MTP"),
    None: ("KNEE", "Schulter", "", "hand and foot", "maintenance"),
}  # fmt: skip


@pytest.mark.parametrize(("part", "text"), [(part, text) for part in PARTS for text in PARTS[part]])
def test_a_part_is_read_in_four_languages(part, text):
    made = cr()
    made.BodyPartExamined = ""
    assert proposed(made, SeriesDescription=text).body_part is part


@pytest.mark.parametrize(
    ("part", "kind"),
    [("HAND", SeriesKind.HAND_FILM), ("WRIST", SeriesKind.WRIST_FILM),
     ("FOOT", SeriesKind.FOOT_FILM), ("KNEE", None)],
)  # fmt: skip
def test_a_film_has_the_kind_of_its_part(part, kind):
    found = proposed(cr(), BodyPartExamined=part)
    assert found.kind is kind
    assert found.plane is found.weighting is found.contrast is None


@pytest.mark.parametrize(
    ("position", "text", "view"),
    [
        ("PA", "", View.FRONTAL),
        ("", "Hand d.p.", View.FRONTAL),
        ("", "Hand seitlich", View.LATERAL),
        ("", "Hand schräg", View.OBLIQUE),
        ("", "Nørgaard", View.OBLIQUE),
        ("", "手 斜位", View.OBLIQUE),
        ("", "main profil", View.LATERAL),
        ("PA", "oblique", None),
        ("XX", "", None),
    ],
)
def test_a_view_is_read(position, text, view):
    assert proposed(cr(), ViewPosition=position, SeriesDescription=text).view is view


@pytest.mark.parametrize(
    ("text", "plane"),
    [("cor", Plane.CORONAL), ("koronar", Plane.CORONAL), ("冠状断", Plane.CORONAL),
     ("transversal", Plane.AXIAL), ("横断像", Plane.AXIAL), ("coupe axiale", Plane.AXIAL),
     ("sagittal", Plane.SAGITTAL), ("矢状断", Plane.SAGITTAL), ("corona", None), ("taxi", None)],
)  # fmt: skip
def test_a_plane_is_read_in_four_languages(text, plane):
    made = mr()
    del made.ImageOrientationPatient
    assert proposed(made, SeriesDescription=text).plane is plane


def test_what_a_series_says_counts_before_what_was_asked_for():
    found = proposed(SeriesDescription="hand left", StudyDescription="both hands")
    assert found.side == "L"
    assert found.read_from["side"] == ("SeriesDescription",)


def test_it_is_said_what_an_answer_was_read_from_and_no_text_is_carried():
    found = proposed(SeriesDescription="T1 cor Hand rechts Frau Yamamoto", ProtocolName="Hanako")
    assert found.read_from["plane"] == ("ImageOrientationPatient", "SeriesDescription")
    assert found.read_from["side"] == ("SeriesDescription",)
    assert "Yamamoto" not in repr(found)
    assert "Hanako" not in repr(found)


def test_an_enhanced_image_is_read_from_its_groups():
    made = enhanced_mr()
    made.SpectrallySelectedSuppression = "FAT"
    found = proposed(made, ContrastBolusAgent="Dotarem")
    assert found.kind is SeriesKind.AX_T1_FS_GD


def test_a_spoiled_gradient_echo_is_t1():
    found = proposed(ScanningSequence="GR", SequenceVariant="SP", RepetitionTime="6.2",
                     EchoTime="2.4", FlipAngle="12")  # fmt: skip
    assert found.weighting is Weighting.T1


def test_another_modality_has_no_proposal():
    made = mr()
    made.Modality = "US"
    found = proposed(made)
    assert found.modality is found.kind is found.plane is None
