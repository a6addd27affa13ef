"""What a coordinator decides about a file before accepting it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """Each choice clears one kind of block; nothing is guessed without it.

    confirm_roles: wells whose role the file does not state are samples when their label is one of
        the study's sample codes, and calibrators when it is a calibrator level of the kit lot.
    leave_out_unknown: wells with an unknown sample are stored as left out, with their signals.
    accept_repeats: plates or samples that were accepted before are accepted again; analyses use
        the batch accepted last.
    """

    confirm_roles: bool = False
    leave_out_unknown: bool = False
    accept_repeats: bool = False
