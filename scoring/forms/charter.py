"""A version of the charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.fields import NumberField
from scoring.models import Campaign
from scoring.models.protocol import Adjudication, CampaignState
from scoring.services.charters import FILE_BYTES, CharterDocument


class CharterForm(forms.Form):
    """Text, PDF or both, under a version that is stored for good."""

    version = forms.CharField(label=_("Version"), max_length=20)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("What readers are told: shown to them, printed with the campaign."),
    )
    file = forms.FileField(
        label=_("PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    threshold = NumberField(
        label=_("Threshold of adjudication, in points"), low=0, high=999, places=1, required=False
    )
    reason = forms.CharField(
        label=_("Why a later version"),
        max_length=300,
        help_text=_("Readings that were started before keep the version they were started under."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if campaign.state == CampaignState.DRAFT:
            del self.fields["reason"]
        if campaign.adjudication == Adjudication.NONE:
            del self.fields["threshold"]
        else:
            self.fields["threshold"].initial = campaign.adjudication_threshold

    def clean_file(self) -> UploadedFile | None:
        """Refuse a file that is too large before it is read."""
        sent: UploadedFile | None = self.cleaned_data.get("file")
        if sent and (sent.size or 0) > FILE_BYTES:
            raise ValidationError(_("The file is larger than 10 MB."))
        return sent

    def document(self) -> CharterDocument:
        """Return the version as it was sent."""
        sent = self.cleaned_data.get("file")
        return CharterDocument(
            version=self.cleaned_data["version"],
            text=self.cleaned_data["text"],
            file_name=sent.name[:120] if sent else "",
            content=sent.read() if sent else None,
        )
