"""The side that asks: starts the child, waits so long and no longer, and starts another."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from ra_registry.core.sandbox.limits import Limits
from ra_registry.core.sandbox.outcome import Done, Failed, Failure, Outcome

PROJECT = Path(__file__).resolve().parents[3]
START_SECONDS = 60
PIECE = 65_536
# An answer is a description, never pixels: those are written to files.
MOST_ANSWER_BYTES = 4 * 1024 * 1024
# All that the child learns of its surroundings: no secret and no address of a database.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class Sandbox:
    """Puts items to a function in another process, one after the other.

    An item that makes the process end, or that takes longer than allowed, fails alone: the next one
    is put to a new process. Use it as a context; leaving it ends the process.

    Args:
        handler: ``package.module:function``; takes and returns what JSON holds.
        limits: of the process, and of the time for one item.
    """

    def __init__(self, handler: str, limits: Limits | None = None) -> None:
        self.handler = handler
        self.limits = limits or Limits()
        self._child: _Child | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def each(self, items: Iterable[Any]) -> Iterator[Outcome]:
        """Yield what became of each item, in order."""
        for item in items:
            yield self.put(item)

    def put(self, item: Any) -> Outcome:
        """Return what became of one item.

        Raises RuntimeError where the process can't even be started: that is no fault of the item.
        """
        child = self._started()
        try:
            child.write(item)
            told = child.read(self.limits.seconds)
        except TimeoutError:
            self.end()
            return Failed(Failure.TIME)
        except (BrokenPipeError, EOFError):
            self.end()
            return Failed(Failure.DIED)
        return self._outcome(told)

    def end(self) -> None:
        """End the process, whatever it does."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _outcome(self, told: Mapping[str, Any]) -> Outcome:
        if "answer" in told:
            return Done(told["answer"])
        why = Failure(told["failed"])
        if why == Failure.MEMORY:
            self.end()  # what the item left behind goes with its process
        return Failed(why, str(told.get("detail", "")))

    def _started(self) -> _Child:
        if self._child is not None and self._child.runs:
            return self._child
        self.end()
        self._child = _Child(self.handler, self.limits)
        try:
            self._child.read(START_SECONDS)
        except (TimeoutError, EOFError) as error:
            self.end()
            message = f"The process of {self.handler} doesn't start."
            raise RuntimeError(message) from error
        return self._child


class _Child:
    """One process, to which a line is written for each line that is read."""

    def __init__(self, handler: str, limits: Limits) -> None:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        items, self._items = os.pipe()
        self._answers, answers = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this program, told by this program
                [sys.executable, "-m", "ra_registry.core.sandbox.child", handler],
                stdin=items,
                stdout=answers,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env={**passed, **ALONE, "SANDBOX_LIMITS": json.dumps(asdict(limits))},
                start_new_session=True,
            )
        finally:
            os.close(items)
            os.close(answers)

    @property
    def runs(self) -> bool:
        """Whether it waits for an item: one that has ended closed its side.

        Asking the system instead would take its number from it, which another process could get
        before `end` kills by that number.
        """
        return not select.select([self._answers], [], [], 0)[0]

    def write(self, item: Any) -> None:
        left = json.dumps(item).encode() + b"\n"
        while left:
            left = left[os.write(self._items, left) :]

    def read(self, seconds: float) -> dict[str, Any]:
        """Return the next line's JSON; TimeoutError after so long, EOFError where none comes.

        The child writes a line for each that it is given, so nothing stands behind one.
        """
        until = time.monotonic() + seconds
        line = bytearray()
        while not line.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(self._answers, PIECE)
            if not piece or len(line) > MOST_ANSWER_BYTES:
                raise EOFError
            line += piece
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:
            raise EOFError from None
        return told

    def end(self) -> None:
        """Kill what the child has started as well: it leads a session of its own."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._items)
        os.close(self._answers)
