from __future__ import annotations

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    label = "scoring"
    verbose_name = "Scoring"

    def ready(self) -> None:
        from ra_registry.cohort.providers import registry
        from ra_registry.core import reference_data
        from scoring import particulars, providers, voidable
        from scoring.reference_data import add_missing_items

        reference_data.provide(self, add_missing_items)
        if providers.TAB in registry.tabs:
            return
        registry.hanging.append(voidable.hanging)
        registry.particulars |= particulars.PARTICULARS
        registry.tabs.append(providers.TAB)
        registry.next_steps += [providers.cases_to_read, providers.campaigns_to_finish]
        registry.figures.append(providers.reading_figures)
        registry.timeline.append(providers.readings_on_timeline)
