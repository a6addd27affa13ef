"""Which covariates, interactions and subgroups a plan may choose; each problem by its field.

A field of the second covariate is ``covariates.2.cuts``: places count from 1, as people do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.adjustment import PRIMARY, CovariateForm
from analytics.design.options import COVARIATES, FORMS, KNOTS, LEVELS, YES_NO
from analytics.design.values import Problems, add, is_number

MOST_COVARIATES, MOST_INTERACTIONS, MOST_SUBGROUPS, MOST_CUTS = 8, 6, 8, 6
LARGEST_CUT = 1e6
Entry = Mapping[str, Any]


def check_covariates(choices: Mapping[str, Any], problems: Problems) -> None:
    """Tell of covariates that no model could take."""
    parts = ("variable", "form", "cuts", "knots")
    entries = _entries(choices["covariates"], "covariates", parts, MOST_COVARIATES, problems)
    for field, entry in entries:
        if _variable(entry, field, problems):
            _form(entry, field, problems)
    _each_variable_once(entries, problems)


def check_interactions(choices: Mapping[str, Any], problems: Problems) -> None:
    """Tell of pairs that aren't two different terms of the plan's model."""
    parts = ("first", "second")
    entries = _entries(choices["interactions"], "interactions", parts, MOST_INTERACTIONS, problems)
    terms = [PRIMARY, *_variables(choices["covariates"])]
    seen: set[frozenset[str]] = set()
    for field, entry in entries:
        pair = [entry[part] for part in parts]
        wrong = [part for part in parts if entry[part] not in terms]
        for part in wrong:
            expected, found = ", ".join(map(_called, terms)), _called(entry[part])
            sentence = _("Expected the primary exposure or a covariate of the plan (%(expected)s); "
                         "found %(found)s.")  # fmt: skip
            parts_of_it = {"expected": expected, "found": found}
            add(problems, f"{field}.{part}", sentence % parts_of_it)
        if wrong:
            continue
        if pair[0] == pair[1]:
            add(problems, f"{field}.second", _("An interaction needs two different terms."))
        elif frozenset(pair) in seen:
            sentence = _("The interaction of %(first)s with %(second)s is given twice.")
            named = {"first": _called(pair[0]), "second": _called(pair[1])}
            add(problems, f"{field}.second", sentence % named)
        seen.add(frozenset(pair))


def check_subgroups(choices: Mapping[str, Any], problems: Problems) -> None:
    """Tell of variables that can't divide the patients as they are chosen."""
    parts = ("variable", "cuts")
    entries = _entries(choices["subgroups"], "subgroups", parts, MOST_SUBGROUPS, problems)
    for field, entry in entries:
        if _variable(entry, field, problems):
            divided = entry["variable"] not in YES_NO | LEVELS
            _cuts(entry, field, problems, wanted=divided)
    _each_variable_once(entries, problems)


def _entries(
    value: Any, field: str, parts: Sequence[str], most: int, problems: Problems
) -> list[tuple[str, Entry]]:
    """Each entry of a list with its field; what is no such list, or too long, is refused."""
    if not isinstance(value, list):
        add(problems, field, _("Expected a list; found %(found)s.") % {"found": value})
        return []
    if len(value) > most:
        sentence = ngettext(
            "Give up to %(most)d; found %(found)d.", "Give up to %(most)d; found %(found)d.", most
        )
        add(problems, field, sentence % {"most": most, "found": len(value)})
    found: list[tuple[str, Entry]] = []
    for place, entry in enumerate(value, start=1):
        if isinstance(entry, dict) and set(entry) == set(parts):
            found.append((f"{field}.{place}", entry))
            continue
        sentence = _("Expected the fields %(parts)s; found %(found)s.")
        said = {"parts": ", ".join(parts), "found": entry}
        add(problems, f"{field}.{place}", sentence % said)
    return found


