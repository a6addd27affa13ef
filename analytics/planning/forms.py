"""The form of one question of a planner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.planning.questions import Question
from ra_registry.core.entry.fields import NumberField

ASKS = (("size", _("How many patients?")), ("power", _("What do given patients achieve?")))
WANTED_POWER = 0.9
WANTED_WIDTH = 0.1


class PlanningForm(forms.Form):
    """What is asked, what is expected, and either the power wanted or the patients given."""

    ask = forms.ChoiceField(
        label=_("Question"), choices=ASKS, initial="size", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        for name, make in question.fields.items():
            self.fields[name] = make()
        self.wanted = "width" if question.wants_width else "power"
        if question.wants_width:
            self.fields["width"] = NumberField(
                label=_("Full width wanted"), low="0.001", high="0.999", gives=float,
                initial=WANTED_WIDTH, required=False,
            )  # fmt: skip
        else:
            self.fields["power"] = NumberField(
                label=_("Power wanted"), low="0.5", high="0.9999", gives=float,
                initial=WANTED_POWER, required=False,
            )  # fmt: skip
        for name, make in question.sizes.items():
            self.fields[name] = make()

    def clean(self) -> dict[str, Any]:
        """Ask for the field that the question needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        sizing = cleaned.get("ask") == "size"
        for name in [self.wanted] if sizing else self.question.sizes:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Give a number here: the question needs it."))
        return cleaned
