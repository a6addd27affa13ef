"""What a sandbox is asked in tests of damaged images."""

from __future__ import annotations

import base64
from typing import Any

from ra_registry.imaging.frames import FrameError, decode
from tests.unit.imaging.frames.made import read, with_stream


def decode_stream(item: dict[str, Any]) -> list[list[int]] | str:
    """Return the shapes of a test file's frames, decoded from another stream; or the refusal."""
    image = with_stream(read(item["name"]), base64.b64decode(item["stream"]))
    try:
        return [list(frame.shape) for frame in decode(image)]
    except FrameError as error:
        return str(error)
