"""Every limit by which a file is judged, in one place."""

from __future__ import annotations

LOWEST_DILUTION = 1e-3
"""A sample concentrated a thousandfold; nobody concentrates plasma further."""

HIGHEST_DILUTION = 1e7
"""Titrations on real plates go to 1:100 000; a hundred times that is a typing error."""

HIGHEST_NUMBER = 1e12
"""Counts and concentrations stay far below; above it the curves' arithmetic leaves its range."""

LOWEST_NUMBER = 1e-12
"""A concentration in pg/ml below it is no molecule in the well; logarithms of it rule a model."""

WORST_RATIO = 1.5
"""How far the median of the file's concentrations over ours may lie from 1, in either direction."""

FEWEST_COMPARED = 3
"""Pairs of the file's number and ours from which a median says anything; fewer are listed."""

MOST_BEYOND_LIMITS = 0.05
"""Share of an analyte's results beyond the lot's limits though the file calls them in range."""

LOWEST_R_SQUARED = 0.9
"""Squared correlation of observed and fitted level means, as MSD prints it."""

FEWEST_LEVELS = 4
"""Calibrator levels of different concentration, the one without analyte included."""

LEVEL_TOLERANCE = 0.02
"""How far a calibrator level may lie from the certificate's, or from its dilution series."""

DECIMAL_TOLERANCE = 0.05
"""A level that a power of ten brings back this close to its series has lost its decimal point."""
