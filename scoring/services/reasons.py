"""Reasons that acts on a campaign ask for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ra_registry.core.errors import ValidationFailed

REASON_LENGTH = 300


def required_reason(text: str, *, at_least: int = 1) -> str:
    """Return the reason without needless blanks, or raise `ValidationFailed`.

    ``at_least``: how many characters it must have.
    """
    reason = " ".join(text.split())
    if not reason:
        problem = _("Say why: the reason stays in the audit trail.")
    elif len(reason) < at_least:
        problem = _("The reason is %(found)d characters long; give at least %(least)d.") % {
            "found": len(reason),
            "least": at_least,
        }
    elif len(reason) > REASON_LENGTH:
        problem = _("The reason is %(found)d characters long; allowed are %(allowed)d.") % {
            "found": len(reason),
            "allowed": REASON_LENGTH,
        }
    else:
        return reason
    raise ValidationFailed(problem, field_errors={"reason": [problem]})
