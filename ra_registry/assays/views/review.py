"""What the page of a waiting file shows, worked out of its preview."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ra_registry.assays import selectors
from ra_registry.assays.curve_table import curve_rows
from ra_registry.assays.forms import REASON, ChoicesForm, LayoutForm, LotForFileForm
from ra_registry.assays.models import Analyte, AssayFile, Panel, Sample
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import ParsedPlate
from ra_registry.assays.parsers.encodings import ENCODINGS
from ra_registry.assays.plate_map import NO_ROLE, staged_map
from ra_registry.assays.reading_fields import DATE_ORDERS, FORMATS
from ra_registry.assays.services.acceptance import plate_size
from ra_registry.assays.services.blocks import nobodys_samples
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.services.preview import Preview, analyte_names
from ra_registry.assays.services.quantities import describe_curves
from ra_registry.assays.services.sample_doubts import VoidedSample
from ra_registry.assays.verdict import Severity
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.providers import kind_of

MOST_PROBLEMS = 100
DELIMITERS = {"\t": "tab", ",": "comma", ";": "semicolon", "": "none"}


def review_context(
    access: StudyAccess, file: AssayFile, preview: Preview, form: ChoicesForm, *, place: str
) -> dict[str, Any]:
    """Return everything of the page that the preview decides; ``place`` names the plate to show."""
    problems = preview.parsed.warnings
    shown = plate_number(place, len(preview.parsed.plates))
    unknown = nobodys_samples(preview.resolved, preview.voided_samples)
    return {
        "preview": preview,
        "choices_form": form,
        "lot_form": LotForFileForm(initial={"lot": file.lot}, lots=selectors.kit_lots()),
        "layout_form": LayoutForm(),
        "facts": _facts(preview),
        "roles": _roles(preview),
        "doubts": _doubts(preview, file.panel, form.choices()),
        "vendor_median": _per_cent(preview.vendor_median),
        "vendor_worst": _per_cent(preview.vendor_worst),
        "shown": shown,
        "plate_tabs": _plate_tabs(preview),
        "one": _plate(preview, file.panel, shown),
        "problems": problems[:MOST_PROBLEMS],
        "problems_left": max(0, len(problems) - MOST_PROBLEMS),
        "unknown_samples": unknown,
        "register_url": _register_url(access, unknown),
        "restores": _restores(access, preview.voided_samples),
    }


def _facts(preview: Preview) -> list[dict[str, str]]:
    parsed = preview.parsed
    facts = {
        "Format": str(FORMATS[parsed.format]),
        "Encoding": _encoding_name(parsed.encoding),
        "Delimiter": DELIMITERS.get(parsed.delimiter, parsed.delimiter),
        "Decimal mark": parsed.decimal_mark or "none",
        _("Thousands mark"): _group_name(parsed.thousands_mark),
        "Order of dates": str(DATE_ORDERS[parsed.date_order]),
        "Unit": parsed.unit or "not stated",
    }
    return [{"label": label, "value": value} for label, value in facts.items()]


def _encoding_name(encoding: str) -> str:
    stem = encoding.removesuffix("-le").removesuffix("-be")
    return ENCODINGS.get(stem, encoding)


def _group_name(mark: str) -> str:
    names = {"": _("none"), " ": _("blank"), "'": _("apostrophe")}
    return names.get(mark, mark)


def _doubts(preview: Preview, panel: Panel | None, choices: Choices) -> dict[str, list[Any]]:
    """Return the findings in words by severity; those that need a reason with what was typed."""
    names = analyte_names(panel)
    found: dict[str, list[Any]] = {severity.value: [] for severity in Severity}
    for one in preview.findings:
        found[one.severity.value].append(
            {
                "field": REASON + one.key,
                "text": sentence(one, names),
                "reason": choices.reasons.get(one.key, ""),
            }
        )
    return found


def _per_cent(fraction: float | None) -> str:
    if fraction is None:
        return ""
    share = 100 * fraction
    return f"{share:.0f}" if share >= 10 else f"{share:.2g}"  # never 1e+02


def _roles(preview: Preview) -> list[tuple[str, str, int]]:
    """Return key, name and number of wells of each role that occurs."""
    counts = preview.role_counts
    names = [*((role.value, role.label) for role in WellRole), (NO_ROLE, "Role not stated")]
    return [(key, name, counts[key]) for key, name in names if counts.get(key)]


def plate_number(text: str, plates: int) -> int:
    """Return the number of the plate that an address asks for, 1 where it makes no sense."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return number if 1 <= number <= plates else 1


def _plate_tabs(preview: Preview) -> list[tuple[int, str, int]]:
    """Return number, name and open wells of each plate."""
    still_open = Counter(
        well.plate for well in preview.resolved.wells if well.unknown_sample or well.role is None
    )
    return [
        (number, plate_name(plate, number), still_open[plate.key])
        for number, plate in enumerate(preview.parsed.plates, 1)
    ]


def plate_name(plate: ParsedPlate, number: int) -> str:
    """Return what people call a plate of a file."""
    return plate.barcode or plate.name or f"Plate {number}"


def _plate(preview: Preview, panel: Panel | None, number: int) -> dict[str, Any]:
    """Return one plate with its map and its curves."""
    plate = preview.parsed.plates[number - 1]
    wells = preview.wells_of(plate)
    samples = Sample.objects.filter(
        pk__in={well.sample_id for well in wells if well.sample_id}
    ).select_related("visit__patient", "visit__planned")
    analytes = analytes_of(panel)
    names = {analyte.pk: code for code, analyte in analytes.items()}
    found = preview.quantified
    described = describe_curves(found, plate=plate.key, names=names) if found else {}
    return {
        "plate": plate,
        "map": staged_map(
            plate_name(plate, number),
            wells,
            size=plate_size([well.name for well in wells]),
            samples={sample.pk: sample for sample in samples},
        ),
        "curves": curve_rows(described, analytes),
    }


def analytes_of(panel: Panel | None) -> dict[str, Analyte]:
    """Return the panel's analytes by code, in the order of their spots."""
    if panel is None:
        return {}
    return {spot.analyte.code: spot.analyte for spot in panel.spots.select_related("analyte")}


def _restores(access: StudyAccess, voided: list[VoidedSample]) -> list[dict[str, str]]:
    """Return name and address of what is voided and could be restored; none without the right."""
    addresses = {
        (one.kind, one.key): {
            "name": one.name,
            "url": reverse("cohort:restore", args=[access.study.code, one.kind, one.key])
            if access.allows(kind_of(one.record).permission)
            else "",
        }
        for one in voided
    }
    return list(addresses.values())


def _register_url(access: StudyAccess, unknown: list[str]) -> str:
    """Return the page that registers the unknown samples, their codes filled in."""
    address = reverse("assays:paste-samples", args=[access.study.code])
    return f"{address}?{urlencode({'code': unknown}, doseq=True)}" if unknown else ""
