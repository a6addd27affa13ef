"""New identifiers from a project's secret: the same input gives the same output, and no way back.

Every use has a label of its own (RFC 2104, FIPS 198-1), so that one derived value says nothing
about another.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.errors import refused

SHORTEST_SECRET = 16
# Days that a patient's dates are moved back: at least a month, at most two years.
LEAST_SHIFT, MOST_SHIFT = 30, 730


@dataclass(frozen=True, slots=True)
class Keys:
    """What derives identifiers for one project; its secret is never shown.

    Raises ``ImageRefused`` for a secret of fewer than 16 bytes.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.secret, bytes) or len(self.secret) < SHORTEST_SECRET:
            raise refused("argument", f"A secret has at least {SHORTEST_SECRET} bytes.")

    def uid(self, original: str) -> str:
        """Return the UID that stands for an original one: 2.25 and 128 bits (PS3.5 B.2)."""
        return _uid(self, original)

    def shift_days(self, patient_key: str) -> int:
        """Return by how many days a patient's dates move: from -730 to -30, never 0.

        ``patient_key`` is the study's own key of the patient, so that all visits move together
        whatever PatientID a hospital gave at each.
        """
        return _shift_days(self, patient_key)

    def digest(self, purpose: str, text: str) -> bytes:
        """Return the HMAC-SHA-256 of a text for one purpose."""
        label = f"ra-registry/imaging/{purpose}".encode()
        return hmac.digest(self.secret, label + b"\0" + text.encode(), "sha256")


@checked
def _uid(keys: Keys, original: str) -> str:
    text = original.strip(" \0")
    if not text:
        raise refused("uid", "There is no UID to replace.")
    return f"2.25.{int.from_bytes(keys.digest('uid', text)[:16], 'big')}"


@checked
def _shift_days(keys: Keys, patient_key: str) -> int:
    if not patient_key:
        raise refused("patient_key", "Dates are moved by the patient's key, which is missing.")
    drawn = int.from_bytes(keys.digest("dates", patient_key)[:8], "big")
    return -(LEAST_SHIFT + drawn % (MOST_SHIFT - LEAST_SHIFT + 1))
