"""What a coordinator decides about a file before accepting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_REASON = 300


@dataclass(frozen=True)
class Choices:
    """Each choice clears one kind of block; nothing is guessed without it.

    confirm_roles: wells whose role the file does not state are samples when their label is one of
        the study's sample codes, and calibrators when it is a calibrator level of the kit lot.
    leave_out_unknown: wells with an unknown sample are stored as left out, with their signals.
    accept_repeats: plates or samples that were accepted before are accepted again; analyses use
        the batch accepted last.
    reason: why the file is accepted although something speaks against it.
    reasons: the same for single findings, by their key; they go before ``reason``.
    """

    confirm_roles: bool = False
    leave_out_unknown: bool = False
    accept_repeats: bool = False
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)

    def reason_for(self, key: str) -> str:
        """Return the reason that is given for a finding, empty without one."""
        given = _plain(self.reasons.get(key, "")) or _plain(self.reason)
        return given[:LONGEST_REASON]

    @property
    def ticked(self) -> dict[str, bool]:
        """The choices without the reasons, which are kept with the batch."""
        return {name: value for name, value in vars(self).items() if isinstance(value, bool)}


def _plain(text: str) -> str:
    """Return a typed reason without surrounding blanks and without control characters."""
    return "".join(sign for sign in text.strip() if sign.isprintable())
