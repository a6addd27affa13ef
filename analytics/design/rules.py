"""The rules of endpoints by their names: for readers, for sites without a score, for limits."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.design.described import LimitBy, LimitSide, MissingRule, ReaderRule

Named = Mapping[str, str | Promise]

READER_RULES: Mapping[ReaderRule, str | Promise] = {
    "mean": _("Mean of all planned readers"),
    "median": _("Median of all planned readers"),
    "each": _("Each planned reader's own value must be an event"),
    "place-1": _("Reader in first place alone"),
    "place-2": _("Reader in second place alone"),
    "place-3": _("Reader in third place alone"),
    "adjudicated": _(
        "Adjudicated score, or the mean of all planned readers where no third one was asked"
    ),
}
CHANGE_RULES: Mapping[MissingRule, str | Promise] = {
    "pairwise": _("Sites that the same reader scored at both visits"),
    "strict": _("Only where every site was scored at both visits"),
    "prorated": _("Sums raised to all sites where half of them or more were scored"),
    "last-observation": _("Pairwise; without the last film: the first carried forward"),
    "mean-change": _("Pairwise; without the last film: the mean change of the others"),
    "conditional-mean": _("Pairwise; without the last film: regression on baseline"),
}
STATUS_RULES: Mapping[MissingRule, str | Promise] = {
    "observed": _("Sum of the scored sites"),
    "strict": _("Only where every site was scored"),
    "prorated": _("Sum raised to all sites where half of them or more were scored"),
}
SIDES: Mapping[LimitSide, str | Promise] = {
    "above": _("Above"),
    "at-least": _("At least"),
    "below": _("Below"),
    "at-most": _("At most"),
}
LIMITS: Mapping[LimitBy, str | Promise] = {
    "points": _("a number in the value's own unit"),
    "per-cent": _("per cent of the baseline"),
    "sdc-95": _("the smallest detectable change (95 %) of the campaign's readers"),
    "sdc-80": _("the smallest detectable change (80 %) of the campaign's readers"),
}
