"""What an endpoint measures, for results that are stored with names: as its instrument says it."""

from __future__ import annotations

from analytics.design.clinical import VARIABLES
from analytics.design.described import ClinicalEndpoint, Endpoint
from scoring.instruments import get_instrument, get_measure


def measured(endpoint: Endpoint) -> str:
    """Return the label of the measure or of the clinical variable."""
    if isinstance(endpoint, ClinicalEndpoint):
        return str(VARIABLES[endpoint.variable].label)
    instrument = get_instrument(endpoint.campaign.instrument)
    return get_measure(instrument, endpoint.measure, endpoint.sites).label


def is_change(endpoint: Endpoint) -> bool:
    """Return whether the value is a difference; a response of two visits is none."""
    if isinstance(endpoint, ClinicalEndpoint) and VARIABLES[endpoint.variable].response:
        return False
    return endpoint.follow_up is not None
