"""The errors of the frames: one kind, with a few of its own for what a caller tells apart."""

from __future__ import annotations

from ra_registry.core.errors import DomainError


class FrameError(DomainError, ValueError):
    """The image, stack or argument given can't be used; the message says why."""

    code = "frame"


class NotGrey(FrameError):
    """The pixels are of a kind that isn't shown here: colour, floats, single bits, 32 bits."""

    code = "not_grey"


class TooLarge(FrameError):
    """The header announces more than the limits allow; nothing was decoded."""

    code = "too_large"


class NotDecoded(FrameError):
    """The pixel data are damaged, cut off, or compressed in a way that no decoder here reads."""

    code = "not_decoded"
