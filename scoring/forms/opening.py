"""Why somebody looks at a reading before its campaign is locked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.services.reasons import REASON_LENGTH
from scoring.services.unblinding import SHORTEST_REASON


class OpenReadingForm(forms.Form):
    """The reason of opening a reading."""

    reason = forms.CharField(
        label=_("Why do you open it?"),
        min_length=SHORTEST_REASON,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "From 10 to 300 characters. It stays in the audit trail and counts for every reading "
            "of this campaign until you sign out."
        ),
    )
