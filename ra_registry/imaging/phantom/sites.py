"""The site codes that can be drawn, each with the parts of the limb that it is about.

Codes are spelt as the lists of the instruments do: ``erosion.RAD`` for a hand's MRI (RAMRIS),
``RH.erosion.MCP2`` for a film (Sharp/van der Heijde).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ra_registry.imaging.phantom.hand import CARPALS, FINGERS, RAYS

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A bone, and which end of it is assessed: ``base``, ``head``, or ``whole``."""

    bone: str
    end: str = "whole"


# --- RAMRIS --------------------------------------------------------------------------------------

RAMRIS_BONES: Mapping[str, Part] = {
    "RAD": Part("RAD", "base"),
    "ULN": Part("ULN", "base"),
    **{code: Part(code) for code in CARPALS},
    **{f"MC{ray}B": Part(f"MC{ray}", "base") for ray in RAYS},
    **{f"MC{ray}H": Part(f"MC{ray}", "head") for ray in FINGERS},
    **{f"PP{ray}B": Part(f"PP{ray}", "base") for ray in FINGERS},
}
_CARPAL_SPACES = ("RAD_SCA", "RAD_LUN", "SCA_LUN", "LUN_TRI", "TRM_SCA", "TRD_SCA", "CAP_SCA",
                  "CAP_LUN", "HAM_TRI", "TRM_TRD", "TRD_CAP", "CAP_HAM")  # fmt: skip
_CMC = {"CMC1": ("TRM", "MC1"), "CMC2": ("TRD", "MC2"), "CMC3": ("CAP", "MC3"),
        "CMC4": ("HAM", "MC4"), "CMC5": ("HAM", "MC5")}  # fmt: skip
RAMRIS_SPACES: Mapping[str, Pair] = {
    **{code: (code[:3], code[4:]) for code in _CARPAL_SPACES},
    **_CMC,
    **{f"MCP{ray}": (f"MC{ray}", f"PP{ray}") for ray in FINGERS},
}
SYNOVIAL = ("DRUJ", "RCJ", "ICCMC", *(f"MCP{ray}" for ray in FINGERS))
TENDONS = (
    *(f"EXT{n}" for n in range(1, 7)),
    *(f"WFLX{n}" for n in range(1, 4)),
    *(f"MCPF{ray}" for ray in FINGERS),
)
RAMRIS: Mapping[str, float] = {
    **{f"synovitis.{code}": 3.0 for code in SYNOVIAL},
    **{f"erosion.{code}": 10.0 for code in RAMRIS_BONES},
    **{f"bme.{code}": 3.0 for code in RAMRIS_BONES},
    **{f"jsn.{code}": 4.0 for code in RAMRIS_SPACES},
    **{f"tenosynovitis.{code}": 3.0 for code in TENDONS},
}

# --- Sharp/van der Heijde ------------------------------------------------------------------------

# The bones of each joint, from proximal to distal.
HAND_JOINTS: Mapping[str, tuple[Part, ...]] = {
    "IP1": (Part("PP1", "head"), Part("DP1", "base")),
    **{f"PIP{ray}": (Part(f"PP{ray}", "head"), Part(f"MP{ray}", "base")) for ray in FINGERS},
    **{f"MCP{ray}": (Part(f"MC{ray}", "head"), Part(f"PP{ray}", "base")) for ray in RAYS},
    "MC1B": (Part("MC1", "base"),),
    "TRMTRD": (Part("TRM"), Part("TRD")),
    "SCA": (Part("SCA"),),
    "LUN": (Part("LUN"),),
    "RAD": (Part("RAD", "base"),),
    "ULN": (Part("ULN", "base"),),
}
FOOT_JOINTS: Mapping[str, tuple[Part, ...]] = {
    **{f"MTP{ray}": (Part(f"MT{ray}", "head"), Part(f"PP{ray}", "base")) for ray in RAYS},
    "IP1": (Part("PP1", "head"), Part("DP1", "base")),
}
HAND_SPACES: Mapping[str, tuple[Pair, ...]] = {
    **{f"PIP{ray}": ((f"PP{ray}", f"MP{ray}"),) for ray in FINGERS},
    **{f"MCP{ray}": ((f"MC{ray}", f"PP{ray}"),) for ray in RAYS},
    **{code: (_CMC[code],) for code in ("CMC3", "CMC4", "CMC5")},
    "STT": (("TRM", "SCA"), ("TRD", "SCA")),
    "CAPSCALUN": (("CAP", "SCA"), ("CAP", "LUN")),
    "RC": (("RAD", "SCA"), ("RAD", "LUN")),
}
FOOT_SPACES: Mapping[str, tuple[Pair, ...]] = {
    **{f"MTP{ray}": ((f"MT{ray}", f"PP{ray}"),) for ray in RAYS},
    "IP1": (("PP1", "DP1"),),
}


def film_sites(limb: str) -> dict[str, float]:
    """Return the site codes of a film, each with its maximum; ``limb``: RH, LH, RF or LF."""
    joints, spaces = (
        (HAND_JOINTS, HAND_SPACES) if limb.endswith("H") else (FOOT_JOINTS, FOOT_SPACES)
    )
    most = 5.0 if limb.endswith("H") else 10.0
    return {
        **{f"{limb}.erosion.{code}": most for code in joints},
        **{f"{limb}.jsn.{code}": 4.0 for code in spaces},
    }


SVDH: Mapping[str, float] = {
    code: most for limb in ("RH", "LH", "RF", "LF") for code, most in film_sites(limb).items()
}
