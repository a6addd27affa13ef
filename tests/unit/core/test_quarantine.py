"""Sealed files: what was written comes back from anywhere, and nothing else opens."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ra_registry.core.quarantine import (
    PIECE,
    Damaged,
    SealedReader,
    append,
    file_key,
    remove,
    sealed_size,
)

MASTER = bytes(range(32))
KEY = file_key(MASTER, "one")
CONTENT = os.urandom(2 * PIECE + 12345)
SIZES = st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(CONTENT)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def read(path: Path, size: int, key: bytes = KEY) -> bytes:
    with SealedReader(path, key, size) as file:
        return file.readall()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(size=SIZES, places=st.lists(st.tuples(st.integers(0, len(CONTENT)), st.integers(0, 70000))))
def test_it_is_read_from_anywhere(path: Path, size: int, places: list[tuple[int, int]]) -> None:
    remove(path)
    assert append(path, KEY, at=0, content=CONTENT[:size]) == size
    assert path.stat().st_size == sealed_size(size)
    with io.BufferedReader(SealedReader(path, KEY, size)) as file:
        plain = io.BytesIO(CONTENT[:size])
        assert file.read() == plain.read()
        for at, length in places:
            assert file.seek(at) == plain.seek(at)
            assert file.read(length) == plain.read(length)
            assert file.tell() == plain.tell()


def test_it_goes_on_where_a_lost_connection_left_it(path: Path) -> None:
    append(path, KEY, at=0, content=CONTENT[:PIECE])
    with path.open("ab") as file:
        file.write(b"half of a piece")
    append(path, KEY, at=PIECE, content=CONTENT[PIECE:])
    # The same piece sent twice, since its acknowledgement was lost.
    assert append(path, KEY, at=PIECE, content=CONTENT[PIECE:]) == len(CONTENT)
    assert read(path, len(CONTENT)) == CONTENT


@pytest.mark.parametrize("at", [-PIECE, 1, PIECE // 2, PIECE])
def test_it_goes_on_nowhere_else(path: Path, at: int) -> None:
    with pytest.raises(ValueError, match="Expected"):
        append(path, KEY, at=at, content=b"x")


def test_nothing_of_it_lies_open(path: Path) -> None:
    text = b"Yamada^Hanako 1961-03-11 " * 1000
    append(path, KEY, at=0, content=text)
    assert b"Yamada" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    # The same content again is other bytes: two files can't be told to be the same.
    again = path.with_name("again")
    append(again, KEY, at=0, content=text)
    assert again.read_bytes() != path.read_bytes()


def change_a_byte(sealed: bytearray) -> None:
    sealed[PIECE // 2] ^= 1


def exchange_two_pieces(sealed: bytearray) -> None:
    whole = sealed_size(PIECE)
    sealed[:whole], sealed[whole : 2 * whole] = sealed[whole : 2 * whole], sealed[:whole]


@pytest.mark.parametrize("change", [change_a_byte, exchange_two_pieces])
def test_what_was_changed_does_not_open(path: Path, change) -> None:
    append(path, KEY, at=0, content=CONTENT)
    sealed = bytearray(path.read_bytes())
    change(sealed)
    path.write_bytes(sealed)
    with pytest.raises(Damaged):
        read(path, len(CONTENT))


@pytest.mark.parametrize("size", [len(CONTENT) - 1, len(CONTENT) + 1, PIECE])
def test_another_length_is_seen_at_once(path: Path, size: int) -> None:
    append(path, KEY, at=0, content=CONTENT)
    with pytest.raises(Damaged, match="instead of"):
        SealedReader(path, KEY, size)


def test_the_key_of_another_file_opens_nothing(path: Path) -> None:
    append(path, KEY, at=0, content=CONTENT)
    assert file_key(MASTER, "one") == KEY
    for other in (file_key(MASTER, "two"), file_key(bytes(32), "one")):
        with pytest.raises(Damaged):
            read(path, len(CONTENT), other)
    with pytest.raises(ValueError, match="at least 32"):
        file_key(b"short", "one")


def test_a_zip_is_read_inside_it(path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("visit 1/slice.dcm", CONTENT)
        archive.writestr("visit 2/slice.dcm", b"second")
    append(path, KEY, at=0, content=made.getvalue())
    with SealedReader(path, KEY, len(made.getvalue())) as file, zipfile.ZipFile(file) as archive:
        assert archive.read("visit 2/slice.dcm") == b"second"
        assert archive.read("visit 1/slice.dcm") == CONTENT


def test_what_is_gone_is_removed_already(path: Path) -> None:
    append(path, KEY, at=0, content=b"x")
    remove(path)
    remove(path)
    assert not path.exists()
