"""The zip file of a package: the same files are the same bytes."""

from __future__ import annotations

import io
import time
import zipfile

from analytics.package.zip import write_zip

FILES = {"b.txt": b"second by name, first in order", "tables/a.csv": "Größe\r\n".encode()}


def test_the_same_files_are_the_same_bytes_at_any_time() -> None:
    first = write_zip(FILES)
    time.sleep(2.1)  # a zip file tells times to two seconds
    assert write_zip(FILES) == first


def test_files_keep_their_order_and_say_no_time() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_zip(FILES)))
    assert archive.namelist() == list(FILES)
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {name: archive.read(name) for name in FILES} == FILES
