"""Programs that belong together: started with logs, watched, and stopped by their own numbers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import psutil

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.processes import last_lines

STOP_SECONDS = 15


class StopRequested(Exception):
    """Somebody pressed Ctrl-C, closed the window or sent SIGTERM."""


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn the first stop signal into :class:`StopRequested`; ignore others while stopping."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    previous = {number: signal.signal(number, request_stop) for number in signals}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Child:
    """A program that we started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


class Supervisor:
    """The programs of one data folder.

    Each child runs in a session of its own, so that Ctrl-C reaches only us and the order of
    stopping is ours. What was started is noted in ``record``: a supervisor that was killed leaves
    its children behind, and the next one ends them.
    """

    def __init__(
        self, *, folder: Path, log_dir: Path, record: Path, environment: Mapping[str, str]
    ) -> None:
        self._folder = folder
        self._log_dir = log_dir
        self._record = record
        self._environment = {**os.environ, **environment}
        self._children: list[Child] = []
        self._steps: list[Child] = []
        log_dir.mkdir(parents=True, exist_ok=True)

    def step(self, name: str, command: Sequence[str]) -> str:
        """Run a command to its end and return what it printed; its log is kept.

        Raises :class:`EmbeddedServerError` with the end of the log when it fails.
        """
        (printed,) = self.steps({name: command})
        return printed

    def steps(self, commands: Mapping[str, Sequence[str]]) -> list[str]:
        """Run several commands at the same time; otherwise like :meth:`step`."""
        outputs = [self._log_dir / f"{name}.out" for name in commands]
        running = []
        for (name, command), output in zip(commands.items(), outputs, strict=True):
            with output.open("wb") as file:
                running.append(self._launch(name, command, output=file))
                self._steps.append(running[-1])
        for step in running:
            code = step.process.wait()
            if code:
                raise EmbeddedServerError(_ended(step, f"failed ({_describe_exit(code)})"))
            self._steps.remove(step)
        return [output.read_text(encoding="utf-8") for output in outputs]

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child whose output goes to ``<log_dir>/<name>.log``."""
        self._children.append(self._launch(name, command))
        self._write_record()

    def _launch(
        self, name: str, command: Sequence[str], *, output: IO[bytes] | None = None
    ) -> Child:
        log = self._log_dir / f"{name}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output or file,
                stderr=file,
                start_new_session=True,
            )
        return Child(name, process, log)

    def check(self) -> None:
        """Raise :class:`EmbeddedServerError` when a child has ended by itself."""
        for child in self._children:
            code = child.process.poll()
            if code is not None:
                raise EmbeddedServerError(
                    _ended(child, f"ended by itself ({_describe_exit(code)})")
                )

    def wait(self) -> None:
        """Watch the children until one ends or a stop is requested."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every child to end, last started first; end by force what doesn't within seconds."""
        stopping = [*reversed(self._steps), *reversed(self._children)]
        for child in stopping:
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in stopping:
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # The whole session: a Celery worker has children of its own.
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        self._children.clear()
        self._steps.clear()
        self._record.unlink(missing_ok=True)

    def stop_leftovers(self) -> None:
        """End the children of an earlier supervisor that was killed before it could."""
        if not self._record.exists():
            return
        leftovers = [
            process
            for pid, created in json.loads(self._record.read_text())
            if (process := _same_process(pid, created))
        ]
        for process in leftovers:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        _, deaf = psutil.wait_procs(leftovers, timeout=STOP_SECONDS)
        for process in deaf:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        psutil.wait_procs(deaf)
        self._record.unlink()

    def _write_record(self) -> None:
        started = [
            (child.process.pid, psutil.Process(child.process.pid).create_time())
            for child in self._children
        ]
        self._record.write_text(json.dumps(started))


def _same_process(pid: int, created: float) -> psutil.Process | None:
    """Return the process of a record unless it ended and its number went to another program."""
    try:
        process = psutil.Process(pid)
        return process if process.create_time() == created else None
    except psutil.NoSuchProcess:
        return None


def _ended(child: Child, how: str) -> str:
    return f"{child.name} {how}. Its log ({child.log}) ends:\n{last_lines(child.log)}"


def _describe_exit(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def python(*arguments: str) -> tuple[str, ...]:
    """Return a command for the Python that runs this program."""
    return (sys.executable, *arguments)
