"""Courses on their page: a course to choose, its figures and its tables."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.course import tables
from analytics.topics.course.names import course_names
from analytics.topics.course.sentences import model_sentence
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the courses to choose from, and the tables of the chosen one or of the first.

    Raises ValidationFailed for a course the run doesn't have.
    """
    names = course_names(stored)
    if not names:
        return {"courses": []}
    chosen = stored.courses(options.get("course", ""))[0]
    return {
        "courses": [{"key": key, "label": name} for key, name in names.items()],
        "course": chosen.key,
        "course_name": names[chosen.key],
        "said": model_sentence(stored, chosen, names[chosen.key]),
        "values": tables.values(stored, chosen.key),
        "changes_from_first": tables.changes(stored, chosen.key),
        "model": tables.model(stored, chosen.key),
        "variances": tables.variances(stored, chosen.key),
    }
