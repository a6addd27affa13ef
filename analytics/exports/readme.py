"""The text that goes with every export."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.exports.analysis_set import AnalysisSet, LeftOut
from analytics.exports.scores import ExportedScores
from ra_registry.cohort.models import Study


def readme(study: Study, found: AnalysisSet | LeftOut, scores: ExportedScores, *, bom: bool) -> str:
    """Return what the files are, how they join, whose scores and which run's data are in them."""
    title = _("%(title)s (%(code)s)") % {"title": study.title, "code": study.code}
    files = [title, *scores.sentences(), _files(bom=bom), _rules(), _analysis_set(found), ""]
    return "\n\n".join(files)


def _files(*, bom: bool) -> str:
    mark = _("with a byte order mark") if bom else _("without a byte order mark")
    return _(
        "csv/            one table a file, UTF-8 %(mark)s, comma separated, RFC 4180; a missing\n"
        "                value is an empty cell\n"
        "tables.xlsx     the same tables as sheets, with the codebook; a table of more rows than\n"
        "                a sheet can hold is CSV only, and the first sheet says so\n"
        "codebook.csv    every column: what it is, its unit, the meaning of its codes\n"
        "manifest.json   when and why this was made, and the SHA-256 of every file"
    ) % {"mark": mark}


def _rules() -> str:
    return _(
        "Each table has one grain; tables join by patient, visit, sample, campaign and\n"
        "reader. Patients are known by study pseudonym. Voided records are left out. Scores\n"
        "are in points, yes and no are words. Names of columns are made for Stata and SAS:\n"
        "letters, digits and _, at most 32. Text cells that start like a formula have an\n"
        "apostrophe in front."
    )


def _analysis_set(found: AnalysisSet | LeftOut) -> str:
    if isinstance(found, LeftOut):
        return found.reason
    return (
        _(
            "The analysis set is that of run %(run)d with fingerprint %(fingerprint)s,\n"
            "computed from the same data version %(data_version)d as every other table."
        )
        % found.run
    )
