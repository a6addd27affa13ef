"""Sensitivity analyses: sentences of format 1 become codes with their particulars.

The patterns are the sentences that code of that time made, whole; no other sentence is taken. An
SDC was told to two decimals, which is what is known of it now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from analytics.codec import NOT_ESTIMABLE

BEYOND = r"change [<>] (−?\d+(?:\.\d+)?)"
MAIN = re.compile(rf"(?:Main analysis: )?{BEYOND}")
THRESHOLD = re.compile(rf"C{BEYOND[1:]}")
SDC = re.compile(r"(?:SDC \d+(?:\.\d+)? %: )?change [<>] (?:−?(\d+\.\d\d)|SDC)")
SDC_KEY = re.compile(r"sdc-(\d+(?:\.\d+)?)")
SDC_NOTE = re.compile(r"SDC (\d+\.\d\d) = (.+), from (\d+) patients")
READER = re.compile(r"Reader (\d+)(?: of the pool of (\d+))? alone")
READER_NOTE = re.compile(
    r"(?:as this reader scored, without scores that the protocol assumes for operated sites)?"
)
# Each policy with its label and its note.
FILMS = {
    "linear-extrapolation": (
        re.compile(r"(?:Missing film: )?linear extrapolation"),
        re.compile(r"baseline plus the slope to the last earlier film, continued"),
    ),
    "last-observation": (
        re.compile(r"(?:Missing film: )?last film carried forward"),
        re.compile(r"the last earlier film carried forward"),
    ),
    "mean-change": (
        re.compile(r"(?:Missing film: )?mean change of the others"),
        re.compile(r"baseline plus the mean change of patients with both films"),
    ),
    "conditional-mean": (
        re.compile(r"(?:Missing film: )?regression on baseline"),
        re.compile(r"regression of the last score on baseline in patients with both films"),
    ),
}
SURGERY = re.compile(r"Without patients with assumed scores")
SURGERY_NOTE = re.compile(r"(\d+) left out: the protocol assumes a score for operated sites")
BELOW = {
    "half-limit": re.compile(r"Below the limit: LLOD / 2"),
    "root-two": re.compile(r"Below the limit: LLOD / √2"),
    "ros": re.compile(r"Below the limit: regression on order statistics"),
    "exclude": re.compile(r"Below the limit: left out"),
}
BELOW_NOTE = re.compile(r"(\d+) below their limit(?:; ranks stay tied at the common limit)?")
REPLICATES = re.compile(r"replicates|Replicates that disagree: the other rule")
REPLICATES_NOTE = re.compile(
    r"(\d+)(?: (?:result has|results have) replicates on different sides of a limit)?"
)
IMPUTED = re.compile(r"Missing values: multiple imputation")
IMPUTED_NOTE = re.compile(r"(\d+) data sets by chained equations, pooled by Rubin's rules")
NOTHING = re.compile("")
REMARKS = {
    "fewer-than-two-readers": re.compile(
        r"Fewer than two readers have read, so no reader is set apart\."
    ),
    "no-film-missing": re.compile(r"No patient lacks the follow-up visit, so no film is imputed\."),
    "no-baseline-to-impute-from": re.compile(
        r"(\d+) (?:patient lacks|patients lack) the follow-up visit; without a baseline reading by "
        r"every planned reader no film can be imputed\."
    ),
    "nothing-below-limit": re.compile(
        r"No concentration of the primary exposure lies below its limit, so no policy for such "
        r"values is compared\."
    ),
    "nothing-missing": re.compile(
        r"Nothing is missing, so multiple imputation would repeat the main analysis\."
    ),
}
TOO_FEW = re.compile(r"(.+) (is known for \d+ patients only, too few to impute from\.)")


def upgrade(part: dict[str, Any]) -> dict[str, Any]:
    """Every row says by code what it changes.

    Raises LookupError for a sentence that no release stored.
    """
    return {
        "outcomes": [_outcome(found) for found in part["outcomes"]],
        "comparisons": [_comparison(found) for found in part["comparisons"]],
    }


def _outcome(found: dict[str, Any]) -> dict[str, Any]:
    keys = {key: key for key in (found["endpoint"], found["covariate"]) if key}
    keys |= {"concentration": found["exposure"]} if found["exposure"] else {}
    return {
        "endpoint": found["endpoint"],
        "rows": [_outcome_row(_named(row, keys), found["covariate"]) for row in found["rows"]],
        "remarks": [_remark(sentence) for sentence in found["remarks"]],
    }


def _cutoff(found: dict[str, Any]) -> dict[str, Any]:
    """No cut-off of a row had an interval."""
    return found if NOT_ESTIMABLE in found else found | {"interval": None}


def _outcome_row(row: dict[str, Any], covariate: str | None) -> dict[str, Any]:
    return {
        "decision": _decision(row["group"], row["key"], row["label"], row["note"]),
        "same": row["same"],
        "imputed": row["imputed"],
        "curve": {
            **{name: row[name] for name in ("n", "events", "auc")},
            "cutoff": _cutoff(row["cutoff"]),
        },
        "model": {
            "exposure": row["exposure"],
            "covariates": _covariates(covariate, row["covariate"]),
            "method": row["method"],
            "n": row["model_n"],
        },
        "changed": [covariate if name == "covariate" else name for name in row["changed"]],
    }


def _covariates(key: str | None, effect: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The one covariate that there could be; it had one coefficient."""
    if key is None or effect is None:
        return []
    return [{"term": key, "effect": effect, "p": effect["p"]}]


