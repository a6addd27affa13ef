"""Refuse visible strings that can't be translated.

Every new or changed text that a person sees goes through gettext: ``_("…")`` in Python,
``{% translate %}`` or ``{% blocktranslate %}`` in a template; a script reads its texts from the
page. ``baseline.txt`` lists the texts that were there before, by a hash of folder and words; a text
that is changed is no longer in it. Usage: ``python -m scripts.wording [prune|baseline]``.

Stored results carry no words at all: in the packages that make them, a translated text is refused
as well. Pure packages carry codes and typed errors, so they are passed over. A string that nobody
is shown, though it reads like a sentence, is marked by a comment ``# unseen`` at the end of its
line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.wording import python_files, script_files, template_files
from scripts.wording.found import Found

PROJECT = Path(__file__).resolve().parent.parent.parent
BASELINE = Path(__file__).with_name("baseline.txt")
SOURCES = ("ra_registry", "scoring", "analytics")
# Migrations keep what was; settings and the embedded servers speak before there is a language; the
# demo's words are data; a workbook's XML and an R script are for programs; the others are pure.
PASSED_OVER = (
    "analytics/exports/workbook_parts.py",
    "analytics/package/r/",
    "analytics/stats/",
    "ra_registry/assays/curves/",
    "ra_registry/cohort/plausibility/",
    "ra_registry/cohort/rules/",
    "ra_registry/assays/parsers/",
    "ra_registry/assays/verdict/",
    "ra_registry/assays/writers/",
    "ra_registry/cohort/formulas/",
    "ra_registry/core/entry/ambiguous_dates.py",
    "ra_registry/core/entry/characters.py",
    "ra_registry/core/arguments.py",
    "ra_registry/core/checked.py",
    "ra_registry/core/entry/dates.py",
    "ra_registry/core/entry/eras.py",
    "ra_registry/core/entry/errors.py",
    "ra_registry/core/entry/numbers.py",
    "ra_registry/core/entry/partial_dates.py",
    "ra_registry/core/quarantine/",
    "ra_registry/core/sandbox/",
    "ra_registry/demo/",
    "ra_registry/imaging/deidentify/",
    "ra_registry/embedded/",
    "ra_registry/imaging/frames/",
    "ra_registry/imaging/phantom/",
    "ra_registry/settings/",
    "ra_registry/core/styleguide.py",
    "scoring/diagram/",
    "scoring/instruments/",
    "scoring/reliability/compute/",
    "templates/styleguide.html",
)
# What is computed is stored: codes and numbers, whose words are chosen when they are shown.
STORED = re.compile(
    r"analytics/(datasets|results|runs/compute|topics/shared|topics/\w+/compute)[/.]"
)
ADVICE = """
These texts can't be translated. Take them through gettext ({% translate %} in a template); a script
reads its texts from a data attribute of the page; stored results hold codes, no words. See
scripts/wording/__main__.py.
"""


def found(project: Path = PROJECT) -> Iterator[Found]:
    """Yield every visible string of the project that gettext doesn't take."""
    kinds = [
        *((folder, "*.py", python_files.check) for folder in SOURCES),
        ("templates", "*.html", template_files.check),
        ("static/js", "*.js", script_files.check),
    ]
    for folder, pattern, check in kinds:
        for path in sorted((project / folder).rglob(pattern)):
            name = path.relative_to(project).as_posix()
            if "/migrations/" in name or name.startswith(PASSED_OVER):
                continue
            if STORED.match(name):
                yield from python_files.check(path, name, stored=True)
            else:
                yield from check(path, name)


def refused(project: Path = PROJECT, baseline: Path = BASELINE) -> list[Found]:
    """Return the visible strings that are neither translatable nor older than the rule."""
    known = set(baseline.read_text(encoding="utf-8").split())
    return [text for text in found(project) if text.digest not in known]


def main(arguments: list[str]) -> int:
    """Run the lint, or write the baseline anew: ``prune`` only ever shortens it."""
    if arguments in (["baseline"], ["prune"]):
        digests = {text.digest for text in found()}
        if arguments == ["prune"]:
            digests &= set(BASELINE.read_text(encoding="utf-8").split())
        BASELINE.write_text("".join(f"{d}\n" for d in sorted(digests)), encoding="utf-8")
        print(f"{len(digests)} texts in the baseline")
        return 0
    problems = refused()
    for problem in problems:
        print(problem)
    if problems:
        print(ADVICE)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
