"""Arguments of the annotated kinds with mad content: for packages whose callers are type-checked.

Parsers, verdicts and entries take text, files and numbers of known kinds; what stands in them is
anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

from ra_registry.assays.parsers.errors import AssayFileError
from ra_registry.assays.parsers.text import DecodedText, decode
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.errors import DomainError
from tests.unit.abuse.abused import INF, NAN
from tests.unit.abuse.scenes import Scene

FLOATS = (0.0, 1.0, 2.0, 7.6, 0.05, 1e99, 1e-99, 1e308, 5e-324, -1.0, NAN, INF, -INF)
WHOLES = (0, 1, 2, 8, 12, 13, 1999, 2024, -1, 10**18)
TEXTS = (
    "", " ", "a", "7,43", "1,234", "1,234.5", "<0.3", ">340", "１２．５", "−3", "1e99", "1e-99",
    "NaN", "Infinity", "1" * 400, "2024-03-31", "2021/11/28", "R6.3.31", "昭和64年1月7日",
    "31.12.99", "2024", "0021-01-01", "2024-W03", "P011/2", "RA-021/12", "A1", "H12", "Z99", "S001",
    "below_curve", "in_range/below_curve", "unknown", "IL-6", "IFN-γ", "Sample", "Concentration",
    "#DIV/0!", "\x00", "\ufeff", "\u202e", "é" * 60, "Plate_1", "==========", ",", "\t",
    "Barcode: 1", "x\ny",
)  # fmt: skip
# Texts that only the package itself gives, and months.
DOMAINS = {"delimiter": (",", "\t", ";"), "expected": ("a number", "a date"), "message": ("Odd.",)}
HEADS = ("Sample", "Well", "Assay", "Spot", "Dilution Factor", "Concentration", "Signal", "Mean")
FILES = (
    b"", b"\x00", b"\xff\xfe1\x00", b"PK\x03\x04", b"a,b\n1,2\n", "試料,濃度\n".encode("cp932"),
    b"Sample,Well,Assay,Signal,Calc. Concentration\nP1,A01,IL-6,1e99,1e-99\n",
    b"Sample\tAssay\tWell\tSpot\tSignal\nP1\tIL-6\tA01\t1\tNaN\n",
)  # fmt: skip


class Typed(Scene):
    """Every value is of the kind that is asked for."""

    @property
    def makers(self) -> dict[Any, Callable[[str], Any]]:
        return {
            **super().makers,
            bool: lambda _: self.chance(0.5),
            str: self.text,
            bytes: self.file,
            date: lambda _: date(int(self.random.integers(1, 9999)), 1, 1),
            Decimal: lambda _: Decimal(self.pick(("0", "7.43", "1E+99", "1E-99", "-3", "0.00"))),
            PartialDate: self.partial,
            DecodedText: lambda name: decode(self.file(name)),
        }

    def value(self, hint: Any, name: str) -> Any:
        self.madness = 0.0
        return super().value(hint, name)

    def built(self, hint: Any, name: str) -> Any:
        """A named tuple from values for its fields; anything else as in other scenes."""
        if not (isinstance(hint, type) and issubclass(hint, tuple)):
            return super().built(hint, name)
        return hint(
            **{field: self.value(kind, field) for field, kind in get_type_hints(hint).items()}
        )

    def text(self, name: str) -> str:
        if name == "name" and self.chance(0.7):
            return str(self.pick(("a.csv", "a.txt", "a.tsv", "a.xlsx")))
        if name in DOMAINS:
            return str(self.pick(DOMAINS[name]))
        if self.chance(0.15):
            return "".join(self.pick(TEXTS) for _ in range(3))
        return str(self.pick((*TEXTS, *HEADS)))

    def file(self, name: str) -> bytes:
        if self.chance(0.4):
            return bytes(self.pick(FILES))
        rows = [[self.text(name) for _ in HEADS] for _ in range(int(self.random.integers(1, 9)))]
        mark = self.pick((",", "\t", ";"))
        lines = [mark.join(HEADS), *(mark.join(row) for row in rows)]
        return "\n".join(lines).encode(self.pick(("utf-8", "utf-16")))

    def partial(self, name: str) -> PartialDate:
        """One that there is; nothing else can be made."""
        year, month, day = (int(self.random.integers(1, top)) for top in (9999, 13, 29))
        return self.pick(
            (PartialDate(year), PartialDate(year, month), PartialDate(year, month, day))
        )

    def real(self, name: str) -> float:
        return float(self.pick(FLOATS))

    def whole(self, name: str) -> int:
        return int(self.pick(range(1, 13) if name == "month" else WHOLES))


def arguments(name: str, number: int, function: Callable[..., Any]) -> dict[str, Any] | None:
    """Return a function's arguments, or None where what they are built from was refused."""
    try:
        return Typed(name, number).arguments(function)
    except (DomainError, AssayFileError):
        return None