def _comparison(found: dict[str, Any]) -> dict[str, Any]:
    keys = {found[side]: found[side] for side in ("first", "second")}
    return {
        **{name: found[name] for name in ("key", "first", "second")},
        "rows": [_comparison_row(_named(row, keys)) for row in found["rows"]],
        "remarks": [_remark(sentence) for sentence in found["remarks"]],
    }


def _comparison_row(row: dict[str, Any]) -> dict[str, Any]:
    first, second = _decisions(row)
    kept = ("same", "imputed", "n", "first", "second", "difference", "changed")
    return {
        "first_decision": first,
        "second_decision": second,
        **{name: row[name] for name in kept},
    }


def _decisions(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of a comparison: what they had in common was said once."""
    one, between, two = row["label"].partition(" / ")
    labels = (one, two if between else one)
    kinds = (row["group"], _kind_beside(row["group"], labels[1]))
    told = [_has_note(kind, label) for kind, label in zip(kinds, labels, strict=True)]
    notes = row["note"].split("; ")
    if len(notes) > max(1, sum(told)):
        raise LookupError(row["note"])
    # A note that belongs to neither side is refused with the first.
    own = [notes[0] if told[0] or not told[1] else "", notes[-1] if told[1] else ""]
    first, second = (_decision(kinds[i], row["key"], labels[i], own[i]) for i in (0, 1))
    return first, second


def _kind_beside(kind: str, label: str) -> str:
    """A film or an operated site may concern one side only: the other is its main analysis."""
    if kind in {"film", "surgery"} and MAIN.fullmatch(label):
        return "main"
    if kind == "main" and SURGERY.fullmatch(label):
        return "surgery"
    if kind == "main" and any(own.fullmatch(label) for own, _ in FILMS.values()):
        return "film"
    return kind


def _has_note(kind: str, label: str) -> bool:
    return kind in {"reader", "film", "surgery", "missing"} or (
        kind == "detectable" and not label.endswith("SDC")
    )


def _decision(kind: str, key: str, label: str, note: str) -> dict[str, Any]:
    return {"kind": kind, **PARTICULARS[kind](key, label, note)}


def _main(key: str, label: str, note: str) -> dict[str, Any]:
    _whole(MAIN, label)
    _whole(NOTHING, note)
    return {}


def _threshold(key: str, label: str, note: str) -> dict[str, Any]:
    _whole(NOTHING, note)
    return {"threshold": float(_whole(THRESHOLD, label)[1].replace("−", "-"))}


def _detectable(key: str, label: str, note: str) -> dict[str, Any]:
    level = round(float(_whole(SDC_KEY, key)[1]) / 100, 10)
    value = _whole(SDC, label)[1]
    if value is None:
        _whole(NOTHING, note)
        return {"level": level, "sdc": None}
    told, formula, patients = _whole(SDC_NOTE, note).groups()
    if told != value:
        raise LookupError(note)
    sdc = {"value": float(value), "formula": formula, "patients": int(patients)}
    return {"level": level, "sdc": sdc}


def _reader(key: str, label: str, note: str) -> dict[str, Any]:
    """The note is what the plan's policy for operated sites says."""
    _whole(READER_NOTE, note)
    place, pool = _whole(READER, label).groups()
    return {"place": int(place), "pool": None if pool is None else int(pool)}


def _film(key: str, label: str, note: str) -> dict[str, Any]:
    policy = _which({policy: own for policy, (own, _) in FILMS.items()}, label)
    _whole(FILMS[policy][1], note)
    return {"policy": policy}


def _surgery(key: str, label: str, note: str) -> dict[str, Any]:
    _whole(SURGERY, label)
    return {"patients": int(_whole(SURGERY_NOTE, note)[1])}


def _below(key: str, label: str, note: str) -> dict[str, Any]:
    return {"policy": _which(BELOW, label), "results": int(_whole(BELOW_NOTE, note)[1])}


def _replicates(key: str, label: str, note: str) -> dict[str, Any]:
    _whole(REPLICATES, label)
    return {"results": int(_whole(REPLICATES_NOTE, note)[1])}


def _imputed(key: str, label: str, note: str) -> dict[str, Any]:
    _whole(IMPUTED, label)
    return {"imputations": int(_whole(IMPUTED_NOTE, note)[1])}


PARTICULARS: Mapping[str, Callable[[str, str, str], dict[str, Any]]] = {
    "main": _main,
    "threshold": _threshold,
    "detectable": _detectable,
    "reader": _reader,
    "film": _film,
    "surgery": _surgery,
    "below-limit": _below,
    "replicates": _replicates,
    "missing": _imputed,
}


def _remark(sentence: str) -> dict[str, Any]:
    code = _which(REMARKS, sentence)
    found = _whole(REMARKS[code], sentence)
    return {"code": code, "patients": int(found[1]) if found.groups() else None}


def _which(patterns: Mapping[str, re.Pattern[str]], text: str) -> str:
    for code, pattern in patterns.items():
        if pattern.fullmatch(text):
            return code
    raise LookupError(text)


def _whole(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise LookupError(text)
    return found


def _named(value: Any, keys: Mapping[str, str]) -> Any:
    """Undo the capital that a key got at the beginning of a reason, so that reading can name it."""
    if isinstance(value, dict):
        return {name: _named(part, keys) for name, part in value.items()}
    found = TOO_FEW.fullmatch(value) if isinstance(value, str) else None
    key = keys.get(found[1].lower()) if found else None
    return f"{key} {found[2]}" if found and key else value
