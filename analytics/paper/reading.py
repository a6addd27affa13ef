"""The eight things that readers of imaging trials miss most, said of each campaign.

Seven are those of the review by Baron et al. 2007 (J Rheumatol); the scoring method is the eighth.
What the registry doesn't hold is said plainly: "not recorded".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.meta import AdjudicatedCases, ReadingProtocol
from analytics.paper import words
from analytics.tables import formats
from analytics.tables.names import inside
from ra_registry.imaging.modalities import modality_of
from scoring.instruments import get_instrument
from scoring.models.protocol import Adjudication, ReadingMode, SurgeryPolicy

NOT_RECORDED = "not recorded"


def eight_items(
    protocol: ReadingProtocol, agreement: str, visits: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the eight items of one campaign.

    ``protocol`` is one of the run's; ``agreement`` names where its reliability stands in the
    report, empty where it has none; ``visits`` says when the images of its read sets were made.
    """
    return (
        ("Scoring method", _method(protocol)),
        ("Number of readers", _readers(protocol)),
        ("Who read", _who(protocol)),
        ("Blinding", _blinding(protocol)),
        ("How images were viewed", _order(protocol)),
        ("Acquisition", _acquisition(protocol)),
        ("Check of image quality", _quality(protocol, visits)),
        ("Reproducibility", _reproducibility(protocol, agreement)),
    )


def _method(protocol: ReadingProtocol) -> str:
    instrument = get_instrument(protocol.instrument)
    step = formats.number(protocol.step_half_units / 2, 1)
    surgery = SurgeryPolicy(protocol.surgery_policy).label
    known = instrument.version in instrument.name
    name = instrument.name if known else f"{instrument.name}, version {instrument.version}"
    return (
        f"{name}, step {step}; campaign “{protocol.title}”, "
        f"charter version {protocol.charter_version}. Surgery at a site: "
        f"{inside(surgery)}."
    )


def _readers(protocol: ReadingProtocol) -> str:
    """What was planned and what was done."""
    said = {
        "planned": protocol.readers_per_case,
        "in_all": protocol.readers,
        "readings": words.counted_readings(protocol.readings),
        "cases": words.counted_cases(protocol.cases),
    }
    text = (
        _(
            "%(planned)d planned for each case; %(in_all)d in all, %(readings)s of %(cases)s "
            "submitted."
        )
        % said
    )
    extra = protocol.adjudications
    if protocol.adjudicated is not None:
        text += " " + _adjudicated(protocol, protocol.adjudicated)
    elif extra:
        text += " " + ngettext(
            "%(n)d adjudication was submitted, outside the readers' mean.",
            "%(n)d adjudications were submitted, outside the readers' mean.",
            extra,
        ) % {"n": extra}
    return text


def _adjudicated(protocol: ReadingProtocol, cases: AdjudicatedCases) -> str:
    """What endpoints by adjudicated score take, and how many cases that concerns."""
    said = {
        "referred": words.counted_cases(cases.referred),
        "decided": cases.decided,
        "policy": inside(str(Adjudication(protocol.adjudication).label)),
        "version": cases.rule_version,
    }
    ties = (
        _(" Of pairs equally close, the one with the lower-numbered readers counts.")
        if protocol.adjudication == Adjudication.TWO_CLOSEST
        else ""
    )
    return (
        _(
            "Referred to a third reader: %(referred)s; decided: %(decided)d. Adjudicated score: "
            "%(policy)s, formed exactly of the endpoint's own measure (rule version %(version)d); "
            "none for a case that waits for its third reader, and the mean of its readers for one "
            "that was not referred."
        )
        % said
        + ties
    )


def _who(protocol: ReadingProtocol) -> str:
    if not protocol.readers:
        return f"{words.opening(NOT_RECORDED)}: nobody has submitted a reading."
    return ngettext(
        "%(n)d person with an account of their own, named by a number here; profession and "
        "experience: %(not_recorded)s.",
        "%(n)d persons with accounts of their own, named by numbers here; their profession and "
        "experience: %(not_recorded)s.",
        protocol.readers,
    ) % {"n": protocol.readers, "not_recorded": NOT_RECORDED}


