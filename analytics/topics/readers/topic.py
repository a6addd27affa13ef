"""Agreement of readers, as the rest of the analysis finds it."""

from __future__ import annotations

from analytics.figures.spec import Figure, Link
from analytics.results.stored_run import StoredRun
from analytics.topics.readers import tables
from analytics.topics.readers.figures import bland_altman_figure
from analytics.topics.readers.page import context
from analytics.topics.readers.section import methods, reliability
from analytics.topics.topic import Options, PagePart, Topic, of_reads


def _bland_altman(stored: StoredRun, link: Link, options: Options) -> Figure:
    return bland_altman_figure(
        stored,
        link,
        options.get("reads", ""),
        options.get("feature", ""),
        tables.occasion(options),
    )


READERS = Topic(
    key="readers",
    part=PagePart("readers", "analytics/parts/readers.html", context),
    section=reliability,
    tables={
        "agreement": of_reads(tables.agreement),
        "detectable": of_reads(tables.detectable),
        "bland-altman": of_reads(tables.limits),
        "kappas": of_reads(tables.kappas),
        "reader-pairs": lambda stored, options: tables.reader_differences(
            stored, options.get("reads", ""), options.get("feature", ""), tables.occasion(options)
        ),
    },
    figures={"bland-altman": _bland_altman},
    values_of={"bland-altman": "reader-pairs"},
    methods=methods,
)
