"""A process starts without what only computing and exporting need."""

from __future__ import annotations

import subprocess
import sys

from tests.paths import PROJECT

STARTED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "ra_registry.settings"
import django
django.setup()
print("\\n".join({name.split(".")[0] for name in sys.modules}))
"""
HEAVY = {"firthmodels", "matplotlib", "openpyxl", "pandas", "pyarrow", "scipy", "sklearn"}


def test_starting_loads_no_statistics_library():
    shown = subprocess.run(
        [sys.executable, "-c", STARTED], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    loaded = set(shown.stdout.split())
    assert "ra_registry" in loaded
    assert loaded & HEAVY == set()