def _variable(entry: Entry, field: str, problems: Problems) -> bool:
    variable, field = entry["variable"], f"{field}.variable"
    if not isinstance(variable, str) or variable not in COVARIATES:
        sentence = _("Expected one of %(expected)s; found %(found)s.")
        parts = {"expected": ", ".join(COVARIATES), "found": variable}
        add(problems, field, sentence % parts)
        return False
    return True


def _form(entry: Entry, field: str, problems: Problems) -> None:
    variable, form, knots = entry["variable"], entry["form"], entry["knots"]
    allowed = forms_of(variable)
    if form not in allowed:
        sentence = _("%(variable)s can be entered as: %(forms)s; found %(found)s.")
        said = {
            "variable": _called(variable),
            "forms": ", ".join(f"{FORMS[one]} ({one})" for one in allowed),
            "found": form,
        }
        add(problems, f"{field}.form", sentence % said)
        return
    _cuts(entry, field, problems, wanted=form == "categories" and variable not in LEVELS)
    if form == "spline" and (isinstance(knots, bool) or knots not in KNOTS):
        sentence = _("The spline of %(variable)s needs 3, 4 or 5 knots; found %(found)s.")
        found = {"variable": _called(variable), "found": _("none") if knots is None else knots}
        add(problems, f"{field}.knots", sentence % found)
    if form != "spline" and knots is not None:
        sentence = _("%(variable)s has knots, but only a spline takes them; found %(found)s.")
        add(problems, f"{field}.knots", sentence % {"variable": _called(variable), "found": knots})


def forms_of(variable: str) -> tuple[CovariateForm, ...]:
    """Return the forms that a variable of the white list can be entered in."""
    if variable in YES_NO:
        return ("linear",)
    return ("categories",) if variable in LEVELS else tuple(FORMS)


def _cuts(entry: Entry, field: str, problems: Problems, *, wanted: bool) -> None:
    cuts, field = entry["cuts"], f"{field}.cuts"
    named = {"variable": _called(entry["variable"]), "most": MOST_CUTS, "found": cuts}
    numbers = isinstance(cuts, list) and all(
        is_number(cut) and abs(cut) <= LARGEST_CUT for cut in cuts
    )
    if not numbers:
        sentence = _("The cut points of %(variable)s must be a list of numbers; found %(found)s.")
        add(problems, field, sentence % named)
    elif not wanted and cuts:
        sentence = _("%(variable)s is not cut in this form; found the cut points %(found)s.")
        add(problems, field, sentence % (named | {"found": _listed(cuts)}))
    elif wanted and not 1 <= len(cuts) <= MOST_CUTS:
        sentence = _("Give one to %(most)d cut points of %(variable)s; found %(found)s.")
        add(problems, field, sentence % (named | {"found": _listed(cuts)}))
    elif any(low >= high for low, high in pairwise(cuts)):
        sentence = _("The cut points of %(variable)s must ascend; found %(found)s.")
        add(problems, field, sentence % (named | {"found": _listed(cuts)}))


def _listed(cuts: Sequence[float]) -> str:
    return "; ".join(f"{cut:.10g}" for cut in cuts) or _("none")


def _each_variable_once(entries: Sequence[tuple[str, Entry]], problems: Problems) -> None:
    seen: set[str] = set()
    for field, entry in entries:
        variable = str(entry["variable"])
        if variable in seen:
            sentence = _("%(variable)s is given twice.") % {"variable": _called(variable)}
            add(problems, f"{field}.variable", sentence)
        seen.add(variable)


def _variables(entries: Any) -> list[str]:
    """The variables of chosen covariates, as far as they are of the shape they should be."""
    if not isinstance(entries, list):
        return []
    found = [entry.get("variable") for entry in entries if isinstance(entry, dict)]
    return [variable for variable in found if isinstance(variable, str)]


def _called(variable: Any) -> str:
    """Return a term as people read it, whatever stands in its place."""
    if variable == PRIMARY:
        return _("the primary exposure")
    known = isinstance(variable, str) and variable in COVARIATES
    return str(COVARIATES[variable]) if known else str(variable)
