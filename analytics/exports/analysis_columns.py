"""What each column of a stored data set is called, says and holds when it is exported.

The data set keeps scores in whole half units, so that sums are exact; an export has points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.outcomes import REASONS
from analytics.exports.names import legal_names
from analytics.exports.table import Column
from analytics.exports.wording import SIGN_CODES
from ra_registry.cohort.activity import RESULT_NAMES
from ra_registry.cohort.models.patient import Diagnosis, Hand, Sex
from scoring.instruments import get_instrument

Convert = Callable[[Any], Any]
DECIMAL, WHOLE, YES_NO, TEXT = "decimal number", "whole number", "yes/no", "text"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# The key of the database leads nowhere outside of it; patients are known by ``patient``.
LEFT_OUT = frozenset({"patient_id"})


@dataclass(frozen=True)
class Exported:
    """A column of the data set with its name and words outside, and how its values are written."""

    source: str
    column: Column
    convert: Convert


def _as_is(value: Any) -> Any:
    return value


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _yes_no(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _points(value: Any) -> float | None:
    return None if value is None else value / 2


CONVERT: Mapping[str, Convert] = {DECIMAL: _as_is, WHOLE: _whole, YES_NO: _yes_no, TEXT: _as_is}


def described(names: list[str], meta: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Exported]:
    """Return the exported columns of a data set, in its order.

    ``meta`` and ``plan`` are those that the run was computed with: they know what the analytes,
    campaigns and endpoints are called.
    """
    words = _Words(meta, plan)
    kept = [name for name in names if name not in LEFT_OUT]
    found = [words.of(name) for name in kept]
    legal = legal_names([column.name for column, _convert in found])
    return [
        Exported(
            source,
            Column(name, column.label, column.kind, column.unit, column.codes),
            convert,
        )
        for source, name, (column, convert) in zip(kept, legal, found, strict=True)
    ]


class _Words:
    """Finds what a column is, by the first part of its name: patient, analyte, endpoint, reads."""

    def __init__(self, meta: Mapping[str, Any], plan: Mapping[str, Any]) -> None:
        self.analytes = {analyte["code"]: analyte for analyte in meta["analytes"]}
        self.endpoints = {endpoint["key"]: endpoint for endpoint in plan["endpoints"]}
        self.read_sets = {read_set["key"]: read_set for read_set in meta["read_sets"]}
        self.people = {column.name: column for column in _people()}
        self.people["pseudonym"] = self.people["patient"]

    def of(self, source: str) -> tuple[Column, Convert]:
        place, *parts = source.split("/")
        if not parts:
            column = self.people.get(place) or _unknown(source)
            return column, CONVERT[column.kind]
        if place in self.analytes:
            column = _of_analyte(source, self.analytes[place], parts[0])
        elif place in self.endpoints:
            column = _of_endpoint(source, self.endpoints[place], parts[0])
        elif place in self.read_sets:
            return self._of_reader(source, self.read_sets[place], parts)
        else:
            column = _unknown(source)
        return column, CONVERT[column.kind]

    def _of_reader(
        self, source: str, read_set: Mapping[str, Any], parts: list[str]
    ) -> tuple[Column, Convert]:
        """``<feature>/r<person>/<part>``: who the person is never leaves, the letter stands."""
        feature, reader, part = parts
        letter = _letters(read_set["readers"].index(int(reader.removeprefix("r"))))
        what, unit, kind, short = _reader_part(part, read_set)
        label = _("%(title)s: %(feature)s, reader %(letter)s, %(what)s") % {
            "title": read_set["title"],
            "feature": get_instrument(read_set["instrument"]).feature(feature).label,
            "letter": letter.upper(),
            "what": what,
        }
        name = f"{read_set['key']}_{feature}_{letter}_{short}"
        convert = _points if part.endswith("_half") else CONVERT[kind]
        return Column(name, label, kind, unit), convert


def _letters(place: int) -> str:
    """The readers of a campaign in a fixed order: a, b, ..., z, aa."""
    more, last = divmod(place, len(LETTERS))
    return (_letters(more - 1) if more else "") + LETTERS[last]


def _unknown(source: str) -> Column:
    return Column(source, source.replace("/", " ").replace("_", " "))


def _people() -> list[Column]:
    """What is known of the patients themselves; ``pseudonym`` is ``patient`` everywhere outside."""
    joints, points = _("joints"), _("points")
    rf_unit = _("see rf_unit of the table patients")
    acpa_unit = _("see acpa_unit of the table patients")
    return [
        Column("patient", _("Study pseudonym")),
        Column("centre", _("Centre, by code")),
        Column("sex", _("Sex"), codes=dict(Sex.choices)),
        Column("diagnosis", _("Diagnosis"), codes=dict(Diagnosis.choices)),
        Column("dominant_hand", _("Dominant hand"), codes=dict(Hand.choices)),
        Column("age", _("Age in the year of enrolment"), WHOLE, _("years")),
        Column(
            "symptom_onset_known_to",
            _("First symptoms, how exactly they are known"),
            codes={"year": _("year"), "month": _("month"), "day": _("day")},
        ),
        Column("symptom_months", _("Symptoms before enrolment"), DECIMAL, _("months")),
        Column("rf_value", _("Rheumatoid factor"), DECIMAL, rf_unit),
        Column("rf_sign", _("Sign before rf_value"), codes=SIGN_CODES),
        Column("rf_uln", _("Rheumatoid factor, upper limit of normal"), DECIMAL, rf_unit),
        Column("acpa_value", _("ACPA"), DECIMAL, acpa_unit),
        Column("acpa_sign", _("Sign before acpa_value"), codes=SIGN_CODES),
        Column("acpa_uln", _("ACPA, upper limit of normal"), DECIMAL, acpa_unit),
        Column("rf_positive", _("Rheumatoid factor above its upper limit of normal"), YES_NO),
        Column("acpa_positive", _("ACPA above its upper limit of normal"), YES_NO),
        Column("seropositive", _("RF or ACPA above its upper limit of normal"), YES_NO),
        Column("has_baseline", _("The baseline visit took place"), YES_NO),
        Column("has_assessment", _("The baseline visit has a clinical assessment"), YES_NO),
        Column("tjc28", _("Tender joints of 28, baseline"), WHOLE, joints),
        Column("sjc28", _("Swollen joints of 28, baseline"), WHOLE, joints),
        Column("ptga_mm", _("Patient global assessment, baseline"), WHOLE, "mm"),
        Column("phga_mm", _("Physician global assessment, baseline"), WHOLE, "mm"),
        Column("esr", _("Erythrocyte sedimentation rate, baseline"), DECIMAL, "mm/h"),
        Column("crp_mg_l", _("C-reactive protein, baseline"), DECIMAL, "mg/l"),
        Column("esr_sign", _("Sign before esr"), codes=SIGN_CODES),
        Column("crp_sign", _("Sign before crp_mg_l"), codes=SIGN_CODES),
        Column("haq_di", _("HAQ disability index, baseline"), DECIMAL, points),
        *(
            Column(name, _("%(score)s, baseline") % {"score": RESULT_NAMES[key]}, DECIMAL, points)
            for name, key in (
                ("das28_esr", "das28-esr/1"),
                ("das28_crp", "das28-crp/1"),
                ("sdai", "sdai/1"),
                ("cdai", "cdai/1"),
            )
        ),
    ]


def _of_analyte(source: str, analyte: Mapping[str, Any], part: str) -> Column:
    """``<analyte>/<part>``: the baseline concentration and what stands behind it."""
    unit = analyte["unit"]
    parts = {
        "value": (_("concentration, mean of the replicates"), DECIMAL, unit),
        "censor": (_("where it lies"), TEXT, ""),
        "replicates": (_("number of replicates"), WHOLE, _("wells")),
        "llod": (_("lower limit of detection"), DECIMAL, unit),
        "lloq": (_("lower limit of quantification"), DECIMAL, unit),
        "uloq": (_("upper limit of quantification"), DECIMAL, unit),
        "batch": (_("batch that counts"), WHOLE, ""),
        "plates": (_("plates, by barcode"), TEXT, ""),
        "batches": (_("number of batches that measured it"), WHOLE, _("batches")),
        "mixed": (_("replicates lie on different sides of a limit"), YES_NO, ""),
        "other_value": (_("concentration by the other rule for such replicates"), DECIMAL, unit),
        "other_censor": (_("where it lies by the other rule"), TEXT, ""),
    }
    if part not in parts:
        return _unknown(source)
    what, kind, unit = parts[part]
    label = _("%(analyte)s, baseline: %(what)s") % {"analyte": analyte["name"], "what": what}
    return Column(source, label, kind, unit, _places() if part.endswith("censor") else {})


def _places() -> dict[str, str]:
    return {
        "below": _("Below the limit of detection or the curve, every replicate"),
        "in_range": _("In range, every replicate"),
        "above": _("Above the limit of quantification or the curve, every replicate"),
        "mixed": _("Replicates lie in different places"),
        "unknown": _("Not stated"),
    }


def _of_endpoint(source: str, endpoint: Mapping[str, Any], part: str) -> Column:
    """``<endpoint>/<part>``: the event and the readers' mean change that it is decided on."""
    parts = {
        "event": (_("the patient has it"), YES_NO, ""),
        "change": (_("mean change of the readers"), DECIMAL, _("points")),
        "readers": (_("number of readings"), WHOLE, _("readings")),
        "pairs": (_("sites scored at both visits, of the reader with fewest"), WHOLE, _("sites")),
        "excluded": (_("why the patient has no result"), TEXT, ""),
    }
    if part not in parts:
        return _unknown(source)
    what, kind, unit = parts[part]
    label = _("%(endpoint)s: %(what)s") % {"endpoint": endpoint["label"], "what": what}
    codes = {reason: reason.capitalize() for reason in REASONS} if part == "excluded" else {}
    return Column(source, label, kind, unit, codes)


def _reader_part(part: str, read_set: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return what a part of one reader's scores is, its unit, its kind and its short name."""
    visits = {"first": read_set["baseline"], "last": read_set["follow_up"]}
    points, sites = _("points"), _("sites")
    return {
        "baseline_half": (_("sum at %(first)s") % visits, points, DECIMAL, "base"),
        "baseline_sites": (_("sites scored at %(first)s") % visits, sites, WHOLE, "base_n"),
        "follow_up_half": (_("sum at %(last)s") % visits, points, DECIMAL, "fu"),
        "follow_up_sites": (_("sites scored at %(last)s") % visits, sites, WHOLE, "fu_n"),
        "change_half": (_("change over sites scored at both visits"), points, DECIMAL, "chg"),
        "pairs": (_("sites scored at both visits"), sites, WHOLE, "pairs"),
        "worse": (_("sites that became worse"), sites, WHOLE, "worse"),
        "better": (_("sites that became better"), sites, WHOLE, "better"),
    }[part]
