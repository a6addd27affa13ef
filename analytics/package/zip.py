"""A zip file that is the same bytes whenever it is made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
READABLE = 0o644 << 16
UNIX = 3


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the files, by name and in their order, as a zip file.

    Without compression: what a compressor writes depends on its version, and the same run must
    give the same bytes on every machine.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, FIRST_MOMENT)
            entry.external_attr, entry.create_system = READABLE, UNIX
            archive.writestr(entry, content)
    return sink.getvalue()
