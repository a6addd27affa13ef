"""What a reader judges."""

from scoring.models.assignment import Assignment
from scoring.models.campaign import Campaign
from scoring.models.case import Case, CaseTimePoint
from scoring.models.instrument_item import InstrumentItem
from scoring.models.instrument_row import InstrumentRow
from scoring.models.reading import Reading
from scoring.models.site_score import SiteScore

__all__ = [
    "Assignment",
    "Campaign",
    "Case",
    "CaseTimePoint",
    "InstrumentItem",
    "InstrumentRow",
    "Reading",
    "SiteScore",
]
