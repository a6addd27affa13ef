"""What a person should know of a file that blocks nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.services.quantities import Quantified
from ra_registry.assays.services.wells import Resolved

SHOWN_NAMES = 12


def listed(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - SHOWN_NAMES
    text = ", ".join(names[:SHOWN_NAMES])
    return _("%(names)s and %(n)d more") % {"names": text, "n": more} if more > 0 else text


def remarks_on(resolved: Resolved, quantified: Quantified | None) -> list[str]:
    """Return what is assumed where the file is silent, in full sentences."""
    remarks = []
    undiluted = [
        well.label
        for well in resolved.wells
        if well.role == WellRole.SAMPLE and not well.dilution_stated
    ]
    if undiluted:
        names = listed(list(dict.fromkeys(undiluted)))
        remarks.append(
            _(
                "No dilution is stated for %s: taken as undiluted. A layout states it, for example "
                "as RA-017 1:2."
            )
            % names
        )
    if quantified is not None:
        remarks += _curve_remarks(resolved, quantified)
    return remarks


def _curve_remarks(resolved: Resolved, quantified: Quantified) -> list[str]:
    calibrators = [well for well in resolved.wells if well.role == WellRole.CALIBRATOR]
    if not calibrators:
        return [_("No well is a calibrator: no curve can be fitted, the signals stay signals.")]
    nameless = quantified.calibrators_without_concentration
    if not nameless:
        return []
    text = ngettext(
        "No concentration is known for the calibrator %s: neither the file nor the kit lot states "
        "it, so it belongs to no curve.",
        "No concentration is known for the calibrators %s: neither the file nor the kit lot states "
        "it, so they belong to no curve.",
        len(nameless),
    )
    return [text % listed(nameless)]
