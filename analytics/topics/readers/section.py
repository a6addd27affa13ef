"""How well readers agree on what the endpoints are made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.figures.spec import POINTS_UP_TO
from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.readers import OccasionAgreement, ReaderAgreement, TeamAgreement
from analytics.results.stored_run import StoredRun
from analytics.tables import formats
from analytics.tables.names import inside
from analytics.topics.readers import tables
from analytics.topics.readers.names import drawn_sdc, heading, what


def reliability(stored: StoredRun) -> Section | None:
    """Return agreement on status and on change for each feature that an endpoint uses.

    A plan without an endpoint of readers' scores has no such section.
    """
    if not stored.plan.score_endpoints() and stored.plan.endpoints:
        return None
    parts: list[Part] = []
    for found in stored.endpoint_agreements():
        parts += _feature(stored, found)
    if not parts:
        parts = [Paragraph("No endpoint's campaign has submitted readings.", remark=True)]
    return Section("reliability", "Reader reliability", tuple(parts))


def _feature(stored: StoredRun, found: ReaderAgreement) -> list[Part]:
    options = {"reads": found.read_set, "feature": found.feature}
    parts: list[Part] = [Heading(heading(stored, found))]
    if not found.teams:
        return [
            *parts,
            Paragraph("No patient has been read by every planned reader.", remark=True),
        ]
    table = tables.agreement(stored, found.read_set, found.feature)
    error = tables.detectable(stored, found.read_set, found.feature)
    parts += [
        Paragraph(_team(team, number, len(found.teams)), (table.name, error.name))
        for number, team in enumerate(found.teams, 1)
    ]
    parts += [TablePart(table, "agreement", options), TablePart(error, "detectable", options)]
    if len(found.teams[0].readers) > 1:
        kappas = tables.kappas(stored, found.read_set, found.feature)
        parts += [
            Paragraph(text, (kappas.name,))
            for number, team in enumerate(found.teams, 1)
            for text in _kappas(team, _who(number, len(found.teams)))
        ]
        parts += [TablePart(kappas, "kappas", options)] if kappas.rows else []
        parts.append(_two_readers(stored, found, options))
    return parts


def _two_readers(stored: StoredRun, found: ReaderAgreement, options: dict[str, str]) -> FigurePart:
    """The differences of two readers of the largest team, of the change or else of the status."""
    team = found.teams[0]
    title = (
        _("%(reads)s, %(feature)s: change as two readers see it")
        if team.change
        else _("%(reads)s, %(feature)s: status as two readers see it")
    )
    return FigurePart(
        "bland-altman",
        title % {"reads": found.title, "feature": what(stored, found)},
        _legend(team.change or team.baseline),
        {**options, "occasion": "change" if team.change else "baseline"},
        abbreviations=("SDC",) if drawn_sdc(team.change) else (),
    )


def _legend(found: OccasionAgreement) -> str:
    """Say what a point is; of many patients those on one place are one."""
    if any(pair.result.sample.n_used > POINTS_UP_TO for pair in found.bland_altman[:1]):
        return _(
            "The size of a point is how many patients it stands for; lines: mean difference and "
            "limits of agreement."
        )
    return _("Each point is a patient; lines: mean difference and limits of agreement.")


def _team(team: TeamAgreement, number: int, teams: int) -> str:
    """Coefficients of one team of readers, for the first visit and for change."""
    status, change = team.baseline, team.change
    who = _who(number, teams)
    counted = len(team.readers)
    if counted < 2:
        return (
            f"{who}One reader read {words.patients(team.patients)}; agreement between readers "
            "can't be stated."
        )
    if change is None:
        return who + _(
            "%(readers)d readers read %(patients)s. The intraclass correlation coefficient of a "
            "single reader (two-way random, absolute agreement) was %(single)s, that of the "
            "readers' mean %(mean)s."
        ) % {
            "readers": counted,
            "patients": words.patients(team.patients),
            "single": _icc(status, "ICC(A,1)"),
            "mean": _icc(status, "ICC(A,k)"),
        }
    text = (
        f"{who}{counted} readers read {words.patients(team.patients)}. The intraclass "
        "correlation coefficient of a single reader (two-way random, absolute agreement) was "
        f"{_icc(status, 'ICC(A,1)')} at the first visit and {_icc(change, 'ICC(A,1)')} for change; "
        f"that of the readers' mean change was {_icc(change, 'ICC(A,k)')}."
    )
    return f"{text} {_detectable(change, status)}"


def _detectable(change: OccasionAgreement, status: OccasionAgreement) -> str:
    """What the readers' mean and a single reader can tell from error, where a run has both."""
    mean, one, two = change.sdc_95, change.sdc_one, status.sdd_two
    said = _("The smallest detectable change (95 %%) of the readers' mean was %(mean)s") % {
        "mean": _points(mean.value if mean else None)
    }
    if one is None or two is None:
        return f"{said}."
    return said + _(
        " and that of a single reader %(one)s; the smallest detectable difference between the "
        "means of two readers at the first visit was %(two)s."
    ) % {
        "one": words.estimate(one.detectable.value, one.interval, 2),
        "two": words.estimate(two.detectable.value, two.interval, 2),
    }


def _points(value: Any) -> str:
    why = formats.reason(value)
    if why:
        return words.not_estimable(why)
    return _("%(value)s points") % {"value": formats.fixed(value, 2)}


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how measurement error is stated: of a change, where there is one, and of a status."""
    compared = [t for one in stored.results.readers for t in one.teams if len(t.readers) > 1]
    if not compared:
        return []
    text = (
        _(
            "Measurement error: smallest detectable change from the residual mean square of "
            "patients and readers, for the readers' mean and for a single reader, and smallest "
            "detectable difference between two scores, with intervals by chi-square."
        )
        if any(team.change for team in compared)
        else _(
            "Measurement error: smallest detectable difference between two scores from the "
            "residual mean square of patients and readers, with intervals by chi-square."
        )
    )
    return [Paragraph(text, cites=("bruynesteyn", "lassere"))]


def _icc(occasion: OccasionAgreement, form: str) -> str:
    found = next(entry for entry in occasion.icc.forms if entry.form == form)
    return words.estimate(found.value, found.interval, 2)


def _who(number: int, teams: int) -> str:
    """Which team is meant, where there are several."""
    return _("Team %(number)d: ") % {"number": number} if teams > 1 else ""


def _kappas(team: TeamAgreement, who: str) -> list[str]:
    """One sentence on how single readers classify, where an endpoint is made of this feature."""
    said = [
        f"{inside(found.label)} {words.estimate(result.value, result.interval, 2)}"
        for found in (team.change or team.baseline).kappas
        for result in [found.result]
    ]
    if not said:
        return []
    return [
        _("%(who)sKappa of single readers: %(endpoints)s.")
        % {"who": who, "endpoints": "; ".join(said)}
    ]
