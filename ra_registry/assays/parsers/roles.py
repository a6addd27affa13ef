"""What a well holds, by the vendor's sample group. Sample names are never interpreted here."""

from __future__ import annotations

import re
from functools import lru_cache

from ra_registry.assays.parsers.model import CensorCode, Role

_ROLE_BY_GROUP = {
    "standard": Role.CALIBRATOR,
    "calibrator": Role.CALIBRATOR,
    "unknown": Role.UNKNOWN,
    "sample": Role.UNKNOWN,
    "control": Role.CONTROL,
    "qc": Role.CONTROL,
    "qualitycontrol": Role.CONTROL,
    "positivecontrol": Role.CONTROL,
    "controlpos": Role.CONTROL,
    "negativecontrol": Role.NEGATIVE_CONTROL,
    "controlneg": Role.NEGATIVE_CONTROL,
    "blank": Role.BLANK,
}

_CODE_BY_RANGE = {
    "in detection range": CensorCode.IN_RANGE,
    "below detection range": CensorCode.BELOW_LLOD,
    "below fit curve range": CensorCode.BELOW_CURVE,
    "above detection range": CensorCode.ABOVE_RANGE,
    "above fit curve range": CensorCode.ABOVE_CURVE,
}


@lru_cache(maxsize=256)
def role_of_group(group: str) -> Role | None:
    """Return the role of a sample group such as ``Standards`` or ``Controls - Neg``."""
    words = re.findall(r"[a-z]+", group.casefold())
    return _ROLE_BY_GROUP.get("".join(word.removesuffix("s") for word in words))


@lru_cache(maxsize=256)
def censor_of_range(printed: str) -> str | None:
    """Return the censor code of a printed detection range, ``None`` where it is not known.

    Replicates that a user merged print two ranges with "/"; they stay mixed.
    """
    if not printed:
        return ""
    parts = [part.strip().casefold() for part in printed.split("/")]
    codes = [_CODE_BY_RANGE.get(part) for part in parts]
    return "/".join(code for code in codes if code) if all(codes) else None
