"""What the methods block says of the exposures: which leads, and how plates and limits count."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.results.stored_run import StoredRun
from analytics.tables.exposures import (
    below_limit,
    change_rule,
    counted_exposures,
    exposures,
    measured_in_samples,
)
from analytics.tables.names import inside
from analytics.tables.replicates import mixed_counts
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.models.sample import Material
from ra_registry.assays.services.finding_words import sentence


def is_modelled(stored: StoredRun) -> bool:
    """Whether the plan asks for curves and models: an outcome and an exposure of it."""
    return bool(stored.plan.outcomes and stored.plan.exposures)


def exposure(stored: StoredRun) -> str:
    """Return which exposure leads, of how many, and what concentrations were measured in."""
    plan = stored.plan
    if stored.primary is None:
        return "none measured"
    said = {
        "exposure": stored.variable(stored.primary),
        "exposures": counted_exposures(len(plan.exposures)),
        "materials": _materials(stored),
        "batches": plan.samples.several_batches,
        "both": _(", of changes at both visits,") if _has_changes(stored) else "",
    }
    if not measured_in_samples(stored):
        return _("%(exposure)s, of %(exposures)s.") % said
    return (
        _(
            "%(exposure)s, of %(exposures)s; concentrations measured at the first visit%(both)s in "
            "%(materials)s; measured in several batches: %(batches)s."
        )
        % said
    )


def assays(stored: StoredRun) -> list[tuple[str, str]]:
    """What is said of plates, where an exposure was measured on any."""
    if stored.plan.exposures and not measured_in_samples(stored):
        return []
    return [
        (_("Replicates"), _replicates(stored)),
        (_("Plates accepted with a reason"), _accepted_with_reason(stored)),
    ]


def _replicates(stored: StoredRun) -> str:
    """The rule in force for replicates that disagree, and how many results it decided."""
    said = [
        _("%(panel)s: mean of the wells; replicates on different sides of a limit: %(rule)s")
        % {"panel": one.panel, "rule": inside(str(Replicates(one.rule).label))}
        + " "
        + _("(policy version %(version)d, classification %(rules)d)")
        % {"version": one.version, "rules": one.rules}
        for one in stored.results.assays.policies
    ]
    mixed = mixed_counts(stored, stored.plan.exposures)
    counted = _("such results: %(counts)s") % {"counts": mixed or _("none")}
    return f"{'; '.join([*said, counted])}." if said else _("none measured")


def _accepted_with_reason(stored: StoredRun) -> str:
    """What spoke against a plate file and why it was accepted all the same, file by file."""
    names = {code: analyte.name for code, analyte in stored.variables.items()}
    said = [
        f"{one.file}: {sentence(one.finding, names)} "
        + _("Reason: %(reason)s") % {"reason": one.justification}
        for one in stored.results.assays.accepted
    ]
    return "; ".join(said) or _("none")


def _materials(stored: StoredRun) -> str:
    """The materials that were measured, as they are recorded; not those that the plan allows."""
    measured = stored.results.materials
    found = [(material.label.lower(), measured.get(material, 0)) for material in Material]
    found = [(name, n) for name, n in found if n]
    if len(found) == 1:
        return found[0][0]
    said = [f"{name} ({words.patients(n)})" for name, n in found]
    return words.listed(said) or _("no sample")


def below(stored: StoredRun) -> list[tuple[str, str]]:
    """How values below their limits are taken, where there are limits and what takes them."""
    policy, found = below_limit(stored), []
    if policy and is_modelled(stored):
        said = _("Ranks and ROC: tied below the highest limit; models: %(policy)s.")
        found.append((_("Values below a limit"), said % {"policy": policy}))
    if _has_changes(stored):
        rule = change_rule(stored)
        found.append((_("Changes of concentrations"), f"{rule[:1].upper()}{rule[1:]}."))
    return found


def _has_changes(stored: StoredRun) -> bool:
    return any(one.is_concentration_change for one in exposures(stored))


def steps(stored: StoredRun) -> str:
    """On which scale models take the exposures, by what they are."""
    found = {(one.scale, one.source == "assay") for one in exposures(stored)}
    logs = {"scale": stored.plan.transformation}
    kinds = (
        (("log2", True), _("concentrations on the %(scale)s scale (per doubling)") % logs),
        (("log2", False), _("laboratory values on the %(scale)s scale (per doubling)") % logs),
        (("linear", True), _("changes of concentrations as they are (per unit)")),
        (("linear", False), _("counts, indices, scores and changes as they are (per unit)")),
    )
    return ", ".join(said for kind, said in kinds if kind in found) or _("no exposure")
