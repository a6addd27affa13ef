"""What is signed of readings and campaigns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ra_registry.core.signing.acts import Act, Meaning, register
from scoring.models.reading import SignatureMeaning

SUBMIT_READING = register(
    Act(
        key="scoring.reading.submit",
        meaning=Meaning.AUTHORSHIP,
        label=_("Submitting a reading"),
        statement=SignatureMeaning.AUTHORSHIP.label,
    )
)
LOCK_CAMPAIGN = register(
    Act(
        key="scoring.campaign.lock",
        meaning=Meaning.LOCK,
        label=_("Locking a campaign"),
        statement=_("These readings are complete and final"),
    )
)
