"""Scoring instruments as plain data and pure functions; each is one file in ``versions/``.

Nothing here knows Django, a database or a reader's name. A reading is a mapping from item code to
`Entry`; statistics start from `compute_totals` and `compute_changes`.

>>> from decimal import Decimal
>>> svdh = get_instrument("svdh")
>>> parse_score("2", svdh.item("RH.erosion.PIP2"))
Decimal('2')
>>> classify(mean_over_readers([0, 1])).value
'no_change'
"""

from __future__ import annotations

from scoring.instruments.change import (
    Change,
    ChangeClass,
    classify,
    compute_changes,
    mean_over_readers,
)
from scoring.instruments.definitions import (
    Feature,
    Grade,
    Group,
    Instrument,
    Item,
    NeededSeries,
    Region,
    TotalDefinition,
)
from scoring.instruments.errors import (
    InexactScoreError,
    InstrumentError,
    InstrumentFileError,
    PolicyError,
    StepError,
    ThresholdError,
    UnknownColumnError,
    UnknownFeatureError,
    UnknownInstrumentError,
    UnknownItemError,
    UnknownMeasureError,
    UnknownPolicyError,
    UnknownReasonError,
    UnknownTotalError,
)
from scoring.instruments.hints import Hint, consistency_hints, reading_hints
from scoring.instruments.measures import Measure, chosen_sites, get_measure, measures_of
from scoring.instruments.policies import (
    CARRY_FORWARD,
    EXCLUDE_OPERATED,
    MISSING_SITE_POLICIES,
    OBSERVED_SUM,
    PAIRWISE,
    PRORATED,
    SITE_MAXIMUM,
    STRICT,
    SURGERY_POLICIES,
    AnalysedVisit,
    MissingSitePolicy,
    SurgeryRule,
    apply_surgery_policy,
    get_missing_site_policy,
    get_surgery_policy,
)
from scoring.instruments.problems import Problem, ProblemKind, ScoreError
from scoring.instruments.ra2_dream import column_of, columns_by_item, item_code_of
from scoring.instruments.reasons import UnscorableReason, parse_reason
from scoring.instruments.registry import (
    all_instruments,
    feature_labels,
    get_instrument,
)
from scoring.instruments.scores import (
    HALF_STEP,
    STEPS,
    WHOLE_STEP,
    Entry,
    Score,
    allowed_scores,
    from_half_units,
    half_units,
    parse_score,
    rounded,
    scored_sites,
)
from scoring.instruments.stored import from_plain, to_plain
from scoring.instruments.totals import Total, compute_sens, compute_totals
from scoring.instruments.validation import validate_entries

__all__ = [
    "CARRY_FORWARD",
    "EXCLUDE_OPERATED",
    "HALF_STEP",
    "MISSING_SITE_POLICIES",
    "OBSERVED_SUM",
    "PAIRWISE",
    "PRORATED",
    "SITE_MAXIMUM",
    "STEPS",
    "STRICT",
    "SURGERY_POLICIES",
    "WHOLE_STEP",
    "AnalysedVisit",
    "Change",
    "ChangeClass",
    "Entry",
    "Feature",
    "Grade",
    "Group",
    "Hint",
    "InexactScoreError",
    "Instrument",
    "InstrumentError",
    "InstrumentFileError",
    "Item",
    "Measure",
    "MissingSitePolicy",
    "NeededSeries",
    "PolicyError",
    "Problem",
    "ProblemKind",
    "Region",
    "Score",
    "ScoreError",
    "StepError",
    "SurgeryRule",
    "ThresholdError",
    "Total",
    "TotalDefinition",
    "UnknownColumnError",
    "UnknownFeatureError",
    "UnknownInstrumentError",
    "UnknownItemError",
    "UnknownMeasureError",
    "UnknownPolicyError",
    "UnknownReasonError",
    "UnknownTotalError",
    "UnscorableReason",
    "all_instruments",
    "allowed_scores",
    "apply_surgery_policy",
    "chosen_sites",
    "classify",
    "column_of",
    "columns_by_item",
    "compute_changes",
    "compute_sens",
    "compute_totals",
    "consistency_hints",
    "feature_labels",
    "from_half_units",
    "from_plain",
    "get_instrument",
    "get_measure",
    "get_missing_site_policy",
    "get_surgery_policy",
    "half_units",
    "item_code_of",
    "mean_over_readers",
    "measures_of",
    "parse_reason",
    "parse_score",
    "reading_hints",
    "rounded",
    "scored_sites",
    "to_plain",
    "validate_entries",
]
