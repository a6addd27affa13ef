"""Findings in words: what was found, what was expected, where. For page, API and command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.models import Batch
from ra_registry.assays.services.remarks import listed
from ra_registry.assays.verdict import Finding, FindingCode

FAILURES = {
    "flat": lambda: _("the signals don't rise"),
    "not_converged": lambda: _("the fit found no curve"),
    "too_few_levels": lambda: _("too few levels"),
    "no_levels": lambda: _("no level has a concentration"),
}


def sentence(finding: Finding, names: Mapping[str, str]) -> str:
    """Return the finding as a full sentence; ``names`` are those of analytes by code.

    >>> sentence(Finding(FindingCode.NO_CALIBRATORS), {})
    'No well is a calibrator, so no curve of ours can check the numbers; the limits of the kit lot \
classify them.'
    """
    return _sentence(finding.code, finding, _place(finding, names))


def kept_sentences(batch: Batch) -> list[tuple[str, str]]:
    """Return each finding that was kept with a batch as a sentence, and its reason."""
    names = dict(batch.panel.analytes.values_list("code", "name"))
    return [(sentence_of(one, names), one["reason"]) for one in batch.findings]


def sentence_of(stored: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the sentence of a finding that was kept."""
    return sentence(kept_finding(stored), names)


def kept_finding(stored: Mapping[str, Any]) -> Finding:
    """Return a finding that was kept with a batch, without the reason that was given."""
    return Finding(
        code=FindingCode(stored["code"]),
        plate=stored["plate"],
        analyte=stored["analyte"],
        wells=tuple(stored["wells"]),
        found=stored["found"],
        expected=stored["expected"],
    )


def _counted(finding: Finding) -> str:
    """Return how many of how many results, where the finding counts results."""
    results = int(finding.expected) if finding.expected.isdecimal() else 0
    text = ngettext(
        "%(found)s of %(expected)s result", "%(found)s of %(expected)s results", results
    )
    return text % {"found": finding.found, "expected": finding.expected}


def _place(finding: Finding, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "analyte": names.get(finding.analyte, finding.analyte),
        "plate": finding.plate,
        "wells": ngettext("well %s", "wells %s", len(finding.wells)) % listed(finding.wells),
        "found": finding.found,
        "expected": finding.expected,
        "of_results": _counted(finding),
    }


def _sentence(code: FindingCode, finding: Finding, words: dict[str, str]) -> str:
    if code in {FindingCode.NO_CALIBRATORS, FindingCode.LOT_UNLIKE, FindingCode.NO_CURVE}:
        return _with_variants(code, finding, words)
    return TEXTS[code]() % words


def _with_variants(code: FindingCode, finding: Finding, words: dict[str, str]) -> str:
    if code is FindingCode.NO_CURVE:
        failure = FAILURES.get(finding.found)
        words = words | {"found": failure() if failure else finding.found}
        return _("No usable curve of %(analyte)s on plate %(plate)s: %(found)s.") % words
    if code is FindingCode.LOT_UNLIKE:
        if finding.analyte:
            return (
                _(
                    "The kit lot states another level of %(analyte)s on plate %(plate)s: the file "
                    "has %(found)s, the certificate %(expected)s (%(wells)s)."
                )
                % words
            )
        return _("The file names kit lot %(found)s, chosen is %(expected)s.") % words
    if finding.plate:
        return (
            _(
                "No well of plate %(plate)s is a calibrator, so no curve of ours can check its "
                "numbers; the limits of the kit lot classify them."
            )
            % words
        )
    return _(
        "No well is a calibrator, so no curve of ours can check the numbers; the limits of the "
        "kit lot classify them."
    )


TEXTS = {
    FindingCode.DILUTION: lambda: _(
        "Plate %(plate)s has the dilution %(found)s (%(wells)s); expected is one within "
        "%(expected)s."
    ),
    FindingCode.SPOT: lambda: _("The panel has no spot %(found)s (plate %(plate)s, %(wells)s)."),
    FindingCode.NEGATIVE: lambda: _(
        "%(analyte)s on plate %(plate)s is negative (%(found)s) in %(wells)s, and the file "
        "does not call it below its range."
    ),
    FindingCode.LOST_DECIMAL: lambda: _(
        "A calibrator level of %(analyte)s on plate %(plate)s has lost its decimal point: found "
        "%(found)s, expected %(expected)s (%(wells)s)."
    ),
    FindingCode.VENDOR_RATIO: lambda: _(
        "The file's %(analyte)s on plate %(plate)s is %(found)s times ours at the median; "
        "expected is less than %(expected)s-fold either way (%(wells)s)."
    ),
    FindingCode.BEYOND_LIMITS: lambda: _(
        "The kit lot's limits exclude %(of_results)s of %(analyte)s that the file calls in range "
        "(%(wells)s)."
    ),
    FindingCode.HOOK: lambda: _(
        "The curve of %(analyte)s on plate %(plate)s falls again at the top (hook)."
    ),
    FindingCode.R_SQUARED: lambda: _(
        "The curve of %(analyte)s on plate %(plate)s does not fit: R² %(found)s, expected at "
        "least %(expected)s."
    ),
    FindingCode.FEW_LEVELS: lambda: _(
        "The curve of %(analyte)s on plate %(plate)s has %(found)s levels, expected at least "
        "%(expected)s."
    ),
    FindingCode.NOT_FALLING: lambda: _(
        "The calibrator levels of %(analyte)s on plate %(plate)s do not fall strictly from S001 "
        "on: see %(found)s (%(wells)s)."
    ),
    FindingCode.SAMPLE_CONFLICT: lambda: _(
        "On plate %(plate)s the export names the samples %(found)s, the layout %(expected)s "
        "(%(wells)s); the export's names are kept."
    ),
    FindingCode.ROLE_CONFLICT: lambda: _(
        "On plate %(plate)s the export calls wells %(found)s, the layout %(expected)s "
        "(%(wells)s); the export's groups are kept."
    ),
    FindingCode.DILUTION_CONFLICT: lambda: _(
        "On plate %(plate)s the column of dilutions says %(found)s, the layout or the sample's "
        "name %(expected)s (%(wells)s); the column is kept."
    ),
    FindingCode.LOT_EXPIRED: lambda: _(
        "The kit lot expired on %(expected)s, the plate was read on %(found)s."
    ),
    FindingCode.FEW_BEYOND: lambda: _(
        "The kit lot's limits exclude %(of_results)s of %(analyte)s that the file calls in range "
        "(%(wells)s); the limits decide."
    ),
    FindingCode.FEW_COMPARED: lambda: _(
        "Single results of %(analyte)s on plate %(plate)s differ from ours by up to %(found)s-fold "
        "(%(wells)s)."
    ),
    FindingCode.OFF_RANGE_INSIDE: lambda: _(
        "The kit lot's limits include %(of_results)s of %(analyte)s that the file calls out of "
        "range (%(wells)s); the file decides."
    ),
}
