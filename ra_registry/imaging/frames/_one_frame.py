"""Decode one compressed frame; run as a program, it answers requests on its standard input.

gdcm ends its whole process on some damaged JPEG 2000 and JPEG-LS streams (a C++ exception that
nobody catches), so it is run in a process of its own, which the parent starts anew. The program
imports nothing of the project, hence it starts fast and knows no secrets.

A request is a length and a line of JSON (``OPTIONS`` of pydicom, the transfer syntax, the decoder),
then a length and the frame. An answer is a length and the name of the kind of numbers, then a
length and the pixels; without a kind there are none.
"""

from __future__ import annotations

import json
import select
import struct
import sys
import warnings
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels import get_decoder

MEMORY = 2 << 30
"""Bytes that the program may address: a film of 16 million pixels takes a tenth."""
LONGEST = 1 << 31
IDLE = 60.0
"""Seconds without a request after which the program ends and gives its memory back."""


def decode_one(
    source: bytes, *, syntax: str, decoder: str, options: dict[str, Any]
) -> NDArray[Any]:
    """Return the pixels of one compressed frame as pydicom has them."""
    decode = get_decoder(syntax).as_array
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = decode(
            encapsulate([source]),
            index=0,
            decoding_plugin=decoder,
            **options,
        )
    return found


def send(stream: BinaryIO, *parts: bytes) -> None:
    """Write parts, each after its length."""
    for part in parts:
        stream.write(struct.pack("<Q", len(part)))
        stream.write(part)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """Read one part; ``EOFError`` where the other side has gone."""
    (length,) = struct.unpack("<Q", _exactly(stream, 8))
    if length > LONGEST:
        raise EOFError
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    found = stream.read(length)
    if len(found) != length:
        raise EOFError
    return found


def _answer(asked: dict[str, Any], source: bytes) -> tuple[bytes, bytes]:
    try:
        found = decode_one(source, **asked)
    except Exception:  # noqa: BLE001 - whatever a codec does, the parent is told that it failed
        return b"", b""
    return found.dtype.str.encode(), np.ascontiguousarray(found).tobytes()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # a system without limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> None:
    """Answer until the other side goes, or asks nothing for a while."""
    import logging

    logging.disable(logging.CRITICAL)
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    # Nothing is read ahead: the other side asks only after it has its answer.
    while select.select([source], [], [], IDLE)[0]:
        try:
            asked = json.loads(receive(source))
            frame = receive(source)
        except EOFError:
            return
        send(target, *_answer(asked, frame))


if __name__ == "__main__":
    serve()
