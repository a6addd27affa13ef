from __future__ import annotations

from django.apps import AppConfig


class AssaysConfig(AppConfig):
    name = "ra_registry.assays"
    label = "assays"
    verbose_name = "Assays"

    def ready(self) -> None:
        from ra_registry.assays import particulars, providers, records, voidable
        from ra_registry.assays.reference_data import add_missing_panels
        from ra_registry.cohort.providers import registry
        from ra_registry.core import reference_data

        reference_data.provide(self, add_missing_panels)
        if providers.timeline in registry.timeline:
            return
        registry.add_kinds(voidable.KIND)
        registry.hanging.append(voidable.hanging)
        registry.particulars |= particulars.PARTICULARS
        registry.tabs += providers.TABS
        registry.figures.append(providers.figures)
        registry.next_steps += [
            providers.files_waiting,
            providers.samples_waiting,
            providers.replicates_disagree,
            providers.lots_expiring,
        ]
        registry.timeline.append(providers.timeline)
        registry.visit_actions.append(providers.visit_actions)
        registry.history.append(providers.history)
        registry.records.append(records.records)
        registry.record_urls.append(records.record_urls)
