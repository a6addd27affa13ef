"""All writes of campaigns, cases, assignments, readings and scores."""

from scoring.services.campaigns import Protocol, change_protocol, create_campaign, open_campaign
from scoring.services.cases import AddedCases, Subset, add_cases, remove_cases
from scoring.services.corrections import ask_for_correction, open_correction
from scoring.services.importing import ImportedReading, import_readings
from scoring.services.life import close_campaign, extend_campaign, reopen_campaign
from scoring.services.readings import (
    fingerprint_of,
    start_reading,
    submit_reading,
)
from scoring.services.replacing import Replaced, add_to_roster, reassign_rest
from scoring.services.roster import choose_readers
from scoring.services.scores import Mark, clear_score, mark_rest_normal, save_score, save_scores
from scoring.services.unblinding import record_opening, record_opening_by_program

__all__ = [
    "AddedCases",
    "ImportedReading",
    "Mark",
    "Protocol",
    "Replaced",
    "Subset",
    "add_cases",
    "add_to_roster",
    "ask_for_correction",
    "change_protocol",
    "choose_readers",
    "clear_score",
    "close_campaign",
    "create_campaign",
    "extend_campaign",
    "fingerprint_of",
    "import_readings",
    "mark_rest_normal",
    "open_campaign",
    "open_correction",
    "reassign_rest",
    "record_opening",
    "record_opening_by_program",
    "remove_cases",
    "reopen_campaign",
    "save_score",
    "save_scores",
    "start_reading",
    "submit_reading",
]
