"""Study pseudonyms: drawn at random, never derived from anything about the person."""

from __future__ import annotations

import secrets

from ra_registry.cohort.models import Patient, Study
from ra_registry.core.identifiers import misreading

# Without vowels (no words by accident) and without signs that are taken for one another.
SIGNS = "34679CDFGHJKMNPQRTVWXY"
SHORTEST = 4
DRAWS_PER_LENGTH = 20


def draw_pseudonym(study: Study) -> str:
    """Return a pseudonym that is free in the study: ``KB-7Q4M``, longer when those run out.

    The letters before the hyphen come from the study's code; a draw that spreadsheet programs would
    change (``MAR-3467``) is thrown away. One query as a rule.
    """
    prefix = study_prefix(study.code)
    length = SHORTEST
    while True:
        for _ in range(DRAWS_PER_LENGTH):
            signs = "".join(secrets.choice(SIGNS) for _ in range(length))
            pseudonym = f"{prefix}-{signs}"
            if misreading(pseudonym) is not None:
                continue
            if not Patient.objects.filter(study=study, pseudonym__iexact=pseudonym).exists():
                return pseudonym
        length += 1


def study_prefix(code: str) -> str:
    """Return two or three capital letters for a study's code: initials, or its beginning."""
    parts = [part for part in code.split("-") if part]
    letters = "".join(part[0] for part in parts)[:3] if len(parts) > 1 else code[:2]
    return letters.upper()
