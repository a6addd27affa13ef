"""A campaign's protocol in plain sentences, for the wizard, the charter and every print."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.instruments import get_instrument
from scoring.models import Campaign
from scoring.models.protocol import (
    AdjudicatedValue,
    Adjudication,
    CampaignKind,
    Comparison,
    ReadingMode,
    ResultsAccess,
    Strategy,
)


def summary_for_readers(campaign: Campaign, *, n_points: int) -> list[str]:
    """Return what a reader may know of the protocol: nothing of cases that come again."""
    return [_what(campaign, 0, n_points), *_blinding(campaign)]


def plain_summary(campaign: Campaign, *, n_readers: int, n_cases: int, n_points: int) -> list[str]:
    """Return the protocol as sentences; counts that aren't known yet are 0."""
    return [
        _what(campaign, n_cases, n_points),
        _who(campaign, n_readers),
        *_blinding(campaign),
        *_again(campaign),
        *_third(campaign),
        *_conditions(campaign),
        _results(campaign),
    ]


def _what(campaign: Campaign, n_cases: int, n_points: int) -> str:
    instrument = get_instrument(campaign.instrument)
    features = ", ".join(
        instrument.feature(key).label for key in instrument.feature_keys if key in campaign.features
    )
    said = {
        "instrument": instrument.name,
        "features": features,
        "step": campaign.get_step_half_units_display().lower(),
        "n": n_cases,
        "points": n_points,
    }
    if not n_cases:
        return _("%(instrument)s is scored for %(features)s, in %(step)s.") % said
    text = ngettext(
        "%(n)d case is scored by %(instrument)s for %(features)s, in %(step)s.",
        "%(n)d cases are scored by %(instrument)s for %(features)s, in %(step)s.",
        n_cases,
    )
    points = ngettext(
        "A case is %(points)d time point.", "A case is %(points)d time points.", n_points
    )
    return f"{text % said} {points % said}"


def _who(campaign: Campaign, n_readers: int) -> str:
    said = {"needed": campaign.readers_per_case, "n": n_readers}
    if campaign.kind == CampaignKind.CALIBRATION:
        return _(
            "Every reader reads every case, and so does the expert, whose submitted readings are "
            "the reference. Each reader is shown the differences after submitting."
        )
    if campaign.strategy == Strategy.POOL:
        if n_readers:
            return (
                _("Each case is read by %(needed)d of %(n)d readers, drawn so that loads are even.")
                % said
            )
        return _("Each case is read by %(needed)d readers of a pool.") % said
    text = ngettext(
        "The same %(needed)d reader reads every case.",
        "The same %(needed)d readers read every case, each alone.",
        campaign.readers_per_case,
    )
    return text % said


def _blinding(campaign: Campaign) -> Iterator[str]:
    yield _(
        "Readers see no patient, date, laboratory value or other reader's score; each knows a case "
        "by a number of their own."
    )
    yield {
        ReadingMode.SINGLE: _("Films are read one by one."),
        ReadingMode.SET_UNKNOWN_ORDER: _(
            "The time points of a case are shown together, in an order drawn for each reader that "
            "stays hidden."
        ),
        ReadingMode.CHRONOLOGICAL: _(
            "The time points of a case are shown together, in the order of time."
        ),
    }[ReadingMode(campaign.reading_mode)]
    yield (
        _("Readers see running totals, never a change.")
        if campaign.totals_visible
        else _("Readers see no totals.")
    )


def _again(campaign: Campaign) -> Iterator[str]:
    if campaign.re_read_percent:
        text = ngettext(
            "%(percent)d %% of each reader's cases come again, hidden and under another number, "
            "%(days)d day after the first reading at the earliest.",
            "%(percent)d %% of each reader's cases come again, hidden and under another number, "
            "%(days)d days after the first reading at the earliest.",
            campaign.re_read_days,
        )
        yield text % {"percent": campaign.re_read_percent, "days": campaign.re_read_days}


def _third(campaign: Campaign) -> Iterator[str]:
    if campaign.adjudication == Adjudication.NONE:
        return
    instrument = get_instrument(campaign.instrument)
    labels = {total.key: total.name for total in instrument.totals_of(campaign.features)}
    yield _(
        "When two readings of a case differ in %(measure)s by %(comparison)s %(threshold)s points "
        "(%(value)s), a third person reads it, %(blind)s. It then counts: %(use)s."
    ) % {
        "measure": labels.get(campaign.adjudication_measure, campaign.adjudication_measure),
        "comparison": Comparison(campaign.adjudication_comparison).label,
        "threshold": f"{float(campaign.adjudication_threshold):g}",
        "value": AdjudicatedValue(campaign.adjudication_value).label.lower(),
        "blind": _("with both readings in view")
        if campaign.adjudicator_sees_readings
        else _("without seeing the two readings"),
        "use": Adjudication(campaign.adjudication).label.lower(),
    }


def _conditions(campaign: Campaign) -> Iterator[str]:
    if campaign.kind == CampaignKind.CALIBRATION:
        yield _(
            "A certificate needs an ICC(A,1) with the expert above %(status)s for status and above "
            "%(change)s for change of every feature, over at least %(cases)d cases; it is valid "
            "for %(days)d days."
        ) % {
            "status": campaign.certificate_status_icc,
            "change": campaign.certificate_change_icc,
            "cases": campaign.certificate_cases,
            "days": campaign.certificate_days,
        }
    elif campaign.calibration_required:
        yield _("Nobody opens a case without a valid certificate for the instrument.")


def _results(campaign: Campaign) -> str:
    return {
        ResultsAccess.LOCKED: _(
            "Nobody sees scores before the campaign is locked, but data managers of the whole "
            "study, as preliminary."
        ),
        ResultsAccess.INVESTIGATORS: _(
            "Those who may view readings see scores before the campaign is locked, as preliminary."
        ),
        ResultsAccess.AS_BEFORE: _(
            "Those who may view readings see scores, as they did before campaigns could be locked."
        ),
    }[ResultsAccess(campaign.results_access)]
