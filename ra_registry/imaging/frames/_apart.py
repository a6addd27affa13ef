"""A decoder in a process of its own: what crashes, hangs or eats memory there ends there."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.frames import _one_frame
from ra_registry.imaging.frames.errors import NotDecoded

_FAILED = "The compressed image is damaged: the decoder can't read it."


class Apart:
    """Starts the decoder when it is first needed, and again after it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def decode(self, source: bytes, *, seconds: float, **asked: Any) -> NDArray[Any]:
        """Return the pixels of one frame, flat; ``NotDecoded`` for whatever goes wrong."""
        question = json.dumps(asked).encode()
        with self._lock:
            found = self._answer(question, source, seconds)
        if found is None or not found[0]:
            raise NotDecoded(_FAILED)
        return np.frombuffer(found[1], dtype=found[0].decode())

    def _answer(self, question: bytes, source: bytes, seconds: float) -> tuple[bytes, bytes] | None:
        program = self._running()
        clock = threading.Timer(seconds, program.kill)
        clock.start()
        try:
            return _asked(program, question, source)
        except (EOFError, OSError):
            idle = program.poll() == 0
        finally:
            clock.cancel()
        self.close()
        # It had just ended for want of work: nothing is wrong with the frame.
        return self._answer(question, source, seconds) if idle else None

    def close(self) -> None:
        """End the decoder, if this process started it."""
        program, self._program = self._program, None
        if program is None or self._owner != os.getpid():
            return
        program.kill()
        for stream in (program.stdin, program.stdout):
            with contextlib.suppress(OSError):  # what couldn't be sent is lost anyway
                cast("BinaryIO", stream).close()
        program.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        """After a fork the parent's decoder is the parent's; a second one is started."""
        program = self._program
        if program is None or self._owner != os.getpid() or program.poll() is not None:
            self.close()
            program = self._program = _started()
            self._owner = os.getpid()
        return program


def _started() -> subprocess.Popen[bytes]:
    # The program of this package, with the names of nothing that a user typed.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(Path(_one_frame.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


def _asked(program: subprocess.Popen[bytes], question: bytes, source: bytes) -> tuple[bytes, bytes]:
    target, answer = cast("BinaryIO", program.stdin), cast("BinaryIO", program.stdout)
    _one_frame.send(target, question, source)
    return _one_frame.receive(answer), _one_frame.receive(answer)


APART = Apart()
atexit.register(APART.close)
