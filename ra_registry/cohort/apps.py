from __future__ import annotations

from django.apps import AppConfig


class CohortConfig(AppConfig):
    name = "ra_registry.cohort"
    label = "cohort"
    verbose_name = "Cohort"

    def ready(self) -> None:
        from ra_registry.accounts import confirming
        from ra_registry.accounts.rules import demand_mfa_when
        from ra_registry.cohort import next_steps, voidable
        from ra_registry.cohort.providers import registry
        from ra_registry.cohort.questions import records_of_cohort, words
        from ra_registry.core.roles import ROLES
        from ra_registry.core.signing import acts

        if next_steps.figures in registry.figures:
            return
        registry.add_kinds(*voidable.KINDS)
        registry.hanging.append(voidable.hanging)
        registry.particulars |= {
            "rule": words.rule_name,
            "role": lambda key: ROLES[key].name,
            "act": acts.label_of,
            "because": lambda key: str(confirming.BECAUSE[key]),
        }
        registry.tabs += next_steps.TABS
        registry.figures += [next_steps.figures, next_steps.questions_figure]
        registry.next_steps += [
            next_steps.setting_up,
            next_steps.visits_waiting,
            next_steps.reviewing,
            next_steps.questions_open,
        ]
        registry.record_urls.append(records_of_cohort.record_urls)
        demand_mfa_when(next_steps.manages_data)
