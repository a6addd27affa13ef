from __future__ import annotations

from django.apps import AppConfig


class ImagingConfig(AppConfig):
    name = "ra_registry.imaging"
    label = "imaging"
    verbose_name = "Imaging"

    def ready(self) -> None:
        from ra_registry.cohort.providers import registry
        from ra_registry.core import reference_data
        from ra_registry.imaging import providers, voidable
        from ra_registry.imaging.reference_data import store_modalities

        reference_data.provide(self, store_modalities)
        if providers.timeline in registry.timeline:
            return
        registry.add_kinds(voidable.KIND)
        registry.hanging.append(voidable.hanging)
        registry.timeline.append(providers.timeline)
        registry.visit_actions.append(providers.visit_actions)
        registry.history.append(providers.history)
        registry.records.append(providers.records)
        registry.record_urls.append(providers.record_urls)
