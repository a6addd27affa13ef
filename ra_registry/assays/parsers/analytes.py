"""Names of analytes, which every program and person spells differently.

Greek letters, their Latin look-alikes and their names, dashes and spaces are folded into one key,
so that the export's name meets the panel's.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "ω": "omega",
}
_SPECIES = re.compile(r"\(\s*(?:human|hu|h)\s*\)\s*$", re.IGNORECASE)

# Names that differ by more than spelling; keys and values are folded forms.
_SYNONYMS = {
    "ifng": "ifngamma",
    "ifny": "ifngamma",
    "infg": "ifngamma",
    "infgamma": "ifngamma",
    "interferongamma": "ifngamma",
    "il1b": "il1beta",
    "il1a": "il1alpha",
    "interleukin1beta": "il1beta",
    "tnf": "tnfalpha",
    "tnfa": "tnfalpha",
    "tumornecrosisfactoralpha": "tnfalpha",
    "tumournecrosisfactoralpha": "tnfalpha",
    "cxcl8": "il8",
}


def alias_key(name: str) -> str:
    """Return the key under which all spellings of one analyte meet.

    >>> alias_key("TNF-α") == alias_key("TNF-alpha") == alias_key("tnf_a (Human)")
    True
    >>> alias_key("IL-12p70")
    'il12p70'
    """
    # People type the German sharp s for a beta; folding the case would turn it into "ss".
    text = _SPECIES.sub("", name.strip()).replace("ß", "β")
    text = unicodedata.normalize("NFKC", text).casefold()
    for letter, word in _GREEK.items():
        text = text.replace(letter, word)
    key = re.sub(r"[\W_]+", "", text)
    key = re.sub(r"^interleukin(?=\d)", "il", key)
    return _SYNONYMS.get(key, key)
