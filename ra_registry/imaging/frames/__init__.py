"""Frames of grey images: decoded, sorted into stacks, packed, and described. Pure functions."""

from __future__ import annotations

from ra_registry.imaging.frames.codec import pack, unpack
from ra_registry.imaging.frames.crossing import crossing
from ra_registry.imaging.frames.decoding import Decoded, decode
from ra_registry.imaging.frames.errors import FrameError, NotDecoded, NotGrey, TooLarge
from ra_registry.imaging.frames.geometry import Plane, planes_of
from ra_registry.imaging.frames.histogram import counts_of
from ra_registry.imaging.frames.limits import LIMITS, Limits
from ra_registry.imaging.frames.manifest import manifest, relation_manifest
from ra_registry.imaging.frames.masking import Rectangle, fill_of, mask
from ra_registry.imaging.frames.pixels import Pixels, Scale, common_scale, read_pixels
from ra_registry.imaging.frames.preview import FILM, SHEET, preview
from ra_registry.imaging.frames.quality import Quality, quality, signal_to_noise
from ra_registry.imaging.frames.relation import Relation, relation
from ra_registry.imaging.frames.spacing import Spacing, spacing_of
from ra_registry.imaging.frames.stack import Stack, stacks_of
from ra_registry.imaging.frames.window import Window, Windows, header_windows, window_of

__all__ = [
    "FILM",
    "LIMITS",
    "SHEET",
    "Decoded",
    "FrameError",
    "Limits",
    "NotDecoded",
    "NotGrey",
    "Pixels",
    "Plane",
    "Quality",
    "Rectangle",
    "Relation",
    "Scale",
    "Spacing",
    "Stack",
    "TooLarge",
    "Window",
    "Windows",
    "common_scale",
    "counts_of",
    "crossing",
    "decode",
    "fill_of",
    "header_windows",
    "manifest",
    "mask",
    "pack",
    "planes_of",
    "preview",
    "quality",
    "read_pixels",
    "relation",
    "relation_manifest",
    "signal_to_noise",
    "spacing_of",
    "stacks_of",
    "unpack",
    "window_of",
]
