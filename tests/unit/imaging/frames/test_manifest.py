"""A reader's browser is told a fixed set of numbers, whatever the data set carries."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from ra_registry.imaging.frames import (
    FrameError,
    Window,
    Windows,
    common_scale,
    counts_of,
    decode,
    header_windows,
    manifest,
    planes_of,
    relation,
    relation_manifest,
    stacks_of,
    window_of,
)
from tests.unit.imaging.frames.made import placed

KEYS = {
    "rows", "columns", "n", "spacing", "thickness", "z", "plane", "window", "presets", "inverted",
    "offset", "slope", "intercept", "padding", "side", "kind", "preview",
}  # fmt: skip
# Texts and numbers that must not come through, and where a scanner writes them.
CANARIES = {
    "PatientName": "CANARY^NAME",
    "PatientID": "CANARY-ID",
    "PatientBirthDate": "19510203",
    "StudyDate": "20190817",
    "SeriesDate": "20190817",
    "AcquisitionDate": "20190817",
    "ContentTime": "113355.771177",
    "StudyInstanceUID": "1.2.826.0.1.99887766.1",
    "SeriesInstanceUID": "1.2.826.0.1.99887766.2",
    "SOPInstanceUID": "1.2.826.0.1.99887766.3",
    "FrameOfReferenceUID": "1.2.826.0.1.99887766.4",
    "SeriesDescription": "CANARY SERIES",
    "ProtocolName": "CANARY PROTOCOL",
    "InstitutionName": "CANARY HOSPITAL",
    "WindowCenterWidthExplanation": "CANARY WINDOW",
    "PositionReferenceIndicator": "CANARY MARK",
    "AcquisitionNumber": 77117,
    "SeriesNumber": 66116,
    "SliceLocation": 55115.5,
    "EchoTime": 44114.25,
}
FAR = (987.654321, -876.543219, 765.432198)


def examination(shift=(0.0, 0.0, 0.0), number=88118):
    """Five coronal images somewhere in a scanner, with a canary in every place."""
    made = []
    for place in range(5):
        position = (FAR[0] + shift[0], FAR[1] + shift[1] + 2.2 * place, FAR[2] + shift[2])
        one = placed(number + place, position, **CANARIES)
        one.WindowCenter, one.WindowWidth = 300.123456789, 601.987654321
        one.RescaleSlope, one.RescaleIntercept = 3.7741141, 0.0000612
        one.PixelData = np.arange(24, dtype="<u2").tobytes()
        made.append(one)
    return made


def told(datasets, **changes):
    planes = [plane for n, one in enumerate(datasets) for plane in planes_of(one, source=n)]
    (stack,) = stacks_of(planes)
    images = [decode(one) for one in datasets]
    pixels = images[0].pixels
    scale = common_scale([scale for image in images for scale in image.pixels.scales])
    windows = window_of(
        counts_of(frame for image in images for frame in image),
        pixels=pixels,
        scale=scale,
        header=header_windows(datasets[0]),
    )
    wanted = {"kind": "cor_t1", "side": "R", "preview": True, **changes}
    return manifest(stack, pixels=pixels, scale=scale, windows=windows, **wanted), stack


def test_a_manifest_says_what_a_viewer_draws_with():
    found, _ = told(examination())
    assert set(found) == KEYS
    assert (found["rows"], found["columns"], found["n"]) == (4, 6, 5)
    assert found["spacing"] == [0.4, 0.3]
    assert found["z"] == [-4.4, -2.2, 0.0, 2.2, 4.4]
    assert found["window"] == {"centre": 299.623, "width": 600.988}
    assert found["presets"][0] == {"name": "header", **found["window"]}
    assert (found["slope"], found["offset"], found["padding"]) == (3.77411, 0, None)
    assert (found["plane"], found["side"], found["kind"]) == ("coronal", "R", "cor_t1")
    assert found["preview"] is True
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_no_canary_comes_through():
    found, stack = told(examination())
    text = json.dumps([found, relation_manifest(relation(stack, stack))])
    words = {str(value) for value in CANARIES.values()}
    words |= {"99887766", "CANARY", "8811", "2019", "1951", *(str(abs(part))[:6] for part in FAR)}
    assert [word for word in words if word in text] == []
    # No number has more digits than six, and none is as long as a date.
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    assert max(len(number.replace(".", "").strip("0")) for number in numbers) <= 6


def test_where_and_when_an_image_was_made_changes_nothing():
    expected, _ = told(examination())
    for shift in ((0.001, 0.002, 0.003), (500.0, 500.0, -500.0), (-FAR[0], -FAR[1], -FAR[2])):
        found, _ = told(examination(shift=shift, number=3))
        assert found == expected


def test_positions_are_given_to_a_hundredth_of_a_millimetre():
    datasets = examination()
    for place, one in enumerate(datasets):
        one.ImagePositionPatient = [0.1234567, 1 / 3 + place * 1.7654321, 0.7654321]
    depths = told(datasets)[0]["z"]
    assert depths == [round(depth, 2) for depth in depths]
    assert depths == [-depth for depth in reversed(depths)]


@pytest.mark.parametrize(
    "kind", ["Smith^Anna", "", "cor t1", "20190817", "d20190817", "COR", "a" * 40, "T1\n", "1.2.3"]
)
def test_a_kind_is_a_code_and_no_text(kind):
    with pytest.raises(FrameError, match="code"):
        told(examination(), kind=kind)


def test_a_side_is_one_of_three():
    for side in ("R", "L", "B", None):
        assert told(examination(), side=side)[0]["side"] == side
    with pytest.raises(FrameError, match="side"):
        told(examination(), side="right of Smith")


def test_a_window_has_a_code_and_no_text():
    datasets = examination()
    _, stack = told(datasets)
    pixels = decode(datasets[0]).pixels
    window = Window(1.0, 1.0)
    windows = Windows(chosen=window, names=("Smith",), presets=(window,))
    with pytest.raises(FrameError, match="codes"):
        manifest(stack, pixels=pixels, scale=pixels.scales[0], windows=windows, kind="cor_t1")


def test_pixels_of_another_size_are_not_described():
    datasets = examination()
    _, stack = told(datasets)
    other = decode(placed(1, (0, 0, 0))).pixels
    windows = Windows(chosen=Window(1.0, 1.0), names=(), presets=())
    wide = type(other)(**{n: getattr(other, n) for n in other.__slots__} | {"rows": 5})
    with pytest.raises(FrameError, match="not those"):
        manifest(stack, pixels=wide, scale=other.scales[0], windows=windows, kind="cor")
