"""The transfer syntaxes that are taken: how each lays out its elements and its pixels."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom import uid


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a data set is written: PS3.5 section 10 and annex A."""

    explicit: bool = True
    little: bool = True
    deflated: bool = False
    compressed: bool = False


_COMPRESSED = (
    uid.JPEGBaseline8Bit,
    uid.JPEGExtended12Bit,
    uid.JPEGLossless,
    uid.JPEGLosslessSV1,
    uid.JPEGLSLossless,
    uid.JPEGLSNearLossless,
    uid.JPEG2000Lossless,
    uid.JPEG2000,
    uid.RLELossless,
)
SYNTAXES: dict[str, Syntax] = {
    uid.ImplicitVRLittleEndian: Syntax(explicit=False),
    uid.ExplicitVRLittleEndian: Syntax(),
    uid.ExplicitVRBigEndian: Syntax(little=False),
    uid.DeflatedExplicitVRLittleEndian: Syntax(deflated=True),
    **dict.fromkeys(_COMPRESSED, Syntax(compressed=True)),
}
