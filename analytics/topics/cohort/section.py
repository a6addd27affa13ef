"""Table 1 in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import Paragraph, Section, TablePart
from analytics.results.cohort import ALL, BaselineCategory, BaselineNumber
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.names import inside
from analytics.tables.variables import category_name, variable_name
from analytics.topics.cohort import tables

# What a results section says of its patients first.
DESCRIBED_CATEGORIES = ("sex", "seropositive")
DESCRIBED_NUMBERS = ("age", "symptom_months", "das28_esr")


def cohort(stored: StoredRun) -> Section:
    """Return Table 1 with its opening sentences."""
    table, found = tables.cohort(stored), stored.results.cohort
    categories = {variable.key: variable for variable in found.categories}
    numbers = {variable.key: variable for variable in found.numbers}
    sentences = [_category(categories[key]) for key in DESCRIBED_CATEGORIES]
    sentences += [_number(stored, numbers[key]) for key in DESCRIBED_NUMBERS]
    sentences.append(_largest_difference(stored))
    text = " ".join(sentence for sentence in sentences if sentence)
    paragraph = Paragraph(
        text or _("No patient has baseline data."), (table.name,), remark=not text
    )
    return Section("baseline", _("Baseline"), (paragraph, TablePart(table, "cohort")))


def _category(variable: BaselineCategory) -> str:
    """The first category with its share of those known."""
    result = variable.groups[ALL]
    first = result.categories[0]
    if not first.share.n:
        return ""
    said = {
        "share": words.share(first.share),
        "what": category_name(variable.key, first.category).lower(),
    }
    if result.missing:
        said["share"] = _("%(share)s in whom it is known") % said
    return (
        ngettext("%(share)s was %(what)s.", "%(share)s were %(what)s.", first.share.successes)
        % said
    )


def _number(stored: StoredRun, variable: BaselineNumber) -> str:
    quartiles = stored.quartiles_of(variable.groups[ALL])
    if isinstance(quartiles, NotEstimable):
        return ""
    return _("Median %(variable)s was %(median)s%(unit)s (quartiles %(lower)s and %(upper)s).") % {
        "variable": inside(variable_name(variable.key)),
        "median": formats.number(quartiles.median),
        "unit": f" {variable.unit}" if variable.unit else "",
        "lower": formats.number(quartiles.lower),
        "upper": formats.number(quartiles.upper),
    }


def _largest_difference(stored: StoredRun) -> str:
    """The baseline variable whose groups differ most."""
    table = stored.results.cohort
    named = [
        *((variable_name(one.key), one.smd) for one in table.categories),
        *((variable_name(one.key), one.smd) for one in table.numbers),
        *((stored.variables[one.code].name, one.smd) for one in table.exposures),
    ]
    known = [(name, smd) for name, smd in named if isinstance(smd, float)]
    if not table.grouping or not known:
        return ""
    name, smd = max(known, key=lambda found: abs(found[1]))
    if not smd:
        return ""
    return _(
        "Between patients with and without %(outcome)s the largest standardised mean difference "
        "is that of %(variable)s (%(smd)s)."
    ) % {
        "outcome": inside(stored.endpoint(table.grouping).label),
        "variable": inside(name),
        "smd": formats.fixed(smd, 2),
    }
