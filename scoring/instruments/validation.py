"""Checks a whole reading of one time point and lists every problem, not just the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.problems import Problem, ProblemKind
from scoring.instruments.scores import WHOLE_STEP, Entry, allowed_scores, check_score, check_step

# Codes come from outside; the longest of any instrument has fewer than 30 characters, and the
# search for similar ones takes quadratic time.
MAX_CODE_LENGTH = 60


@checked
def validate_entries(
    instrument: Instrument,
    entries: Mapping[str, Entry],
    *,
    features: Iterable[str] | None = None,
    step: Decimal = WHOLE_STEP,
    complete: bool = True,
) -> list[Problem]:
    """List what keeps these entries from being a valid reading of one time point.

    Parameters
    ----------
    entries : item code to entry.
    features : feature keys the campaign reads; None means all of the instrument.
    step : 1 or 0.5.
    complete : whether a site without any entry is a problem. True for submission, False for a
        draft. An entry that is there but empty is a problem in both.

    Returns
    -------
    Problems with codes the instrument doesn't take first (by code), then in form order. Empty
    when the reading is valid.

    Raises
    ------
    UnknownFeatureError, StepError : the campaign itself is wrong, not the reading.
    """
    check_step(step)
    chosen = instrument.chosen_features(features)
    known = instrument.items_by_code
    problems = [explain_unknown(instrument, code) for code in sorted(entries.keys() - known)]
    for item in instrument.items:
        entry = entries.get(item.code)
        if item.feature not in chosen:
            if entry is not None:
                problems.append(_feature_not_read(instrument, item, chosen))
        elif entry is not None or complete:
            problem = _check_entry(item, entry or Entry(), step)
            if problem is not None:
                problems.append(problem)
    return problems


@checked
def explain_unknown(instrument: Instrument, code: str) -> Problem:
    """Say why the instrument has no such item, and which one may have been meant."""
    code = code[:MAX_CODE_LENGTH]
    feature, site = _split(instrument, code)
    elsewhere = [item.code for item in instrument.items if item.site == site]
    kind = ProblemKind.UNKNOWN_SITE
    if code in instrument.not_offered:
        kind = ProblemKind.NOT_OFFERED
        expected = instrument.not_offered[code]
    elif feature is not None and feature not in instrument.feature_keys:
        known = ", ".join(instrument.feature_keys)
        expected = f"{instrument.name} does not score “{feature}”; its features: {known}."
    elif feature is not None and elsewhere:
        kind = ProblemKind.NOT_OFFERED
        expected = f"{instrument.name} scores {site} only as {', '.join(elsewhere)}."
    else:
        similar = get_close_matches(code, instrument.items_by_code)
        expected = f"{instrument.name} has no such site."
        if similar:
            expected += f" Similar ones: {', '.join(similar)}."
    return Problem(
        kind=kind, site=code, where=f"Site “{code}”", found="an entry", expected=expected
    )


def _split(instrument: Instrument, code: str) -> tuple[str | None, str]:
    """Feature and site of a code shaped like this instrument's, whether or not it exists."""
    *prefix, site = code.split(".")
    shape = len(instrument.items[0].code.split("."))
    return (prefix[-1] if len(prefix) == shape - 1 else None), site


def _check_entry(item: Item, entry: Entry, step: Decimal) -> Problem | None:
    if entry.value is None and entry.reason is None:
        return _entry_problem(item, ProblemKind.NEITHER, "neither score nor reason", step)
    if entry.value is not None and entry.reason is not None:
        found = f"score {entry.value} and reason “{entry.reason.label}”"
        return _entry_problem(item, ProblemKind.VALUE_AND_REASON, found, step)
    return None if entry.value is None else check_score(item, entry.value, step=step)


def _entry_problem(item: Item, kind: ProblemKind, found: str, step: Decimal) -> Problem:
    return Problem(
        kind=kind,
        site=item.code,
        where=f"{item.full_label} ({item.code})",
        found=found,
        expected=(
            f"Expected either a score ({allowed_scores(item, step)}) or a reason why there is none."
        ),
    )


def _feature_not_read(instrument: Instrument, item: Item, chosen: frozenset[str]) -> Problem:
    read = ", ".join(key for key in instrument.feature_keys if key in chosen) or "none"
    return Problem(
        kind=ProblemKind.FEATURE_NOT_READ,
        site=item.code,
        where=f"{item.full_label} ({item.code})",
        found="an entry",
        expected=f"Features read here: {read}.",
    )
