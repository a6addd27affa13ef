"""Uploading a file: read, refused or kept, and nothing clinical stored yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.assays.errors import AlreadyDecided
from ra_registry.assays.models import AssayFile, KitLot, Panel
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.parsers import ParsedFile, alias_key
from ra_registry.assays.services.answers import UNANSWERED, FileAnswers
from ra_registry.assays.services.reading import (
    read_stored,
    read_stored_with_layout,
    read_upload,
    with_layout,
    with_names,
)
from ra_registry.assays.services.refusals import refusals_audited
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.events import EventKind


@dataclass(frozen=True)
class Staged:
    """The stored file. ``is_new`` is false when the same content was uploaded before."""

    file: AssayFile
    is_new: bool


def stage_file(
    *,
    study: Study,
    upload: Upload,
    layout: Upload | None = None,
    answers: FileAnswers = UNANSWERED,
    by: User,
) -> Staged:
    """Keep an uploaded file for review, or recognise it as one that is there already.

    Panel and kit lot are proposed where the file's analytes leave no doubt. ``answers`` say how it
    is to be read where it leaves that open; they can be given later, see ``answer_questions``.

    Raises:
        AssayFileRefused: the file or its layout can't be read. Name, size and hash are audited,
            the content is not kept.
    """
    known = _known(study, upload)
    if known is not None:
        return Staged(known, is_new=False)
    with refusals_audited(study, upload, by):
        parsed = with_names(read_upload(upload, answers), study=study)
    if layout is not None:
        with refusals_audited(study, layout, by):
            with_layout(parsed, layout, study=study, answers=answers)
    arrival = _Arrival(study, upload, layout, answers)
    return _store(arrival, parsed, by)


@dataclass(frozen=True)
class _Arrival:
    """What was sent together."""

    study: Study
    upload: Upload
    layout: Upload | None
    answers: FileAnswers


def _known(study: Study, upload: Upload) -> AssayFile | None:
    live = Q(state__in=[FileState.STAGED, FileState.ACCEPTED])
    return AssayFile.objects.filter(live, study=study, sha256=upload.sha256).first()


@transaction.atomic
def _store(arrival: _Arrival, parsed: ParsedFile, by: User) -> Staged:
    study, upload, layout = arrival.study, arrival.upload, arrival.layout
    Study.objects.select_for_update().get(pk=study.pk)  # a double click waits for the first one
    known = _known(study, upload)
    if known is not None:
        return Staged(known, is_new=False)
    panel = propose_panel(parsed)
    file = AssayFile.objects.create(
        study=study,
        name=upload.safe_name,
        sha256=upload.sha256,
        size=upload.size,
        content=upload.content,
        layout_name=layout.safe_name if layout else "",
        layout_content=layout.content if layout else None,
        answers=arrival.answers.given(),
        format=parsed.format,
        panel=panel,
        lot=_only_lot(panel),
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )
    audit.record(
        EventKind.ASSAY_UPLOADED,
        by=by,
        study_code=study.code,
        target=file,
        data={"name": file.name, "sha256": file.sha256, "rows": len(parsed.rows)},
    )
    return Staged(file, is_new=True)


def propose_panel(parsed: ParsedFile) -> Panel | None:
    """Return the one panel that has every analyte the file names, or None."""
    named = {alias_key(row.assay) for row in parsed.rows if row.assay}
    if not named:
        return None
    panels = Panel.objects.prefetch_related("analytes")
    fitting = [panel for panel in panels if named <= analyte_keys(panel).keys()]
    return fitting[0] if len(fitting) == 1 else None


def analyte_keys(panel: Panel) -> dict[str, int]:
    """Return the analyte's id for every spelling of a name in the panel."""
    return {
        alias_key(name): analyte.pk
        for analyte in panel.analytes.all()
        for name in (analyte.code, analyte.name, *analyte.aliases)
    }


def _only_lot(panel: Panel | None) -> KitLot | None:
    lots = list(KitLot.objects.filter(panel=panel)[:2]) if panel else []
    return lots[0] if len(lots) == 1 else None


@transaction.atomic
def choose_lot(*, file: AssayFile, lot: KitLot, by: User) -> AssayFile:
    """Say which kit lot a waiting file was measured with; the lot's panel comes with it."""
    file = locked_staged_file(file)
    file.lot, file.panel = lot, lot.panel
    file.save(update_fields=["lot", "panel"])
    return file


def add_layout(*, file: AssayFile, layout: Upload, by: User) -> AssayFile:
    """Give a waiting file the plate layout that says what its wells hold; replaces an earlier one.

    What was answered about an earlier layout is asked again of this one.

    Raises:
        AssayFileRefused: the layout can't be read; the file stays as it was. Its name and hash are
            audited.
        AlreadyDecided: the file waits no longer.
    """
    with refusals_audited(file.study, layout, by):
        with_layout(read_stored(file), layout, study=file.study)
    with transaction.atomic():
        file = locked_staged_file(file)
        file.layout_name, file.layout_content = layout.safe_name, layout.content
        file.answers = FileAnswers.of(file).without_layout().given()
        file.save(update_fields=["layout_name", "layout_content", "answers"])
    return file


@transaction.atomic
def answer_questions(*, file: AssayFile, answers: FileAnswers, by: User) -> AssayFile:
    """Say how a waiting file is to be read; what is left empty stays as it was.

    A panel is proposed again where none is chosen yet: another encoding names other analytes.

    Raises:
        AssayFileRefused: the file can't be read like this; it stays as it was.
        AlreadyDecided: the file waits no longer.
    """
    file = locked_staged_file(file)
    together = FileAnswers.of(file).with_those_of(answers)
    parsed = read_stored_with_layout(file, together)
    file.answers = together.given()
    if file.panel is None:
        file.panel = propose_panel(parsed)
        file.lot = _only_lot(file.panel)
    file.save(update_fields=["answers", "panel", "lot"])
    return file


@transaction.atomic
def discard_file(*, file: AssayFile, by: User) -> AssayFile:
    """Put a waiting file aside: nothing of it is stored as a result. A second time does nothing."""
    file = AssayFile.objects.select_for_update().get(pk=file.pk)
    if file.state == FileState.DISCARDED:
        return file
    if file.state != FileState.STAGED:
        raise AlreadyDecided("The file is accepted. Take its batch back instead.")
    file.state, file.decided_at, file.decided_by = FileState.DISCARDED, timezone.now(), by
    file.save(update_fields=["state", "decided_at", "decided_by"])
    audit.record(
        EventKind.ASSAY_DISCARDED,
        by=by,
        study_code=file.study.code,
        target=file,
        data={"name": file.name, "sha256": file.sha256},
    )
    return file


def locked_staged_file(file: AssayFile) -> AssayFile:
    """Return the file, locked until the transaction ends, if it still waits for review."""
    locked = (
        AssayFile.objects.select_for_update(of=("self",))
        .select_related("study", "panel", "lot")
        .get(pk=file.pk)
    )
    if locked.state != FileState.STAGED:
        raise AlreadyDecided(f"The file is {locked.get_state_display().lower()} already.")
    return locked
