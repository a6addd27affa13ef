"""Site names of the RA2-DREAM challenge, the largest public set of Sharp/van der Heijde scores.

Limb, joint area, E (erosion) or J (narrowing) and a name: ``RH_wrist_J__radcar`` is RH.jsn.RC.
"""

from __future__ import annotations

from scoring.instruments._checked import checked
from scoring.instruments.errors import UnknownColumnError
from scoring.instruments.registry import get_instrument


@checked
def columns_by_item() -> dict[str, str]:
    """Return item code to RA2-DREAM column for all 86 Sharp/van der Heijde items, in form order."""
    return {
        item.code: item.ra2_dream_column
        for item in get_instrument("svdh").items
        if item.ra2_dream_column is not None
    }


@checked
def column_of(item_code: str) -> str:
    """Return the RA2-DREAM column of an item; `UnknownItemError` for another code."""
    get_instrument("svdh").item(item_code)
    return columns_by_item()[item_code]


@checked
def item_code_of(column: str) -> str:
    """Return the item code of an RA2-DREAM column; `UnknownColumnError` for another name."""
    codes = {name: code for code, name in columns_by_item().items()}
    if column not in codes:
        raise UnknownColumnError(column, codes)
    return codes[column]
