"""What stands in the way of accepting a file, in full sentences, and what would clear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.models import AssayFile
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import Asked, fold_code
from ra_registry.assays.services.asked import AskedQuestion
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.remarks import listed
from ra_registry.assays.services.sample_doubts import VoidedSample, voided_sentence
from ra_registry.assays.services.wells import Resolved, StagedWell


@dataclass(frozen=True)
class Block:
    """A reason why the file can't be accepted yet. ``choice`` names what would clear it."""

    message: str
    choice: str = ""


def question_blocks(questions: Sequence[AskedQuestion]) -> list[Block]:
    """Return what of the file's reading is still asked."""
    return [Block(_open_question(one), one.key) for one in questions if one.is_open]


def _open_question(question: AskedQuestion) -> str:
    ways = "; ".join(
        _("“%(answer)s” reads %(cells)s") % {"answer": one.answer, "cells": ", ".join(one.cells)}
        for one in question.readings
    )
    text = _("%(question)s Examples at %(places)s: %(ways)s.") % {
        "question": question.title,
        "places": "; ".join(question.places),
        "ways": ways,
    }
    if not question.key.endswith(Asked.ENCODING):
        return text
    unknown = _("If none of them is right, the encoding is not known here: export UTF-8 instead.")
    return f"{text} {unknown}"


def file_blocks(
    file: AssayFile, resolved: Resolved, choices: Choices, voided: Sequence[VoidedSample]
) -> list[Block]:
    """Return what lot, wells, roles and samples of the file leave unsettled."""
    if file.panel is None or file.lot is None:
        nameless = not any(row.assay for well in resolved.wells for row in well.rows)
        spots = _(" The file names no assay: the lot's panel says which analyte each spot is.")
        message = _("Choose the panel's kit lot: its limits belong to every result.")
        return [Block(message + (spots if nameless else ""))]
    blocks = []
    if "" in resolved.unknown_assays:
        blocks.append(
            Block(
                _(
                    "Which analyte the wells measure is stated nowhere: the file has neither a "
                    "column Assay nor a column Spot. Export it again with one of them."
                )
            )
        )
    if names := listed([name for name in resolved.unknown_assays if name]):
        blocks.append(
            Block(
                _("Not in %(panel)s: %(names)s. Choose the lot of another panel.")
                % {"panel": file.panel, "names": names}
            )
        )
    if resolved.doubled:
        blocks.append(
            Block(_("Two rows of one well are the same analyte: %s.") % listed(resolved.doubled))
        )
    if resolved.wells_without_role:
        names = listed([_well_text(well) for well in resolved.wells_without_role])
        choice = "leave_out_unknown" if choices.confirm_roles else "confirm_roles"
        text = ngettext(
            "The file does not say what this well holds: %s.",
            "The file does not say what these wells hold: %s.",
            len(resolved.wells_without_role),
        )
        blocks.append(Block(text % names, choice))
    if not choices.leave_out_unknown:
        blocks += _sample_blocks(resolved, voided)
    if not any(well.role == WellRole.SAMPLE and well.sample_id for well in resolved.wells):
        blocks.append(Block(_("None of the file's wells holds a sample of this study.")))
    return blocks


def _sample_blocks(resolved: Resolved, voided: Sequence[VoidedSample]) -> list[Block]:
    blocks = []
    if unknown := nobodys_samples(resolved, voided):
        text = ngettext(
            "No sample of this study: %s.", "No samples of this study: %s.", len(unknown)
        )
        blocks.append(Block(text % listed(unknown), "leave_out_unknown"))
    if voided:
        blocks.append(Block(voided_sentence(voided), "leave_out_unknown"))
    return blocks


def nobodys_samples(resolved: Resolved, voided: Sequence[VoidedSample]) -> list[str]:
    """Return the names of a file that the study has no sample of, not even a voided one."""
    known = {fold_code(one.code) for one in voided}
    return [name for name in resolved.unknown_samples if fold_code(name) not in known]


def repeat_blocks(resolved: Resolved, accepted_before: list[str]) -> list[Block]:
    """Return what was measured before, or stands on two plates of the file."""
    blocks = []
    if accepted_before:
        names = listed(accepted_before)
        blocks.append(Block(_("Accepted before: %s.") % names, "accept_repeats"))
    if resolved.on_several_plates:
        names = listed(resolved.on_several_plates)
        blocks.append(
            Block(_("On more than one plate of this file: %s.") % names, "accept_repeats")
        )
    return blocks


def _well_text(well: StagedWell) -> str:
    return f"{well.name} ({well.label})" if well.label else well.name
