"""What ``manage.py check``, and every start, says about the instruments' files."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from scoring.instruments import InstrumentFileError, all_instruments
from scoring.instruments.sources import SOURCES


def check_instruments(**_kwargs: Any) -> list[CheckMessage]:
    """Name each folder that isn't there, and a file that brings no instrument that can be used."""
    missing: list[CheckMessage] = [
        Error(
            _("INSTRUMENT_FOLDERS names %(folder)s, which is no folder.") % {"folder": folder},
            id="scoring.E001",
        )
        for folder in SOURCES.folders
        if not folder.is_dir()
    ]
    try:
        all_instruments()
    except InstrumentFileError as error:
        return [*missing, Error(error.message, id="scoring.E002")]
    return missing
