"""Japanese eras: which letter and name mean which years, and the days they ran from and to.

Days: the Cabinet Office's notices of accession; Shōwa began on the day Taishō ended (1926-12-25),
Heisei on the day after Shōwa's last (1989-01-08), Reiwa on 2019-05-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    romanised: str
    first: date
    last: date

    def year(self, year_of_era: int) -> int:
        """Return the Western year; the first year of an era (元年) is 1."""
        return self.first.year + year_of_era - 1


MEIJI = Era("明治", "M", "Meiji", date(1868, 10, 23), date(1912, 7, 29))
ERAS = (
    MEIJI,
    Era("大正", "T", "Taishō", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", "Shōwa", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "Heisei", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1), date.max),
)
ERA_NAMED = {written: era for era in ERAS for written in (era.name, era.letter)}