def _blinding(protocol: ReadingProtocol) -> str:
    """What the registry keeps from its readers holds only for what was read in it."""
    here = (
        "Readers see a random case number; clinical data, laboratory results, other imaging and "
        "other readers' scores are kept from them"
    )
    totals = "shown" if protocol.totals_visible else "hidden"
    copied = protocol.transcribed
    if not copied:
        return f"{here}. Totals were {totals} while reading."
    if copied < protocol.readings:
        some = ngettext(
            "%(n)d reading was transcribed from a reader's earlier record; what blinded it: "
            "%(not_recorded)s.",
            "%(n)d readings were transcribed from readers' earlier records; what blinded those: "
            "%(not_recorded)s.",
            copied,
        ) % {"n": copied, "not_recorded": NOT_RECORDED}
        return " ".join(
            [_("%(what)s; totals were %(totals)s.") % {"what": here, "totals": totals}, some]
        )
    return ngettext(
        "The only reading was transcribed from a reader's earlier record; what blinded the reader "
        "then: %(not_recorded)s.",
        "Each of the %(n)d readings was transcribed from a reader's earlier record; what blinded "
        "the readers then: %(not_recorded)s.",
        copied,
    ) % {"n": copied, "not_recorded": NOT_RECORDED}


def _order(protocol: ReadingProtocol) -> str:
    """The registry drew the order only of what was read in it."""
    mode = ReadingMode(protocol.reading_mode)
    if protocol.transcribed:
        return (
            f"{mode.label}, by the campaign's protocol; in the readers' earlier records: "
            f"{NOT_RECORDED}. Viewer and screen: {NOT_RECORDED}."
        )
    drawn = {
        ReadingMode.SET_UNKNOWN_ORDER: (
            f"; the order was drawn for each case and reader (seed {protocol.seed}) and stored"
        ),
        ReadingMode.CHRONOLOGICAL: "; readers knew the order",
        ReadingMode.SINGLE: f"; cases in drawn order (seed {protocol.seed})",
    }[mode]
    return f"{mode.label}{drawn}. Viewer and screen: {NOT_RECORDED}."


def _acquisition(protocol: ReadingProtocol) -> str:
    total = protocol.examinations
    if not total:
        return f"{words.opening(NOT_RECORDED)}."
    counts = (
        (_("dominant hand in %(n)d"), protocol.dominant),
        (_("clinically dominant hand in %(n)d"), protocol.clinical),
        (_("most symptomatic hand in %(n)d"), protocol.symptomatic),
        (_("both sides in %(n)d"), protocol.both_sides),
    )
    sides = [said % {"n": count} for said, count in counts if count]
    counted = ngettext("%(n)d examination", "%(n)d examinations", total) % {"n": total}
    text = f"{counted}: {words.listed(sides) or f'side {NOT_RECORDED}'}"
    magnetic = modality_of(protocol.modality).has_series
    if magnetic:
        series = [
            _("T1 in %(n)d") % {"n": protocol.t1},
            _("T1 after contrast in %(n)d") % {"n": protocol.contrast},
            _("T2 fat-saturated or STIR in %(n)d") % {"n": protocol.water},
        ]
        text += f"; {words.listed(series)}; two planes or more in {protocol.planes}"
    machine = _("Scanner, field strength and settings") if magnetic else _("Machine and settings")
    return f"{text}. {machine}: {NOT_RECORDED}."


def _quality(protocol: ReadingProtocol, visits: Mapping[str, str]) -> str:
    """A check of its own is not kept; what readers could not score is.

    A feature that is read at several sets of visits is counted at each, and says which.
    """
    labels = {f.key: f.label for f in get_instrument(protocol.instrument).features}
    entries = [entry for entry in protocol.completeness if entry.expected]
    times = Counter(entry.feature for entry in entries)
    found = [
        f"{inside(labels[entry.feature])} "
        f"{visits.get(entry.read_set, '') + ' ' if times[entry.feature] > 1 else ''}"
        f"{entry.scored} of {entry.expected}"
        for entry in entries
    ]
    counted = f" Sites that readers could score: {'; '.join(found)}." if found else ""
    return f"{words.opening(NOT_RECORDED)} as a step of its own.{counted}"


def _reproducibility(protocol: ReadingProtocol, agreement: str) -> str:
    between = (
        f"Between readers: see {agreement}."
        if agreement
        else f"Between readers: {NOT_RECORDED}, as no patient has been read by two."
    )
    repeated = protocol.re_readings
    within = (
        ngettext(
            "%(n)d repeated reading is stored; it is outside the readers' mean",
            "%(n)d repeated readings are stored; they are outside the readers' mean",
            repeated,
        )
        % {"n": repeated}
        if repeated
        else f"{NOT_RECORDED}, no case was read twice by one reader"
    )
    return f"{between} Within readers: {within}."
