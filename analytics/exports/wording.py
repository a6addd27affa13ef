"""What codebook labels say of laboratory limits and of dates that need not be known to the day."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ra_registry.cohort.derived_days import POLICY

SIGN_CODES = {"<": _("below the limit"), ">": _("above the limit")}
AS_PRINTED = _("as the laboratory printed it")
NUMBER_OR_LIMIT = _("the number, or the limit after its sign")
AS_KNOWN = _("as far as it is known: year, month or day")
DAY_POLICY = format_lazy(_("where it is not known to the day, {policy}"), policy=POLICY)
OPEN_STATE = _("empty where a limit leaves it open")


def noted(label: str | Promise, note: Promise) -> Promise:
    """Return a label with what has to be known of its values."""
    return format_lazy("{label}; {note}", label=label, note=note)  # unseen
