"""The Vega bundle for the page, taken from the installed package that also draws the downloads."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

BUNDLE = "vendor/vega.js"
# The page needs one function. Vega-Embed brings the expression interpreter along, without which
# Vega would compile expressions at run time and the Content-Security-Policy would refuse.
EXPORTS = "export { vegaEmbed };"


class VegaFinder(BaseFinder):
    """Offers ``vendor/vega.js``: Vega, Vega-Lite and Vega-Embed as one ES module.

    Page and download then use one version. The file is written once per package version into the
    data folder, never into the repository.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        release = version("vl-convert-python")
        self.root: Path = settings.DATA_DIR / "assets" / f"vl-convert-{release}-module"
        self.storage = FileSystemStorage(location=str(self.root))

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(  # type: ignore[override]  # Django passes `find_all` in two ways
        self, path: str, find_all: Any = None, **kwargs: Any
    ) -> str | list[str]:
        if path != BUNDLE:
            return []
        found = str(self._build())
        return [found] if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterable[tuple[str, FileSystemStorage]]:
        self._build()
        yield BUNDLE, self.storage

    def _build(self) -> Path:
        import vl_convert

        target: Path = self.root / BUNDLE
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".partial")
            partial.write_text(vl_convert.javascript_bundle(EXPORTS), encoding="utf-8")
            partial.replace(target)
        return target
