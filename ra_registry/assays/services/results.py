"""Results of samples: classified and combined by the policy in force, stored as versions.

A version is made only where the answer differs from the one in force; `evaluation` makes them.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.assays.models import Batch, Panel, ResultPolicy
from ra_registry.assays.models.result import Cause, Replicates
from ra_registry.assays.services.evaluation import Changes, evaluate
from ra_registry.assays.verdict import RULES_VERSION
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind


def policy_in_force(study: Study, panel: Panel) -> ResultPolicy | None:
    """Return the newest version, ``None`` while no result of the panel was stored."""
    return ResultPolicy.objects.filter(study=study, panel=panel).order_by("-version").first()


def _next_policy(
    study: Study,
    panel: Panel,
    *,
    replicates: str = "",
    reason: str = "",
    by: User | None = None,
) -> ResultPolicy:
    before = policy_in_force(study, panel)
    return ResultPolicy.objects.create(
        study=study,
        panel=panel,
        version=before.version + 1 if before else 1,
        replicates=replicates or (before.replicates if before else Replicates.LIMIT_AWARE),
        rules=RULES_VERSION,
        reason=reason,
        made_at=timezone.now(),
        made_by=by,
    )


def current_policy(study: Study, panel: Panel) -> ResultPolicy:
    """Return the policy in force under today's rules; makes the default where there is none.

    Call it inside a transaction that holds the study's lock.
    """
    found = policy_in_force(study, panel)
    if found is None or found.rules != RULES_VERSION:
        return _next_policy(study, panel)
    return found


@transaction.atomic
def set_policy(
    *, study: Study, panel: Panel, replicates: str, reason: str, by: User
) -> ResultPolicy:
    """Change what becomes of mixed replicates; results that differ get a new version.

    The same policy again changes nothing.

    Raises:
        ValidationFailed: no such rule, or no reason.
    """
    reason = reason.strip()
    errors = {}
    if replicates not in Replicates.values:
        errors["replicates"] = [_("Choose one of the rules.")]
    if not reason:
        errors["reason"] = [_("Say why the rule is changed.")]
    if errors:
        raise ValidationFailed(_("The policy was not changed."), field_errors=errors)
    Study.objects.select_for_update().get(pk=study.pk)
    before = policy_in_force(study, panel)
    if before is not None and before.replicates == replicates:
        return before
    policy = _next_policy(study, panel, replicates=replicates, reason=reason, by=by)
    changes = evaluate(policy, cause=Cause.POLICY)
    mark_study_changed(study.pk)
    audit.record(
        EventKind.RESULT_POLICY_CHANGED,
        by=by,
        study_code=study.code,
        target=policy,
        data={
            "panel": panel.code,
            "version": policy.version,
            "before": before.replicates if before else "",
            "replicates": replicates,
            "reason": reason,
            "results": changes.results,
        },
    )
    return policy


@transaction.atomic
def evaluate_study(*, study: Study, by: User | None = None) -> Changes:
    """Bring every result of a study to today's rules; does nothing where all of them are.

    For stored rows of older code. Audited where something changed.
    """
    Study.objects.select_for_update().get(pk=study.pk)
    total = Changes()
    for panel in Panel.objects.filter(pk__in=Batch.objects.filter(study=study).values("panel")):
        policy = current_policy(study, panel)
        changes = evaluate(policy, cause=Cause.RULES)
        if not changes:
            continue
        total += changes
        audit.record(
            EventKind.RESULTS_EVALUATED,
            by=by,
            study_code=study.code,
            target=policy,
            data={"panel": panel.code, "rules": RULES_VERSION, **vars(changes)},
        )
    if total:
        mark_study_changed(study.pk)
    return total
