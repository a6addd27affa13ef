"""Templates, scripts and pictures agree with each other and with the Content-Security-Policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted((ROOT / "static" / "js").rglob("*.js"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))

# Taken from an installed package when static files are collected (analytics/staticfiles.py).
MADE_AT_BUILD = "vendor/vega.js"


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_no_template_has_inline_script_style_or_handler(template: Path) -> None:
    """The policy allows none; the page would look right in the source and do nothing."""
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son[a-z]+=", text)
    assert not re.search(r"<[^>]*\shx-on[:=-]", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in tag, f"{tag} carries its code inline"


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_every_static_file_a_template_names_exists(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    names = re.findall(r"{% static ['\"]((?:css|js|img)/[^'\"]+)['\"]", text)
    assert [name for name in names if not (ROOT / "static" / name).is_file()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_every_icon_a_template_names_is_in_the_sprite(template: Path) -> None:
    """A missing one leaves an empty square and no error."""
    sprite = (ROOT / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    text = template.read_text(encoding="utf-8")
    named = set(re.findall(r'_components/icon\.html" with name="([\w-]+)"', text))
    assert named - drawn == set()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_every_import_of_a_module_can_be_hashed(module: Path) -> None:
    """The static storage rewrites relative imports that end with a semicolon, and no others."""
    text = module.read_text(encoding="utf-8")
    statements = re.findall(r"^import\b[^;]*?[\"']([^\"']+)[\"'](;?)", text, flags=re.MULTILINE)
    for target, semicolon in statements:
        assert target.startswith(("./", "../"))
        assert semicolon
        assert (module.parent / target).is_file() or target.endswith(MADE_AT_BUILD)


def test_every_module_of_the_viewer_is_asked_for_at_once() -> None:
    """One that is left out is found late, by another's import, and delays the first picture."""
    head = (ROOT / "templates" / "scoring" / "_viewer_head.html").read_text(encoding="utf-8")
    named = set(re.findall(r"""modulepreload" href="{% static '([^']+)' %}""", head))
    viewer = {str(path.relative_to(ROOT / "static")) for path in MODULES if "viewer" in path.parts}
    assert named == viewer


@pytest.mark.parametrize("sheet", SHEETS, ids=relative)
def test_every_token_a_sheet_uses_is_defined(sheet: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", everything))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text(encoding="utf-8"))) <= defined


def test_modules_name_each_other_in_no_circle() -> None:
    """Each file's name carries the hash of what it names: a circle never comes to an end.

    An import in a comment counts: the collector reads text.
    """
    named = re.compile(r"""(?:from|import)\s*\(?["']([./][^"']+\.js)["']""")
    names = {
        module: {
            (module.parent / name).resolve()
            for name in named.findall(module.read_text(encoding="utf-8"))
        }
        for module in MODULES
    }
    left = dict(names)
    while settled := [module for module, used in left.items() if not used & left.keys()]:
        for module in settled:
            del left[module]
    assert [relative(module) for module in left] == []
