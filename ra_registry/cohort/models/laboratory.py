"""Laboratory values that can be known only as a limit: number, sign and printed text together.

A model lists its laboratory values as ``LABORATORY``; forms, corrections, history and the audit
trail handle the three columns as the one value that a person entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.numbers import CensoredNumber, number_text

SIGNS = [("<", _("below the limit")), (">", _("above the limit"))]
PRINTED_LENGTH = 40

# What may stand in a printed number in full width, and what it stands for.
_WIDE, _NARROW = "０１２３４５６７８９．，＜＞", "0123456789.,<>"
_AGREES = """
    CASE WHEN {printed} = '' THEN TRUE
    WHEN translate({printed}, '{wide}', '{narrow}') ~ '^[^0-9.,]*[0-9]*[.,]?[0-9]+$' THEN
        replace(regexp_replace(translate({printed}, '{wide}', '{narrow}'), '[^0-9.,]', '', 'g'),
            ',', '.')::numeric = {number}
        AND {sign} = CASE left(translate({printed}, '{wide}', '{narrow}'), 1)
            WHEN '<' THEN '<' WHEN '>' THEN '>' ELSE '' END
    ELSE FALSE END
"""


@dataclass(frozen=True)
class LabColumns:
    """The columns of one laboratory value, named by what they hold."""

    number: str
    sign: str
    printed: str

    def of(self, record: Any) -> CensoredNumber | None:
        """Return the value of a record or of a row of its history.

        A row that another door than the services wrote may have no printed text; its number is it.
        """
        number = getattr(record, self.number)
        if number is None:
            return None
        number = Decimal(number)
        sign = getattr(record, self.sign)
        printed = getattr(record, self.printed) or f"{sign}{number.normalize():f}"
        return CensoredNumber(printed, number, sign)

    def put(self, record: Any, value: CensoredNumber | None) -> None:
        """Write all three columns."""
        # Zeros at the end of a printed text are no decimals that the column would have to keep.
        number = None if value is None else Decimal(number_text(value.number.normalize()))
        setattr(record, self.number, number)
        setattr(record, self.sign, "" if value is None else value.sign)
        setattr(record, self.printed, "" if value is None else value.printed)

    def constraints(self, table: str) -> Iterator[models.CheckConstraint]:
        """Yield checks: a known sign, nothing without a number, a text that says the number."""
        yield models.CheckConstraint(
            name=f"{table}_{self.sign}",
            condition=Q(**{self.sign: ""})
            # A check that is NULL passes, so the number is asked for, here and below.
            | Q(
                **{
                    f"{self.number}__isnull": False,
                    f"{self.number}__gt": 0,
                    f"{self.sign}__in": ["<", ">"],
                }
            ),
            violation_error_message=_("A limit is < or > with a number above 0 after it."),
        )
        agrees = _AGREES.format(
            printed=self.printed, number=self.number, sign=self.sign, wide=_WIDE, narrow=_NARROW
        )
        yield models.CheckConstraint(
            name=f"{table}_{self.printed}",
            condition=Q(**{self.printed: ""})
            | (
                Q(**{f"{self.number}__isnull": False})
                & Q(RawSQL(agrees, (), output_field=models.BooleanField()))  # noqa: S611 - model names
            ),
            violation_error_message=_("The printed text and the stored number contradict."),
        )


def lab_columns(name: str, *, number: str = "") -> LabColumns:
    """Return the columns of the value ``name``; its number may have a name of its own."""
    return LabColumns(number or f"{name}_value", f"{name}_sign", f"{name}_printed")


def sign_field(verbose_name: Any) -> models.CharField:
    """Return the column of a sign; empty where the value itself was measured."""
    return models.CharField(verbose_name, max_length=1, choices=SIGNS, blank=True, default="")


def printed_field(verbose_name: Any) -> models.CharField:
    """Return the column of a value as the laboratory printed it."""
    return models.CharField(verbose_name, max_length=PRINTED_LENGTH, blank=True, default="")


def laboratory(model: type[models.Model] | models.Model) -> tuple[LabColumns, ...]:
    """Return the laboratory values of a model; most have none."""
    return getattr(model, "LABORATORY", ())


def stored_value(record: Any, name: str) -> Any:
    """Return what a record holds in a field; of a laboratory value, the whole of it."""
    columns = _named(record, name)
    return getattr(record, name) if columns is None else columns.of(record)


def put_value(record: models.Model, name: str, value: Any) -> None:
    """Write a field of a record; of a laboratory value, all its columns."""
    columns = _named(record, name)
    if columns is None:
        setattr(record, name, value)
    else:
        columns.put(record, value)


def columns_of(record: models.Model, names: Iterable[str]) -> list[str]:
    """Return the columns of fields: three of a laboratory value."""
    found: list[str] = []
    for name in names:
        columns = _named(record, name)
        found += [name] if columns is None else [columns.number, columns.sign, columns.printed]
    return found


def is_laboratory(record: models.Model, name: str) -> bool:
    """Tell whether a field is the number of a laboratory value."""
    return _named(record, name) is not None


def _named(record: models.Model, name: str) -> LabColumns | None:
    return next((one for one in laboratory(record) if one.number == name), None)
