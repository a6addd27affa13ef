"""Everything that the page and the downloads of one request are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from scoring.instruments import Instrument, Item, Measure, get_instrument
from scoring.models import Campaign
from scoring.reliability.compute.agreement import Agreement, agreement
from scoring.reliability.compute.comparisons import Compared, Comparison, compare
from scoring.reliability.compute.reads import Occasion, Reads, Totals, totals_of
from scoring.reliability.compute.sites import SiteScores, site_scores
from scoring.reliability.selectors import CampaignReads, campaign_reads, names_of


@dataclass(frozen=True, eq=False)
class Report:
    """One campaign's readings with what is asked about them: whose, of what, when.

    ``pair``, ``feature`` and ``at`` are keys from the address; empty ones mean the first there is.
    """

    campaign: Campaign
    data: CampaignReads
    names: dict[int, str]
    pair: str = ""
    feature: str = ""
    at: str = ""
    found: dict[tuple[str, str, str], Agreement] = field(default_factory=dict)

    @property
    def reads(self) -> Reads:
        return self.data.reads

    @cached_property
    def instrument(self) -> Instrument:
        return get_instrument(self.campaign.instrument)

    @cached_property
    def totals(self) -> Totals:
        return totals_of(self.reads, self.instrument)

    @cached_property
    def compared(self) -> Compared:
        return compare(self.reads, self.campaign.readers_per_case)

    @property
    def chosen(self) -> Comparison:
        """The comparison that the address names, else the campaign's first.

        Raises `Http404` for one that isn't there.
        """
        known = {one.key: one for one in self.compared.all}
        if self.pair and self.pair not in known:
            raise Http404
        return known[self.pair] if self.pair else self.compared.all[0]

    @property
    def measure(self) -> Measure:
        """The sum that the address names, else the first feature; `Http404` for an unknown one."""
        known = {one.key: one for one in self.lines()}
        if self.feature and self.feature not in known:
            raise Http404
        return known[self.feature] if self.feature else next(iter(known.values()))

    @property
    def occasion(self) -> Occasion:
        """The occasion that the address names for single sites, else the first status."""
        known = {one.key: one for one in self.occasions}
        if self.at and self.at not in known:
            raise Http404
        return known[self.at] if self.at else self.occasions[0]

    @property
    def occasions(self) -> tuple[Occasion, ...]:
        return self.totals.occasions

    def lines(self) -> tuple[Measure, ...]:
        """Return what has a line of the summary: features, and sums over several of them."""
        widest: dict[frozenset[str], Measure] = {}
        for one in self.totals.measures:
            known = widest.get(one.features)
            if known is None or len(one.items) > len(known.items):
                widest[one.features] = one
        return tuple(widest.values())

    def parts(self) -> tuple[Measure, ...]:
        """Return the chosen sum and its parts by region."""
        features = self.measure.features
        whole = [self.measure]
        return (
            *whole,
            *(m for m in self.totals.measures if m.features == features and m not in whole),
        )

    def agreement(self, comparison: Comparison, measure: Measure, occasion: Occasion) -> Agreement:
        """Return the agreement on one sum, computed once a request."""
        key = (comparison.key, measure.key, occasion.key)
        if key not in self.found:
            points = self.totals.of(measure.key, occasion.key)
            self.found[key] = agreement(comparison, points, is_change=occasion.is_change)
        return self.found[key]

    def sites(
        self, comparison: Comparison, occasion: Occasion, items: tuple[Item, ...] | None = None
    ) -> SiteScores:
        """Return the scores of the chosen sum's sites side by side."""
        return site_scores(
            self.reads,
            comparison,
            self.measure.items if items is None else items,
            occasion,
            step_half_units=self.campaign.step_half_units,
        )

    def occasion_name(self, occasion: Occasion) -> str:
        """Return ``Status, Baseline`` or ``Change, Baseline to One year``."""
        first = self.data.visits[occasion.first].name
        if occasion.last is None:
            return _("Status, %(visit)s") % {"visit": first}
        last = self.data.visits[occasion.last].name
        if len(self.data.visits) == 2:
            return _("Change")
        return _("Change, %(first)s to %(last)s") % {"first": first, "last": last}

    def comparison_name(self, comparison: Comparison) -> str:
        """Return whose readings are compared, by name."""
        names = [self.names[reader] for reader in comparison.readers]
        if comparison.kind == "pool":
            return _("All readers (pool)")
        if comparison.kind == "team":
            return _("All %(count)d readers") % {"count": len(names)}
        if comparison.kind == "again":
            return _("%(reader)s, read twice") % {"reader": names[0]}
        return " – ".join(names)

    def column_names(self, comparison: Comparison) -> list[str]:
        """Return what each column of the comparison is called."""
        if comparison.kind == "again":
            return [_("first reading"), _("repeated reading")]
        return [self.names[reader] for reader in comparison.readers]

    def pairs_of(self, comparison: Comparison) -> Iterator[Comparison]:
        """Yield the comparisons of two columns behind a comparison, itself where it is one."""
        if comparison.two_columns:
            yield comparison
        else:
            yield from self.compared.pairs


def build_report(campaign: Campaign, *, pair: str = "", feature: str = "", at: str = "") -> Report:
    """Read a campaign's scores and return the report of them. Seven queries."""
    data = campaign_reads(campaign)
    names = names_of(set(data.reads.reader.tolist()))
    return Report(campaign, data, names, pair=pair, feature=feature, at=at)
