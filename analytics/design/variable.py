"""What a measured thing that can be an exposure is: its name, its unit, and how models take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.design.described import ConcentrationChange, Endpoint

# Models take log2 of what is above 0 and skewed, and anything else as it is.
Scale = Literal["log2", "linear"]
Source = Literal["assay", "clinical", "score"]


@dataclass(frozen=True)
class Variable:
    """A variable by its code, with the name and the unit it goes by.

    ``source``: a concentration of the assays, a value of the clinical record, or a readers' score.
    Without a unit it is a number by itself.
    """

    code: str
    name: str
    unit: str
    scale: Scale
    source: Source

    @property
    def with_unit(self) -> str:
        """The name with the unit, where there is one: ``CRP, mg/L``."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def is_concentration(self) -> bool:
        """Whether it is a concentration at one visit, which models take per doubling."""
        return self.source == "assay" and self.scale == "log2"

    @property
    def is_concentration_change(self) -> bool:
        """Whether it is made of two concentrations; it may be negative, so it has no logarithm."""
        return self.source == "assay" and self.scale == "linear"


@dataclass(frozen=True)
class FurtherExposure:
    """An exposure that is no analyte, and where its values come from.

    ``column``: the data set's, of a value that every patient's row has anyway. Otherwise the value
    is that of ``endpoint``: one without a limit, or the change of a concentration.
    """

    variable: Variable
    column: str | None
    endpoint: Endpoint | ConcentrationChange | None


@dataclass(frozen=True)
class Offered:
    """A study's analytes in panel order, and what else of it can be an exposure."""

    analytes: tuple[Variable, ...]
    further: tuple[FurtherExposure, ...]

    @property
    def variables(self) -> dict[str, Variable]:
        """Everything by its code."""
        every = (*self.analytes, *(one.variable for one in self.further))
        return {one.code: one for one in every}

    @property
    def further_codes(self) -> list[str]:
        """The codes of what is no analyte."""
        return [one.variable.code for one in self.further]

    @property
    def proposed(self) -> list[str]:
        """What a plan that names no further exposure has: nothing beside analytes.

        A study without any has its laboratory values.
        """
        if self.analytes:
            return []
        every = (one.variable for one in self.further)
        return [one.code for one in every if one.source == "clinical" and one.scale == "log2"]
