"""The wording lint: it finds what a person sees and gettext doesn't take, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.wording import __main__ as wording
from scripts.wording import python_files, script_files, template_files

CHECKS = {".py": python_files.check, ".html": template_files.check, ".js": script_files.check}

REFUSED = {
    "a label": ("form.py", 'x = CharField(label="Onset")', ["Onset"]),
    "a sentence": ("view.py", 'messages.success(request, "The visit is saved.")', None),
    "a sentence with a value": ("view.py", 'raise Refused(f"Found {x}, usual is {y}.")', None),
    "a choice": ("m.py", 'class K(TextChoices):\n    A = "a", "Active"', ["Active"]),
    "a message put together": ("w.py", 'x = _(f"Found {n} patients")', None),
    "a message from a call": ("w.py", 'x = _("Found {} patients".format(n))', None),
    "a plural put together": ("w.py", 'x = ngettext("{n} visit", f"{n} visits", n)', None),
    "a plural of one's own": ("w.py", 'text = f"{n} patients" if n > 1 else f"{n} patient"', None),
    "a verbose name": ("m.py", 'x = TextField(verbose_name="reason")', ["reason"]),
    "a text node": ("a.html", "<p>{{ n }} patients are left</p>", ["patients are left"]),
    "an attribute": ("a.html", '<a aria-label="Close" href="#">x</a>', ["Close"]),
    "an argument": ("a.html", '{% include "b.html" with title="No visit yet" %}', None),
    "a filter's argument": ("a.html", "{{ x|default:'Not known yet' }}", ["Not known yet"]),
    "a script's text": ("a.js", "say(`${n} sites are empty`);", ["{} sites are empty"]),
}
TAKEN = {
    "gettext": ("a.py", 'x = _("The visit is saved.") % {"n": 1}'),
    "ngettext": ("a.py", 'x = ngettext("%(n)d patient", "%(n)d patients", n) % {"n": n}'),
    "a docstring": ("a.py", '"""Say nothing to nobody."""'),
    "a key": ("a.py", 'x = {"mri-repair": "below_limit"}["mri-repair"]'),
    "a query": ("a.py", 'x = "SELECT a, b FROM c WHERE d"'),
    "a log": ("a.py", 'log.info("computed the run", run=1)'),
    "a programmer's error": ("a.py", 'raise ValueError("unknown key")'),
    "a marked line": ("a.py", 'x = "Source Sans Pro"  # unseen'),
    "a translated node": ("a.html", "<p>{% translate 'No visit yet' %}</p>"),
    "a translated block": (
        "a.html",
        "{% blocktranslate count n=n %}{{ n }} left{% plural %}{{ n }} left{% endblocktranslate %}",
    ),
    "a translated argument": ("a.html", '{% include "b.html" with title=_("No visit yet") %}'),
    "a comment": ("a.html", "{# Not shown at all #}{% comment %}nor this{% endcomment %}"),
    "a selector": ("a.js", 'find("[data-cell] > input"); // a comment, said here'),
    "classes": ("a.js", 'x.className = "table table--compact";'),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_visible_string_that_gettext_does_not_take_is_found(kind: str, tmp_path: Path) -> None:
    name, text, expected = REFUSED[kind]
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = [f.text.strip() for f in CHECKS[Path(name).suffix](tmp_path / name, name)]
    assert found, kind
    assert expected is None or found == expected


@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_translated_or_not_shown_passes(kind: str, tmp_path: Path) -> None:
    name, text = TAKEN[kind]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(CHECKS[Path(name).suffix](tmp_path / name, name)) == []


def test_a_changed_text_is_no_longer_in_the_baseline(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "a.html"
    page.parent.mkdir()
    page.write_text("<p>The study is\n closed.</p>", encoding="utf-8")
    known = tmp_path / "baseline.txt"
    known.write_text("".join(f.digest for f in wording.found(tmp_path)), encoding="utf-8")
    assert wording.refused(tmp_path, known) == []
    page.write_text("<p>The study\n is closed.</p>", encoding="utf-8")
    assert wording.refused(tmp_path, known) == [], "only the lines are broken otherwise"
    page.write_text("<p>The study is open.</p>", encoding="utf-8")
    (refused,) = wording.refused(tmp_path, known)
    assert "The study is open." in str(refused)


def test_stored_results_carry_no_words_in_any_language(tmp_path: Path) -> None:
    path = tmp_path / "analytics" / "runs" / "compute" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_text('note = _("No film is missing.")\nkind = "no-film"', encoding="utf-8")
    (found,) = wording.found(tmp_path)
    assert found.text == "No film is missing."
