"""How the audit trail says what scoring's events hold: labels, never keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.instruments import (
    Instrument,
    UnknownFeatureError,
    UnknownInstrumentError,
    get_instrument,
)
from scoring.models.case_report import ReportAnswer, ReportReason
from scoring.models.protocol import Adjudication, Strategy
from scoring.models.reading import SignatureMeaning
from scoring.models.reading_query import QueryAnswer
from scoring.models.roster import RosterRole


def instrument(key: str) -> str:
    return known(key).name


def features(keys: Sequence[str], event: Mapping[str, Any]) -> str:
    """The features as the event's instrument calls them."""
    scored = known(event["instrument"])
    try:
        return ", ".join(scored.feature(key).label for key in keys)
    except UnknownFeatureError as error:
        raise LookupError(error.message) from error


def known(key: str) -> Instrument:
    """An instrument of an event; `LookupError` for one that nothing is known of any more."""
    try:
        return get_instrument(key)
    except UnknownInstrumentError as error:
        raise LookupError(error.message) from error


def strategy(key: str) -> str:
    return str(Strategy(key).label)


def readers(keys: Sequence[int]) -> str:
    """How many: who they are is told by the campaign, and the trail reads nothing."""
    return ngettext("%(n)d reader", "%(n)d readers", len(keys)) % {"n": len(keys)}


def signature(signed: Mapping[str, Any]) -> str:
    """The signer and what the signature means; the event itself has the moment."""
    # Events from before statements were kept hold the meaning alone.
    meaning = signed.get("statement") or SignatureMeaning(signed["meaning"]).label
    return _("%(name)s: %(meaning)s") % {"name": signed["name"], "meaning": meaning}


def _label_of(choices: type[TextChoices]) -> Callable[[str], str]:
    """Return what writes a key as its label; a key that is no choice raises `ValueError`."""
    return lambda key: str(choices(key).label)


PARTICULARS: dict[str, Callable[[Any], str]] = {
    "instrument": instrument,
    "strategy": strategy,
    "readers": readers,
    "adjudicators": readers,
    "to": readers,
    "roster_role": _label_of(RosterRole),
    "report_reason": _label_of(ReportReason),
    "report_answer": _label_of(ReportAnswer),
    "query_answer": _label_of(QueryAnswer),
    "third_score": _label_of(Adjudication),
    "signature": signature,
}
