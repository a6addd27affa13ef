from __future__ import annotations

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"
    label = "analytics"
    verbose_name = "Analyses"

    def ready(self) -> None:
        from analytics import providers
        from analytics.design import particulars
        from analytics.exports import providers as exports
        from analytics.runs.memory import keep_freed_memory
        from ra_registry.cohort.providers import registry

        keep_freed_memory()
        if providers.TAB in registry.tabs:
            return
        registry.tabs += [providers.TAB, exports.TAB]
        registry.particulars |= particulars.PARTICULARS
        registry.hanging.append(providers.hanging)
        registry.figures.append(providers.figures)
        registry.next_steps.append(providers.next_steps)
