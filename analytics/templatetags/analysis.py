"""Writing single results of a run in a sentence."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.template import Engine
from django.utils.translation import gettext as _

from analytics.codec import Undecodable
from analytics.design.options import ADJUSTMENT_NAMES
from analytics.design.plan import Plan, load_plan
from analytics.figures.room import Room, room_of
from analytics.models import AnalysisRun
from analytics.paper.document import FigurePart, TablePart
from analytics.results.stored_run import StoredRun
from analytics.stats.results import Sample
from analytics.tables import formats
from analytics.tables.endpoints import in_full
from analytics.tables.exposures import below_limit, change_rule, step_of
from analytics.tables.names import exclusions, feature_name
from analytics.tables.needed import needed
from analytics.topics.registry import PANELS, TABLES, VALUES_OF, widths_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_part(context: template.Context, part: dict[str, Any]) -> str:
    """Render what a topic shows on a page, with the page's own context around it."""
    with context.push(**part["context"]):
        return Engine.get_default().get_template(part["template"]).render(context)


register.filter("share", formats.percent)
register.filter("share_limits", formats.share_interval)
register.filter("feature", feature_name)


@register.filter
def adjustment(key: Any) -> str:
    """Name a rule of adjusting P values."""
    return ADJUSTMENT_NAMES[key]


@register.filter
def leading_exposure(run: AnalysisRun) -> str:
    """Name the primary exposure of a run with its unit, and say how models and ranks take it."""
    stored = StoredRun(run)
    if not stored.primary:
        return ""
    primary = stored.variables[stored.primary]
    said = [primary.with_unit, _("%(step)s in models") % {"step": step_of(primary)}]
    policy = below_limit(stored, [primary])
    if policy:
        said.append(
            _("below the limit: common limit for ranks and ROC, %(policy)s in models")
            % {"policy": policy}
        )
    if primary.is_concentration_change:
        said.append(change_rule(stored))
    if primary.source == "assay":
        rule = stored.plan.samples.several_batches
        said.append(_("measured in several batches: %(rule)s") % {"rule": rule})
    return "; ".join(said)


@register.filter
def plan_of(run: AnalysisRun) -> Plan | None:
    """Return the plan of a run as today's type; None where no release wrote its format."""
    try:
        return load_plan(run.plan)
    except Undecodable:
        return None


register.filter("in_full", in_full)
register.filter("needed", needed)


@register.filter
def used(sample: Sample) -> str:
    """Write how many patients count, and why the others don't."""
    facts: dict[str, int | str] = {"used": sample.n_used, "given": sample.n_given}
    left_out = sample.n_given - sample.n_used
    if not left_out:
        return _("%(used)d of %(given)d") % facts
    facts |= {"n": left_out, "reasons": exclusions(sample)}
    return _("%(used)d of %(given)d (%(n)d left out, %(reasons)s)") % facts


@register.filter
def of_part(found: dict[str, Any], part: TablePart | FigurePart) -> Any:
    """Return what is known of a table or figure of the report under its anchor."""
    return found[part.anchor]


@register.simple_tag(takes_context=True)
def room(context: dict[str, Any], key: str, query: str) -> Room:
    """Return the room that a figure of the page's run takes; ``query`` holds its options."""
    return room_of(context["report"], key, dict(parse_qsl(query)))


@register.filter
def drawn_table(figure: str) -> str:
    """Return the key of the table that holds what a figure draws, or nothing."""
    key = VALUES_OF.get(figure, figure)
    return key if key in TABLES else ""


register.filter("widths", widths_of)


@register.filter
def panels(figure: str) -> tuple[str, ...]:
    """Return the letters of a figure's panels."""
    return PANELS.get(figure, ())
