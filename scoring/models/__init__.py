"""What a reader judges."""

from scoring.models.adjudication import AdjudicationOutcome, AdjudicationReferral
from scoring.models.assignment import Assignment
from scoring.models.campaign import Campaign
from scoring.models.case import Case, CaseTimePoint
from scoring.models.case_report import CaseReport
from scoring.models.certificate import Certificate
from scoring.models.charter import Charter
from scoring.models.instrument_item import InstrumentItem
from scoring.models.instrument_row import InstrumentRow
from scoring.models.reading import Reading
from scoring.models.reading_acts import RestNormalAct, TimeOnTask
from scoring.models.reading_query import ReadingQuery
from scoring.models.roster import RosterEntry
from scoring.models.site_score import SiteScore

__all__ = [
    "AdjudicationOutcome",
    "AdjudicationReferral",
    "Assignment",
    "Campaign",
    "Case",
    "CaseReport",
    "CaseTimePoint",
    "Certificate",
    "Charter",
    "InstrumentItem",
    "InstrumentRow",
    "Reading",
    "ReadingQuery",
    "RestNormalAct",
    "RosterEntry",
    "SiteScore",
    "TimeOnTask",
]
