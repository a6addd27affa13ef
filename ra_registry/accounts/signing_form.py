"""The fields with which a person signs, wherever something is signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.confirming import ConfirmationRefused, confirm, has_authenticator
from ra_registry.accounts.models import User
from ra_registry.core.signing.acts import Act
from ra_registry.core.signing.step_up import StepUp

UNKNOWN_CONTENT = _("This page does not say what it shows. Load it again.")


class SigningForm(forms.Form):
    """Password, and a code where the account has an authenticator: `_components/signing.html`.

    ``content_hash`` comes back as it was shown: what is signed is what the person saw. A form of an
    act that asks for more inherits from this one, so that a wrong password leaves the rest filled.
    """

    content_hash = forms.RegexField(
        "^[0-9a-f]{64}$",
        widget=forms.HiddenInput,
        error_messages={"required": UNKNOWN_CONTENT, "invalid": UNKNOWN_CONTENT},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": _("Type your password to sign.")},
    )
    code = forms.CharField(
        label=_("Authenticator code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Or one of your recovery codes."),
        error_messages={"required": _("Type the code that your authenticator shows.")},
    )

    def __init__(self, *args: Any, signer: User, act: Act, **options: Any) -> None:
        super().__init__(*args, **options)
        self.signer, self.act = signer, act
        if not has_authenticator(signer):
            del self.fields["code"]

    @property
    def seen(self) -> str:
        """The hash of what the person was shown; empty where the form came without a valid one."""
        return str(self.cleaned_data.get("content_hash", ""))

    def proof(self, *, subject: Model | None = None, study_code: str = "") -> StepUp | None:
        """Return the proof for what was shown; None: the reason stands at its field.

        To be called outside any transaction, of a valid form; see `confirming.confirm`.
        """
        try:
            return confirm(
                user=self.signer,
                act=self.act,
                content_hash=self.seen,
                password=self.cleaned_data["password"],
                code=self.cleaned_data.get("code", ""),
                subject=subject,
                study_code=study_code,
            )
        except ConfirmationRefused as error:
            self.add_error(error.field, error.message)
            return None
