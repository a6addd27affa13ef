"""All writes of campaigns, cases, assignments, readings and scores."""

from scoring.services.assignments import Strategy, assign_readers
from scoring.services.campaigns import (
    Protocol,
    change_protocol,
    close_campaign,
    create_campaign,
    open_campaign,
)
from scoring.services.cases import AddedCases, add_cases
from scoring.services.corrections import ask_for_correction, open_correction
from scoring.services.importing import ImportedReading, import_readings
from scoring.services.readings import (
    fingerprint_of,
    start_reading,
    submit_reading,
)
from scoring.services.scores import (
    Mark,
    Part,
    clear_score,
    mark_rest_normal,
    save_score,
    save_scores,
)

__all__ = [
    "AddedCases",
    "ImportedReading",
    "Mark",
    "Part",
    "Protocol",
    "Strategy",
    "add_cases",
    "ask_for_correction",
    "assign_readers",
    "change_protocol",
    "clear_score",
    "close_campaign",
    "create_campaign",
    "fingerprint_of",
    "import_readings",
    "mark_rest_normal",
    "open_campaign",
    "open_correction",
    "save_score",
    "save_scores",
    "start_reading",
    "submit_reading",
]
