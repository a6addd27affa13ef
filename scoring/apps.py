from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class ScoringConfig(AppConfig):
    name = "scoring"
    label = "scoring"
    verbose_name = "Scoring"

    def ready(self) -> None:
        from ra_registry.cohort.providers import registry
        from ra_registry.core import reference_data
        from ra_registry.imaging import providers as imaging
        from scoring import particulars, providers, voidable
        from scoring.checks import check_instruments
        from scoring.instruments.sources import SOURCES
        from scoring.reference_data import kept_definition, store_instruments

        for folder in settings.INSTRUMENT_FOLDERS:
            SOURCES.add_folder(folder)
        checks.register(check_instruments)
        SOURCES.keep_withdrawn(kept_definition)
        reference_data.provide(self, store_instruments)
        if providers.TAB in registry.tabs:
            return
        imaging.reading.append(providers.modalities_read)
        registry.hanging.append(voidable.hanging)
        registry.particulars |= particulars.PARTICULARS
        registry.particulars_by_event["features"] = particulars.features
        registry.tabs.append(providers.TAB)
        registry.next_steps += [providers.cases_to_read, providers.campaigns_to_finish]
        registry.figures.append(providers.reading_figures)
        registry.timeline.append(providers.readings_on_timeline)
