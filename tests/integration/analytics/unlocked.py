"""Studies whose campaigns are not locked, and people who look at them."""

from __future__ import annotations

import pgtrigger

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Study
from scoring.models import Campaign
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.scoring import lock


def person(study: Study, role: str, **held: object) -> User:
    """Return somebody who holds a role."""
    user = UserFactory()
    MembershipFactory(study=study, user=user, role=role, **held)
    return user


def to_see_by(study: Study, access: str) -> None:
    """Let the study's campaigns, which are open, have been set up with another access."""
    with pgtrigger.ignore("scoring.Campaign:protocol_is_fixed"):
        Campaign.objects.filter(study=study).update(results_access=access)


def lock_all(study: Study) -> None:
    """Lock every campaign of a study."""
    for campaign in Campaign.objects.filter(study=study):
        lock(campaign)
