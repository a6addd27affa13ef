"""The columns of the analysis set as R reads them, and what the statistics are given of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.datasets.dataset import analyte_column, endpoint_column, reader_column
from analytics.datasets.measured_twice import VISITS, at_visit
from analytics.datasets.people import SIGN_COLUMNS
from analytics.design.options import SUBSTITUTES
from analytics.design.variable import Variable
from analytics.package.r.text import text
from analytics.stats.censored.concentrations import FACTORS

NOTHING = "rep(NA, nrow(d))"


@dataclass(frozen=True)
class Columns:
    """``names``: what each column of the stored data set is called in the file.

    ``policy``: the plan's choice of what models take for a value below its limit.
    """

    names: Mapping[str, str]
    policy: str

    def text(self, source: str) -> str:
        """Return a column of texts, all missing where the data set has no such column."""
        return f"d${self.names[source]}" if source in self.names else NOTHING

    def number(self, source: str) -> str:
        """Return a column of numbers."""
        return f"number({self.text(source)})"

    def yes(self, source: str) -> str:
        """Return a column of yes and no as 1 and 0."""
        return f"yes({self.text(source)})"

    def event(self, endpoint: str) -> str:
        """Return whether a patient has an endpoint: 1, 0 or missing."""
        return self.yes(endpoint_column(endpoint, "event"))

    def value(self, endpoint: str) -> str:
        """Return the value of an endpoint, a change or a status."""
        return self.number(endpoint_column(endpoint, "value"))

    def sides(self, source: str) -> str:
        """Return on which side of a printed limit each value of a column lies."""
        sign = SIGN_COLUMNS.get(source, "")
        if sign in self.names:
            return f"sides({self.text(sign)})"
        return f"measured({self.text(source)})"

    def concentrations(self, code: str) -> str:
        """Return where an exposure's values lie; what has no column of limits knows none.

        A change is a number that its two concentrations make, by the plan's policy.
        """
        if analyte_column(at_visit(code, VISITS[0]), "value") in self.names:
            visits = ", ".join(self.concentrations(at_visit(code, visit)) for visit in VISITS)
            return (
                f"unlimited(concentration_change({visits}, {FACTORS[SUBSTITUTES[self.policy]]!r}))"
            )
        value, llod, uloq = (
            self.number(analyte_column(code, part)) for part in ("value", "llod", "uloq")
        )
        if analyte_column(code, "llod") not in self.names:
            return f"unlimited({value})"
        censor = self.text(analyte_column(code, "censor"))
        return f"concentrations({value}, {censor}, {llod}, {uloq})"

    def read(self, read_set: str, feature: str, reader: int) -> str:
        """Return at how many sites a reader gave a score at both visits."""
        return self.number(reader_column(read_set, feature, reader, "pairs"))

    def scored(self, read_set: str, feature: str, reader: int, occasion: str) -> str:
        """Return a reader's scores in points; missing where no site has one."""
        sites = "pairs" if occasion == "change" else f"{occasion}_sites"
        points = self.number(reader_column(read_set, feature, reader, f"{occasion}_half"))
        return f"scored({points}, {self.number(reader_column(read_set, feature, reader, sites))})"


def marker(code: str) -> str:
    """Return the R name of an exposure's values."""
    return f"marker[[{text(code)}]]"


def event(endpoint: str) -> str:
    """Return the R name of an endpoint's events."""
    return f"event[[{text(endpoint)}]]"


def amounts(variable: Variable, policy: str) -> str:
    """Return an exposure on the scale of models, under the plan's policy below the limit."""
    found = f"for_models({marker(variable.code)}, {FACTORS[SUBSTITUTES[policy]]!r})"
    return f"log2({found})" if variable.scale == "log2" else found
