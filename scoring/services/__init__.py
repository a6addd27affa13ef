"""All writes of campaigns, cases, assignments, readings and scores."""

from scoring.services.campaigns import Protocol, change_protocol, create_campaign, open_campaign
from scoring.services.cases import AddedCases, Subset, add_cases, remove_cases
from scoring.services.corrections import ask_for_correction, open_correction
from scoring.services.importing import ImportedReading, import_readings
from scoring.services.life import close_campaign, extend_campaign, reopen_campaign
from scoring.services.lock import lock_scores, unlock_scores
from scoring.services.readings import (
    fingerprint_of,
    require_complete,
    require_seen,
    start_reading,
    submit_reading,
)
from scoring.services.replacing import Replaced, add_to_roster, reassign_rest
from scoring.services.reports import answer_report, report_case
from scoring.services.roster import choose_readers
from scoring.services.scores import (
    Mark,
    Saved,
    clear_score,
    mark_rest_normal,
    save_score,
    save_scores,
    save_texts,
)
from scoring.services.time_on_task import record_time
from scoring.services.unblinding import record_opening, record_opening_by_program

__all__ = [
    "AddedCases",
    "ImportedReading",
    "Mark",
    "Protocol",
    "Replaced",
    "Saved",
    "Subset",
    "add_cases",
    "add_to_roster",
    "answer_report",
    "ask_for_correction",
    "change_protocol",
    "choose_readers",
    "clear_score",
    "close_campaign",
    "create_campaign",
    "extend_campaign",
    "fingerprint_of",
    "import_readings",
    "lock_scores",
    "mark_rest_normal",
    "open_campaign",
    "open_correction",
    "reassign_rest",
    "record_opening",
    "record_opening_by_program",
    "record_time",
    "remove_cases",
    "reopen_campaign",
    "report_case",
    "require_complete",
    "require_seen",
    "save_score",
    "save_scores",
    "save_texts",
    "start_reading",
    "submit_reading",
    "unlock_scores",
]
