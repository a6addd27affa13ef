"""The shape of input of the campaign pages."""

from scoring.forms.campaign import CampaignForm
from scoring.forms.cases import CasesForm
from scoring.forms.charter import CharterForm
from scoring.forms.corrections import AskForCorrectionForm
from scoring.forms.life import ExtendForm, ReasonForm
from scoring.forms.opening import OpenReadingForm
from scoring.forms.readers import AddReaderForm, ReadersForm, ReassignForm

__all__ = [
    "AddReaderForm",
    "AskForCorrectionForm",
    "CampaignForm",
    "CasesForm",
    "CharterForm",
    "ExtendForm",
    "OpenReadingForm",
    "ReadersForm",
    "ReasonForm",
    "ReassignForm",
]
