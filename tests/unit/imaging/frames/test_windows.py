"""Windows from headers and from pixels, and the previews that are made with them."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydicom.pixels import apply_windowing

from ra_registry.imaging.frames import (
    FrameError,
    Scale,
    Window,
    counts_of,
    decode,
    header_windows,
    preview,
    read_pixels,
    window_of,
)
from ra_registry.imaging.frames.histogram import percentile, threshold, without_padding
from ra_registry.imaging.frames.preview import greys
from tests.unit.imaging.frames.made import enhanced, image, read

HAND = np.full((60, 80), 20, dtype=np.uint16)
HAND[20:40, 20:60] = np.linspace(500, 1500, 800).reshape(20, 40).astype(np.uint16)


PLAIN = Scale()


def windows(frame, *, header=(), dark_air=True, scale=PLAIN, **elements):
    made = image(frame, **elements)
    pixels = read_pixels(made)
    return window_of(
        counts_of(decode(made)), pixels=pixels, scale=scale, header=header, dark_air=dark_air
    )


def test_linear_and_linear_exact_are_brought_to_one_formula():
    assert header_windows(image(HAND, WindowCenter=40, WindowWidth=401)) == (Window(39.5, 400.0),)
    exact = image(HAND, WindowCenter=40, WindowWidth=0.5, VOILUTFunction="LINEAR_EXACT")
    assert header_windows(exact) == (Window(40.0, 0.5),)


def test_several_windows_are_taken_and_nonsense_is_left_out():
    made = image(HAND, WindowCenter=[40, 50, 60], WindowWidth=[401, 0, 101])
    assert header_windows(made) == (Window(39.5, 400.0), Window(59.5, 100.0))
    assert header_windows(image(HAND, WindowCenter=40)) == ()
    sigmoid = image(HAND, WindowCenter=40, WindowWidth=400, VOILUTFunction="SIGMOID")
    assert header_windows(sigmoid) == ()
    assert header_windows(enhanced([1.0, 2.0]), frame=1) == (Window(49.5, 80.0),)


@given(st.integers(-300, 300), st.integers(2, 600), st.sampled_from(["LINEAR", "LINEAR_EXACT"]))
def test_greys_are_those_of_the_standard(centre, width, function):
    values = np.arange(-400, 400, dtype=np.int16).reshape(20, 40)
    made = image(
        values, WindowCenter=centre, WindowWidth=width, VOILUTFunction=function,
        RescaleSlope=1, RescaleIntercept=0,
    )  # fmt: skip
    found = decode(made)
    (window,) = header_windows(made)
    shown = greys(window, pixels=found.pixels, scale=Scale())[next(iter(found))]
    low, high = -(2**15), 2**15 - 1
    expected = (apply_windowing(values, made) - low) / (high - low) * 255
    assert np.abs(shown - expected).max() <= 0.51


def test_the_first_window_of_the_header_is_chosen_where_it_shows_the_image():
    header = (Window(800.0, 500.0), Window(900.0, 100.0))
    found = windows(HAND, header=header)
    assert found.chosen == header[0]
    assert found.names == ("header", "header_2", "automatic", "full")
    assert found.presets[:2] == header
    assert found.presets[3] == Window(760.0, 1480.0)


def test_a_window_beyond_the_image_is_not_taken():
    found = windows(HAND, header=(Window(9000.0, 100.0),))
    assert found.names == ("automatic", "full")
    assert found.chosen == found.presets[0]


def test_air_and_padding_do_not_widen_the_automatic_window():
    small = HAND.copy()
    small[20:40, 50:60] = 20
    plain, padded = windows(HAND).chosen, HAND.copy()
    assert plain.centre + plain.width / 2 == pytest.approx(1495, abs=5)
    assert plain.centre - plain.width / 2 == 20
    padded[:10] = 65535
    made = image(padded)
    made.add_new("PixelPaddingValue", "US", 65535)
    found = window_of(counts_of(decode(made)), pixels=read_pixels(made), scale=Scale()).chosen
    assert found == plain
    few = windows(small).chosen
    all_pixels = windows(small, dark_air=False).chosen
    assert few.centre + few.width / 2 > all_pixels.centre + all_pixels.width / 2 - 1


def test_windows_are_in_modality_values():
    signed = HAND.astype(np.int16) - 1000
    found = windows(signed, scale=Scale(2.0, 10.0))
    assert found.presets[-1] == Window((-980 * 2 + 10 + 500 * 2 + 10) / 2, 1480 * 2)


def test_images_of_one_value_or_of_padding_alone_have_a_window_too():
    assert windows(np.full((4, 4), 7, dtype=np.uint16)).chosen == Window(7.0, 1.0)
    made = image(np.full((4, 4), 7, dtype=np.uint16))
    made.add_new("PixelPaddingValue", "US", 7)
    pixels = read_pixels(made)
    assert window_of(counts_of(decode(made)), pixels=pixels, scale=Scale()).chosen.width == 1.0
    assert window_of(counts_of([]), pixels=pixels, scale=Scale()).chosen.width > 0


def test_counts_are_of_all_frames():
    counts = counts_of([HAND, HAND])
    assert counts.sum() == 2 * HAND.size
    assert counts[20] == 2 * (HAND == 20).sum()
    assert without_padding(counts, (20, 20))[20] == 0
    assert percentile(counts, 0.0) == 20
    assert percentile(counts, 1.0) == 1500
    assert percentile(counts, 0.5) == int(np.percentile(HAND, 50, method="inverted_cdf"))
    for wrong in (np.zeros(65536, dtype=np.int64), np.zeros(3, dtype=np.int64)):
        with pytest.raises(FrameError):
            percentile(wrong, 0.5)


def test_the_threshold_parts_hand_from_air():
    assert threshold(counts_of([HAND])) in range(20, 550)
    assert threshold(counts_of([np.full((3, 3), 9, dtype=np.uint16)])) == 65535


def segments(jpeg):
    """Markers of a JPEG up to its scan, with what they hold."""
    place, found = 2, []
    while jpeg[place + 1] != 0xDA:
        (length,) = struct.unpack(">H", jpeg[place + 2 : place + 4])
        found.append((jpeg[place + 1], jpeg[place + 4 : place + 2 + length]))
        place += 2 + length
    return found


@pytest.mark.parametrize("name", ["RG1_UNCR.dcm", "MR2_UNCR.dcm", "CT_small.dcm"])
@pytest.mark.parametrize("longest", [256, 1024])
def test_a_preview_is_a_small_grey_jpeg_without_anything_else(name, longest):
    found = decode(read(name))
    window = Window(800.0, 1600.0)
    made = preview(
        next(iter(found)),
        window,
        pixels=found.pixels,
        scale=found.pixels.scales[0],
        longest=longest,
    )
    opened = Image.open(io.BytesIO(made))
    rows, columns = found.pixels.rows, found.pixels.columns
    factor = min(1.0, longest / max(rows, columns))
    assert opened.mode == "L"
    assert opened.size == pytest.approx((columns * factor, rows * factor), abs=1)
    assert max(opened.size) <= longest
    assert not opened.getexif()
    # JFIF, tables, frame: no APP1 to APP15, no comment.
    assert {marker for marker, _ in segments(made)} <= {0xE0, 0xDB, 0xC0, 0xC4}
    (jfif,) = [content for marker, content in segments(made) if marker == 0xE0]
    assert jfif == b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def test_inversion_turns_grey_over_and_padding_stays_black():
    for colour, expected in (("MONOCHROME2", [0, 128, 255]), ("MONOCHROME1", [255, 128, 0])):
        made = image(HAND, PhotometricInterpretation=colour)
        made.add_new("PixelPaddingValue", "US", 65535)
        table = greys(Window(100.0, 200.0), pixels=read_pixels(made), scale=Scale())
        assert table[[0, 100, 200]].tolist() == expected
        assert table[65535] == 0


def test_a_preview_of_no_width_or_size_is_refused():
    pixels = read_pixels(image(HAND))
    with pytest.raises(FrameError, match="width"):
        preview(HAND, Window(1.0, 0.0), pixels=pixels, scale=Scale())
    for longest in (0, 5000):
        with pytest.raises(FrameError, match="longest"):
            preview(HAND, Window(1.0, 2.0), pixels=pixels, scale=Scale(), longest=longest)
