"""What each column of a stored data set is called, says and holds when it is exported.

The data set keeps scores in whole half units, so that sums are exact; an export has points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.described_courses import DescribedCourse, ScoreCourse
from analytics.datasets.meta import NO_EVENT, DataSetMeta, DescribedReadSet
from analytics.design.described import Endpoint
from analytics.design.plan import Plan
from analytics.design.variable import Variable
from analytics.exports.course_columns import of_course
from analytics.exports.names import legal_names, letters
from analytics.exports.reader_columns import of_reader
from analytics.exports.table import ExportColumn
from analytics.exports.wording import SIGN_CODES
from analytics.tables.endpoints import unit as unit_of
from analytics.tables.endpoints import value as value_words
from analytics.tables.flow import exclusion
from ra_registry.cohort.activity import RESULT_NAMES
from ra_registry.cohort.models.patient import Diagnosis, Hand, Sex

Convert = Callable[[Any], Any]
DECIMAL, WHOLE, YES_NO, TEXT = "decimal number", "whole number", "yes/no", "text"
# The key of the database leads nowhere outside of it; patients are known by ``patient``.
LEFT_OUT = frozenset({"patient_id"})


@dataclass(frozen=True)
class Exported:
    """A column of the data set with its name and words outside, and how its values are written."""

    source: str
    column: ExportColumn
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


def described(names: list[str], meta: DataSetMeta, plan: Plan) -> list[Exported]:
    """Return the exported columns of a data set, in its order.

    ``meta`` and ``plan`` are those that the run was computed with: they know what the exposures,
    campaigns and endpoints are called.
    """
    words = _Words(meta, plan)
    kept = [name for name in names if name not in LEFT_OUT]
    found = [words.of(name) for name in kept]
    legal = legal_names([column.name for column, _convert in found])
    return [
        Exported(
            source,
            ExportColumn(name, column.label, column.kind, column.unit, column.codes),
            convert,
        )
        for source, name, (column, convert) in zip(kept, legal, found, strict=True)
    ]


class _Words:
    """Finds what a column is, by the first part of its name: patient, exposure, endpoint, reads."""

    def __init__(self, meta: DataSetMeta, plan: Plan) -> None:
        self.variables = {variable.code: variable for variable in meta.variables}
        self.endpoints = {endpoint.key: endpoint for endpoint in plan.endpoints}
        self.read_sets = {read_set.key: read_set for read_set in meta.read_sets}
        self.plan = plan
        self.courses = {course.key: course for course in meta.courses.every}
        self.people = {column.name: column for column in _people()}
        self.people["pseudonym"] = self.people["patient"]

    def of(self, source: str) -> tuple[ExportColumn, Convert]:
        place, *parts = source.split("/")
        if not parts:
            column = self.people.get(place) or _unknown(source)
            return column, CONVERT[column.kind]
        if place in self.variables:
            column = _of_variable(source, self.variables[place], parts)
        elif place in self.endpoints:
            column = _of_endpoint(source, self.endpoints[place], parts[0])
        elif place in self.courses:
            column = self._of_course(self.courses[place], parts)
        elif place in self.read_sets:
            return self._of_reader(self.read_sets[place], parts)
        else:
            column = _unknown(source)
        return column, CONVERT[column.kind]

    def _of_course(self, course: DescribedCourse, parts: list[str]) -> ExportColumn:
        readers = course.readers if isinstance(course, ScoreCourse) else ()
        known = {reader: letters(place) for place, reader in enumerate(readers)}
        return of_course(course, parts, self.plan, known)

    def _of_reader(
        self, read_set: DescribedReadSet, parts: list[str]
    ) -> tuple[ExportColumn, Convert]:
        column = of_reader(read_set, parts)
        return column, _points if parts[-1].endswith("_half") else CONVERT[column.kind]


def _unknown(source: str) -> ExportColumn:
    return ExportColumn(source, source.replace("/", " ").replace("_", " "))


def _people() -> list[ExportColumn]:
    """What is known of the patients themselves; ``pseudonym`` is ``patient`` everywhere outside."""
    joints, points = _("joints"), _("points")
    rf_unit = _("see rf_unit of the table patients")
    acpa_unit = _("see acpa_unit of the table patients")
    return [
        ExportColumn("patient", _("Study pseudonym")),
        ExportColumn("centre", _("Centre, by code")),
        ExportColumn("sex", _("Sex"), codes=dict(Sex.choices)),
        ExportColumn("diagnosis", _("Diagnosis"), codes=dict(Diagnosis.choices)),
        ExportColumn("dominant_hand", _("Dominant hand"), codes=dict(Hand.choices)),
        ExportColumn("age", _("Age in the year of enrolment"), WHOLE, _("years")),
        ExportColumn(
            "symptom_onset_known_to",
            _("First symptoms, how exactly they are known"),
            codes={"year": _("year"), "month": _("month"), "day": _("day")},
        ),
        ExportColumn("symptom_months", _("Symptoms before enrolment"), DECIMAL, _("months")),
        ExportColumn("rf_value", _("Rheumatoid factor"), DECIMAL, rf_unit),
        ExportColumn("rf_sign", _("Sign before rf_value"), codes=SIGN_CODES),
        ExportColumn("rf_uln", _("Rheumatoid factor, upper limit of normal"), DECIMAL, rf_unit),
        ExportColumn("acpa_value", _("ACPA"), DECIMAL, acpa_unit),
        ExportColumn("acpa_sign", _("Sign before acpa_value"), codes=SIGN_CODES),
        ExportColumn("acpa_uln", _("ACPA, upper limit of normal"), DECIMAL, acpa_unit),
        ExportColumn("rf_positive", _("Rheumatoid factor above its upper limit of normal"), YES_NO),
        ExportColumn("acpa_positive", _("ACPA above its upper limit of normal"), YES_NO),
        ExportColumn("seropositive", _("RF or ACPA above its upper limit of normal"), YES_NO),
        ExportColumn("has_baseline", _("The baseline visit took place"), YES_NO),
        ExportColumn("has_assessment", _("The baseline visit has a clinical assessment"), YES_NO),
        ExportColumn("tjc28", _("Tender joints of 28, baseline"), WHOLE, joints),
        ExportColumn("sjc28", _("Swollen joints of 28, baseline"), WHOLE, joints),
        ExportColumn("ptga_mm", _("Patient global assessment, baseline"), WHOLE, "mm"),
        ExportColumn("phga_mm", _("Physician global assessment, baseline"), WHOLE, "mm"),
        ExportColumn("esr", _("Erythrocyte sedimentation rate, baseline"), DECIMAL, "mm/h"),
        ExportColumn("crp_mg_l", _("C-reactive protein, baseline"), DECIMAL, "mg/l"),
        ExportColumn("esr_sign", _("Sign before esr"), codes=SIGN_CODES),
        ExportColumn("crp_sign", _("Sign before crp_mg_l"), codes=SIGN_CODES),
        ExportColumn("haq_di", _("HAQ disability index, baseline"), DECIMAL, points),
        *(
            ExportColumn(
                name, _("%(score)s, baseline") % {"score": RESULT_NAMES[key]}, DECIMAL, points
            )
            for name, key in (
                ("das28_esr", "das28-esr/1"),
                ("das28_crp", "das28-crp/1"),
                ("sdai", "sdai/1"),
                ("cdai", "cdai/1"),
            )
        ),
    ]


def _of_variable(source: str, variable: Variable, parts: list[str]) -> ExportColumn:
    if variable.is_concentration:
        label = _("%(analyte)s, baseline") % {"analyte": variable.name}
        return _of_concentration(source, label, variable.unit, parts[0])
    if len(parts) == 1:
        return _of_further(source, variable, parts[0])
    visit, part = parts
    visits = {"baseline": _("first visit"), "follow_up": _("second visit")}
    label = _("%(change)s: %(visit)s") % {"change": variable.name, "visit": visits[visit]}
    return _of_concentration(source, label, variable.unit, part)


def _of_further(source: str, variable: Variable, part: str) -> ExportColumn:
    """``<exposure>/<part>``: a value of the record or a score, and the limit that it may be."""
    parts = {
        "value": (_("value"), DECIMAL),
        "censor": (_("where it lies"), TEXT),
        "llod": (_("limit that it lies below"), DECIMAL),
        "uloq": (_("limit that it lies above"), DECIMAL),
    }
    if part not in parts:
        return _unknown(source)
    what, kind = parts[part]
    label = f"{variable.name}: {what}"
    unit = variable.unit if kind == DECIMAL else ""
    return ExportColumn(source, label, kind, unit, _sides() if part == "censor" else {})


def _of_concentration(source: str, measured: str, unit: str, part: str) -> ExportColumn:
    """``<analyte>/<part>``: a concentration and what stands behind it."""
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
    label = f"{measured}: {what}"
    return ExportColumn(source, label, kind, unit, _places() if part.endswith("censor") else {})


def _sides() -> dict[str, str]:
    return {
        "below": _("Below a limit"),
        "in_range": _("Measured"),
        "above": _("Above a limit"),
    }


def _places() -> dict[str, str]:
    return {
        "below": _("Below the limit of detection or the curve, every replicate"),
        "in_range": _("In range, every replicate"),
        "above": _("Above the limit of quantification or the curve, every replicate"),
        "mixed": _("Replicates lie in different places"),
        "unknown": _("Not stated"),
    }


def _of_endpoint(source: str, endpoint: Endpoint, part: str) -> ExportColumn:
    """``<endpoint>/<part>``: the event and the value that it is decided on."""
    unit = unit_of(endpoint)
    parts = {
        "event": (_("the patient has it"), YES_NO, ""),
        "value": (value_words(endpoint), DECIMAL, unit),
        "baseline": (_("value at the first visit"), DECIMAL, unit),
        "readers": (_("number of readings"), WHOLE, _("readings")),
        "pairs": (_("sites that count, of the reader with fewest"), WHOLE, _("sites")),
        "imputed": (_("the value is imputed"), YES_NO, ""),
        "excluded": (_("why the patient has no result"), TEXT, ""),
    }
    if part not in parts:
        return _unknown(source)
    what, kind, unit = parts[part]
    label = _("%(endpoint)s: %(what)s") % {"endpoint": endpoint.label, "what": what}
    return ExportColumn(source, label, kind, unit, _exclusions() if part == "excluded" else {})


def _exclusions() -> dict[str, str]:
    return {code: exclusion(code).capitalize() for code in NO_EVENT}
