"""The text that goes with every export."""

from __future__ import annotations

README = """\
{study.title} ({study.code})

csv/            one table a file, UTF-8, comma separated, RFC 4180; a missing value is an empty cell
tables.xlsx     the same tables as sheets, with the codebook
codebook.csv    every column: what it is, its unit, the meaning of its codes
manifest.json   when and why this was made, and the SHA-256 of every file

Each table has one grain; tables join by patient, visit, sample, campaign and reader. Patients are
known by study pseudonym. Voided records are left out. Text cells that start like a formula have an
apostrophe in front. The analysis set is the one of the latest run, named in the manifest.
"""
