"""What the rules find, in words: made when it is shown, from what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ra_registry.cohort.rules import Finding, Place
from ra_registry.cohort.rules.table import COMPLAINT_AT_EARLIER

FIELDS: dict[tuple[str, str], str | Promise] = {
    ("patient", "birth_year"): gettext_lazy("year of birth"),
    ("patient", "symptom_onset"): gettext_lazy("first symptom"),
    ("patient", "diagnosed_on"): gettext_lazy("diagnosis"),
    ("patient", "enrolled_on"): gettext_lazy("enrolment"),
    ("patient", "rf_value"): gettext_lazy("RF"),
    ("patient", "acpa_value"): gettext_lazy("ACPA"),
    ("visit", "took_place_on"): gettext_lazy("day of the visit"),
    ("assessment", "tjc28"): gettext_lazy("tender joints"),
    ("assessment", "sjc28"): gettext_lazy("swollen joints"),
    ("assessment", "ptga_mm"): gettext_lazy("patient global"),
    ("assessment", "phga_mm"): gettext_lazy("physician global"),
    ("assessment", "esr"): gettext_lazy("ESR"),
    ("assessment", "crp_value"): gettext_lazy("CRP"),
    ("assessment", "haq_di"): gettext_lazy("HAQ-DI"),
    ("assessment", "das28"): gettext_lazy("DAS28"),
    ("treatment", "dose"): gettext_lazy("dose"),
    ("treatment", "started_on"): gettext_lazy("start"),
    ("treatment", "stopped_on"): gettext_lazy("end"),
    ("examination", "acquired_on"): gettext_lazy("day of the examination"),
    ("examination", "side"): gettext_lazy("hand imaged"),
    ("sample", "taken_on"): gettext_lazy("day of the sample"),
    ("plate", "read_on"): gettext_lazy("day of reading"),
}
KINDS: dict[str, str | Promise] = {
    "patient": gettext_lazy("Patient"),
    "visit": gettext_lazy("Visit"),
    "assessment": gettext_lazy("Assessment"),
    "treatment": gettext_lazy("Treatment"),
    "examination": gettext_lazy("Examination"),
    "sample": gettext_lazy("Sample"),
    "plate": gettext_lazy("Plate"),
}
# What the rules are called in lists and filters.
RULES: dict[str, str | Promise] = {
    "unusual": gettext_lazy("Unusual value"),
    "impossible": gettext_lazy("Impossible value"),
    "jump": gettext_lazy("Far from the value before"),
    "at-odds": gettext_lazy("Two values at odds"),
    "enrolment-after-birth": gettext_lazy("Enrolment before birth"),
    "onset-after-birth": gettext_lazy("First symptom before birth"),
    "diagnosis-after-birth": gettext_lazy("Diagnosis before birth"),
    "onset-before-enrolment": gettext_lazy("First symptom after enrolment"),
    "onset-before-diagnosis": gettext_lazy("Diagnosis before the first symptom"),
    "diagnosis-before-enrolment": gettext_lazy("Diagnosis after enrolment"),
    "treatment-after-birth": gettext_lazy("Treatment before birth"),
    "stop-after-start": gettext_lazy("Treatment ends before it starts"),
    "visit-after-birth": gettext_lazy("Visit before birth"),
    "sample-after-birth": gettext_lazy("Sample before birth"),
    "examination-after-birth": gettext_lazy("Examination before birth"),
    "plate-after-sample": gettext_lazy("Plate read before its sample was taken"),
    "visit-after-enrolment": gettext_lazy("Visit before enrolment"),
    "visits-in-order": gettext_lazy("Visits in another order than planned"),
    "visit-outside-window": gettext_lazy("Visit outside its window"),
    "same-side": gettext_lazy("Another hand than at first"),
}
RECKONED: dict[str, str | Promise] = {
    "age_at_enrolment": gettext_lazy("age at enrolment"),
    "symptom_duration": gettext_lazy("duration of symptoms at enrolment"),
    "sample_day": gettext_lazy("days from the visit to the sample"),
    "examination_day": gettext_lazy("days from the visit to the examination"),
}
UNITS: dict[str, str | Promise] = {
    "joints": pgettext_lazy("unit", "joints"),
    "years": pgettext_lazy("unit", "years"),
    "months": pgettext_lazy("unit", "months"),
    "days": pgettext_lazy("unit", "days"),
}
SIDES: dict[str, str | Promise] = {
    "R": pgettext_lazy("hand", "right"),
    "L": pgettext_lazy("hand", "left"),
}


def sentence(finding: Finding, *, turned: bool = False) -> str:
    """Return a finding as one sentence that names both records and both values.

    ``turned`` complains of the second place, where that is the one which was just written.
    """
    if finding.rule in {"unusual", "impossible"}:
        return _out_of_limits(finding)
    if finding.rule == "visit-outside-window":
        return _out_of_window(finding)
    first, second = finding.places[:2]
    parts = {
        "first": described(second if turned else first),
        "second": described(first if turned else second),
        "factor": finding.usual.get("factor", ""),
        "year": second.text[:4],
    }
    if finding.rule == "jump":
        text = _("Found %(first)s, a factor of %(factor)s or more away from %(second)s.")
    elif finding.rule == "at-odds":
        text = _("Found %(first)s beside %(second)s, which hardly go together.")
    elif finding.rule == "same-side":
        text = _("Found %(first)s, expected the same hand as %(second)s.")
    elif finding.rule == "enrolment-after-birth" and not turned:
        text = _("Found %(first)s, expected not after the year of enrolment, %(year)s.")
    elif (finding.rule in COMPLAINT_AT_EARLIER) != turned:
        text = _("Found %(first)s, expected not after %(second)s.")
    else:
        text = _("Found %(first)s, expected not before %(second)s.")
    return text % parts


def question(finding: Finding) -> str:
    """Return what a form asks."""
    return _("%(sentence)s Keep it?") % {"sentence": sentence(finding)}


def described(place: Place) -> str:
    """Return a value with its field and its record: "CRP 450 mg/dL (Assessment, Baseline)"."""
    field = FIELDS.get((place.kind, place.field), place.field)
    text = SIDES.get(place.text, place.text) if place.field == "side" else place.text
    if place.kind == "visit":
        return _("%(visit)s on %(day)s") % {"visit": place.name, "day": text}
    kind = KINDS.get(place.kind, place.kind)
    where = f"{kind}, {place.name}" if place.name else kind
    return f"{field} {text} ({where})"


def rule_name(rule: str) -> str:
    """Return what a rule is called; one that a later version no longer has keeps its key."""
    return str(RULES.get(rule, rule))


def found(finding: Finding) -> str:
    """Return the values found, as an answer keeps them."""
    return "; ".join(described(one) for one in finding.places)[:400]


def _out_of_limits(finding: Finding) -> str:
    usual = finding.usual
    unit = str(UNITS.get(usual.get("unit", ""), usual.get("unit", "")))
    variable = usual.get("variable", "")
    values = ", ".join(described(one) for one in finding.places)
    if variable in RECKONED:
        values = f"{RECKONED[variable]} {usual.get('found', '')} {unit}: {values}"
    parts = {"found": values, "range": _range(usual, unit)}
    if finding.hard:
        return _("Found %(found)s, possible is %(range)s.") % parts
    return _("Found %(found)s, usual is %(range)s.") % parts


def _out_of_window(finding: Finding) -> str:
    days = int(finding.usual["days"])
    if finding.usual["side"] == "before":
        text = ngettext(
            "Found %(found)s, usual is %(low)s to %(high)s: %(days)d day before the window opens.",
            "Found %(found)s, usual is %(low)s to %(high)s: %(days)d days before the window opens.",
            days,
        )
    else:
        text = ngettext(
            "Found %(found)s, usual is %(low)s to %(high)s: %(days)d day after the window closes.",
            "Found %(found)s, usual is %(low)s to %(high)s: %(days)d days after the window closes.",
            days,
        )
    parts = dict(finding.usual) | {"found": described(finding.places[0]), "days": days}
    return text % parts


def _range(usual: Mapping[str, Any], unit: str) -> str:
    low, high = usual.get("low", ""), usual.get("high", "")
    parts = {"low": low, "high": high, "unit": unit}
    if low and high:
        text = _("%(low)s to %(high)s %(unit)s") % parts
    elif high:
        text = _("at most %(high)s %(unit)s") % parts
    else:
        text = _("at least %(low)s %(unit)s") % parts
    return text.strip()


def places_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Return places as they were stored."""
    return tuple(Place(**one) for one in stored)
