"""From the bytes of a file to what it says, or to a refusal that names the place."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db.models.functions import Lower
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ra_registry.assays.errors import AssayFileRefused
from ra_registry.assays.models import AssayFile, Sample
from ra_registry.assays.parsers import (
    AssayFileError,
    ParsedFile,
    apply_layout,
    cut_names,
    names_in,
    read_assay_file,
    read_layout,
)
from ra_registry.assays.parsers.errors import MAX_PROBLEMS
from ra_registry.assays.services.answers import UNANSWERED, FileAnswers
from ra_registry.assays.services.checks import impossible
from ra_registry.assays.services.uploads import LONGEST_NAME, Upload
from ra_registry.cohort.models import Study


def read_upload(upload: Upload, answers: FileAnswers = UNANSWERED) -> ParsedFile:
    """Read an assay file and check that it can become a batch; stores nothing.

    Raises:
        AssayFileRefused: it can't; ``details`` says where and why.
    """
    check_envelope(upload)
    try:
        parsed = read_assay_file(upload.content, upload.safe_name, answers.for_file)
        _refuse_impossible(parsed)
    except AssayFileError as error:
        raise _refusal(f"{upload.safe_name} can't be read as an assay file.", error) from error
    return parsed


def with_layout(
    parsed: ParsedFile, layout: Upload, *, study: Study, answers: FileAnswers = UNANSWERED
) -> ParsedFile:
    """Return the file with what the layout says of its wells.

    The study's sample codes are matched whole before a dilution is cut out of a name.
    """
    check_envelope(layout)
    try:
        grid = read_layout(layout.content, layout.safe_name, answers.for_layout)
        described = apply_layout(parsed, grid.knowing(_registered(study, grid.names)))
        _refuse_impossible(described)
    except AssayFileError as error:
        raise _refusal(f"{layout.safe_name} can't be read as a plate layout.", error) from error
    return described


def with_names(parsed: ParsedFile, *, study: Study) -> ParsedFile:
    """Return the file with the dilutions that its sample names carry; codes are matched whole.

    Raises:
        AssayFileRefused: a name is two samples of the study, as a whole and cut.
    """
    try:
        named = cut_names(parsed, _registered(study, names_in(parsed)))
        _refuse_impossible(named)
    except AssayFileError as error:
        message = _("The samples of %(file)s can't be told.") % {"file": parsed.name}
        raise _refusal(message, error) from error
    return named


def _registered(study: Study, names: Collection[str]) -> frozenset[str]:
    """Return those of the folded names that are codes of the study's samples."""
    samples = Sample.objects.active().filter(study=study).annotate(folded=Lower("code"))
    return frozenset(samples.filter(folded__in=names).values_list("folded", flat=True))


def check_envelope(upload: Upload) -> None:
    """Check the file's size and name, before anything looks inside.

    Raises:
        AssayFileRefused: it is too large, or its name can't be kept.
    """
    limit = settings.MAX_UPLOAD_BYTES
    if upload.size > limit:
        raise AssayFileRefused(
            f"{upload.safe_name} has {filesizeformat(upload.size)}; at most "
            f"{filesizeformat(limit)} are read. A plate of 96 wells and 10 spots is about 0.2 MB."
        )
    if len(upload.name) > LONGEST_NAME:
        raise AssayFileRefused(
            f"The file's name has {len(upload.name)} characters; at most {LONGEST_NAME} are kept. "
            "Rename the file and send it again."
        )
    if any(ord(sign) < ord(" ") for sign in upload.name):
        raise AssayFileRefused(
            f"The name of {upload.safe_name} holds a control character. "
            "Rename the file and send it again."
        )


def _refuse_impossible(parsed: ParsedFile) -> None:
    problems = impossible(parsed)
    if problems:
        raise AssayFileError(problems)


def _refusal(message: str, error: AssayFileError) -> AssayFileRefused:
    details = [str(problem) for problem in error.problems]
    if error.total > MAX_PROBLEMS:
        details.append(f"… and {error.total - MAX_PROBLEMS} more.")
    return AssayFileRefused(message, details=details)


def read_stored(file: AssayFile, answers: FileAnswers | None = None) -> ParsedFile:
    """Read the content of a stored file again, without its layout.

    ``answers`` are those kept with the file, unless others are to be tried.

    Raises:
        AssayFileRefused: an older version of the readers took it and today's does not.
    """
    answers = answers or FileAnswers.of(file)
    return read_upload(Upload(file.name, bytes(file.content)), answers)


def read_stored_with_layout(file: AssayFile, answers: FileAnswers | None = None) -> ParsedFile:
    """Read a stored file again, its layout applied. Raises ``AssayFileRefused`` as above."""
    answers = answers or FileAnswers.of(file)
    parsed = read_stored(file, answers)
    if file.layout_content is not None:
        layout = Upload(file.layout_name, bytes(file.layout_content))
        parsed = with_layout(parsed, layout, study=file.study, answers=answers)
    return with_names(parsed, study=file.study)
