"""Timing, and the table that comes out."""

from __future__ import annotations

import gc
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

PACKAGES = ("django", "psycopg", "numpy", "scipy", "pandas", "statsmodels")


@dataclass
class Row:
    """One measured thing: repeated seconds, or one other figure with its unit."""

    name: str
    bar: float | None
    unit: str
    values: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    at_least: bool = False

    @property
    def median(self) -> float:
        return float(np.median(self.values))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.values, 95))

    @property
    def reached(self) -> str:
        if self.bar is None:
            return ""
        kept = self.median >= self.bar if self.at_least else self.median <= self.bar
        return "yes" if kept else "no"

    def cells(self) -> list[str]:
        bar = "" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar:g}"
        return [
            self.name, f"{self.median:.3g}", f"{self.p95:.3g}",
            f"{np.median(self.processor):.3g}" if self.processor else "",
            self.unit, str(len(self.values)), bar, self.reached,
        ]  # fmt: skip


class Report:
    """Collects rows and prints each as soon as it is measured."""

    header = ("What", "median", "p95", "processor", "unit", "n", "promised", "reached")

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(
        self,
        name: str,
        *,
        bar: float | None,
        unit: str,
        values: list[float],
        processor: list[float] | None = None,
        at_least: bool = False,
    ) -> None:
        row = Row(name, bar, unit, values, processor or [], at_least)
        self.rows.append(row)
        print(" | ".join(row.cells()), flush=True)

    def time(
        self,
        name: str,
        action: Callable[[], object],
        *,
        bar: float | None,
        repeats: int,
        unit: str = "s",
        before: Callable[[], object] | None = None,
    ) -> None:
        """Measure ``action``, ``before`` it unmeasured; once beforehand to warm up."""
        scale = 1000.0 if unit == "ms" else 1.0
        values, processor = [], []
        for number in range(repeats + 1):
            if before is not None:
                before()
            with no_collection():
                started, busy = time.perf_counter(), time.process_time()
                action()
                seconds, busy = time.perf_counter() - started, time.process_time() - busy
            if number:
                values.append(scale * seconds)
                processor.append(scale * busy)
        self.add(name, bar=bar, unit=unit, values=values, processor=processor)

    def markdown(self) -> str:
        lines = [_line(self.header), _line(["---"] * len(self.header))]
        return "\n".join([*lines, *(_line(row.cells()) for row in self.rows)])


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector out of a measured moment."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def machine() -> str:
    """Return what this was measured on, in one paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {packages}"
    )


def load(before: tuple[float, float, float], after: tuple[float, float, float]) -> str:
    """Say how busy the machine was, the benchmark itself included; the system counts it."""
    return (
        f"Load average of the last 15 minutes: {before[2]:.1f} at the start, {after[2]:.1f} at the "
        f"end, where {os.cpu_count()} programs at work are a load of {os.cpu_count()}; above that "
        "every time is longer than on a machine of one's own."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or "unknown"
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
    return names[0].split(":", 1)[1].strip() if names else "unknown"
