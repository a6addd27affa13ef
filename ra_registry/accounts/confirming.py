"""Confirming who is there: the only place where a proof for a signature is made.

Nothing of the API leads here. A token is kept by a program, and a signature needs its person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from ra_registry.core.signing.acts import Act
from ra_registry.core.signing.refused_step_up import ATTEMPTS, WINDOW, RefusedStepUp
from ra_registry.core.signing.step_up import VALID_FOR, Method, StepUp

if TYPE_CHECKING:
    from django.db.models import Model

BECAUSE = {
    "password": gettext_lazy("wrong password"),
    "code": gettext_lazy("wrong or used code"),
    "limit": gettext_lazy("too many attempts"),
}
CODES = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]


class ConfirmationRefused(ValidationFailed):
    """A wrong password or code, or too many of them; ``field`` says beside which to tell it."""

    code = "confirmation_refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field_errors={field: [message]})
        self.field = field


@dataclass(frozen=True)
class _Refusal:
    """Why nothing is proven: a key of `BECAUSE`, and what is told beside which field."""

    because: str
    field: str
    message: str


def has_authenticator(user: User) -> bool:
    """Tell whether the account confirms with a code beside its password."""
    return bool(is_mfa_enabled(user, types=CODES))


def confirm(
    *,
    user: User,
    act: Act,
    content_hash: str,
    password: str,
    code: str = "",
    subject: Model | None = None,
    study_code: str = "",
) -> StepUp:
    """Return the proof that the person is there and means this content: used once, in a minute.

    A refusal is counted and recorded in a transaction of its own, whatever becomes of the act;
    so this is called before the act's transaction, never inside it. Attempts of one person wait
    for each other. A code is looked at only beside the right password, and counts once.

    Args:
        act: what is about to be signed.
        content_hash: SHA-256 of what the person was shown.
        code: of the authenticator or a recovery code; ignored for an account without one.
        subject, study_code: where the refusal stands in the audit trail.

    Raises:
        ConfirmationRefused: wrong, or the limit of `ATTEMPTS` in `WINDOW` is reached.
    """
    with transaction.atomic(durable=True):
        account = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        found = _method_of(account, password, code)
        if isinstance(found, Method):
            return _proof(account, act, content_hash, found)
        audit.record(
            EventKind.SIGNATURE_REFUSED,
            by=account,
            study_code=study_code,
            target=subject,
            data={"act": act.key, "because": found.because},
        )
    raise ConfirmationRefused(found.field, found.message)


def _method_of(account: User, password: str, code: str) -> Method | _Refusal:
    """Return by what the account confirmed, or why not; a wrong attempt is counted."""
    if (until := _blocked_until(account)) is not None:
        return _Refusal("limit", "password", _wait(until))
    if not account.check_password(password):
        RefusedStepUp.objects.create(user=account)
        return _Refusal("password", "password", _("This is not your password."))
    if not has_authenticator(account):
        return Method.PASSWORD
    kind = _accepted_by(account, code)
    if kind is None:
        RefusedStepUp.objects.create(user=account)
        return _Refusal(
            "code", "code", _("This code is wrong or was used already. Wait for the next one.")
        )
    return Method(kind)


def _accepted_by(account: User, code: str) -> str | None:
    """Return the kind of authenticator that accepts the code, which uses it up."""
    for authenticator in Authenticator.objects.filter(user=account, type__in=CODES):
        if authenticator.wrap().validate_code(code):
            authenticator.record_usage()
            return str(authenticator.type)
    return None


def _blocked_until(account: User) -> timedelta | None:
    """Return for how long nothing more is looked at; None: the person may try."""
    now = RefusedStepUp.objects.filter(user=account, at__gt=Now() - WINDOW).annotate(now=Now())
    refused: list[tuple[datetime, datetime]] = list(now.order_by("-at").values_list("at", "now"))
    if len(refused) < ATTEMPTS:
        return None
    at, asked = refused[ATTEMPTS - 1]
    return at + WINDOW - asked


def _wait(left: timedelta) -> str:
    minutes = max(1, math.ceil(left / timedelta(minutes=1)))
    sentence = ngettext(
        "%(attempts)d wrong attempts in a short time. Try again in %(n)d minute.",
        "%(attempts)d wrong attempts in a short time. Try again in %(n)d minutes.",
        minutes,
    )
    return sentence % {"attempts": ATTEMPTS, "n": minutes}


def _proof(account: User, act: Act, content_hash: str, method: Method) -> StepUp:
    """Store the proof; rows of the person that no longer count go."""
    StepUp.objects.filter(user=account, created_at__lt=Now() - VALID_FOR).delete()
    RefusedStepUp.objects.filter(user=account, at__lt=Now() - WINDOW).delete()
    return StepUp.objects.create(
        user=account, act=act.key, content_hash=content_hash, method=method
    )
