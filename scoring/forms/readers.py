"""Who reads the cases, who decides between readings, and who takes over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership, Study
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import roles_with
from scoring.models import Campaign
from scoring.models.protocol import CampaignKind, Strategy
from scoring.models.roster import RosterRole
from scoring.selectors.roster import roster


def possible_readers(study: Study) -> QuerySet[User]:
    """Return the people who hold the reader role in the study."""
    holding = Membership.objects.current().filter(
        study=study, role__in=roles_with(Permission.READ_CASES)
    )
    return User.objects.filter(pk__in=holding.values("user"), is_active=True).order_by("full_name")


class ReadersForm(forms.Form):
    """The roster of a campaign that is being set up."""

    readers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    strategy = forms.ChoiceField(
        choices=Strategy.choices,
        initial=Strategy.FIXED,
        widget=forms.RadioSelect,
    )
    expert = forms.ModelChoiceField(
        label=_("Expert whose readings are the reference"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Choose the expert"),
    )
    adjudicators = forms.ModelMultipleChoiceField(
        label=_("Adjudicators"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They decide between two readings of a case that they haven't read."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = possible_readers(campaign.study)
        for name in ("readers", "expert", "adjudicators"):
            self.fields[name].queryset = people
        if campaign.kind == CampaignKind.CALIBRATION:
            del self.fields["adjudicators"], self.fields["strategy"]
        else:
            del self.fields["expert"]

    @classmethod
    def of(cls, campaign: Campaign, data: Any = None) -> ReadersForm:
        """Return the form filled with the present roster."""
        entries = roster(campaign)
        by_role: dict[str, list[int]] = {}
        for entry in entries:
            by_role.setdefault(entry.role, []).append(entry.user_id)
        initial = {
            "readers": by_role.get(RosterRole.READER, []),
            "adjudicators": by_role.get(RosterRole.ADJUDICATOR, []),
            "expert": next(iter(by_role.get(RosterRole.EXPERT, [])), None),
            "strategy": campaign.strategy,
        }
        return cls(data, campaign=campaign, initial=initial)


class AddReaderForm(forms.Form):
    """Somebody who reads from now on."""

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    role = forms.ChoiceField(
        label=_("As"),
        choices=[(role.value, role.label) for role in (RosterRole.READER, RosterRole.ADJUDICATOR)],
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = possible_readers(campaign.study)


class ReassignForm(forms.Form):
    """Who takes over the rest of a reader's cases, and why."""

    to = forms.ModelMultipleChoiceField(
        label=_("Who takes over"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nobody: the cases wait without a reader."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, campaign: Campaign, leaving: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = possible_readers(campaign.study).exclude(pk=leaving.pk)
