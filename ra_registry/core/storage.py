"""Static files with a hash in their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# One of its extension files holds text that looks like an import; none imports another file.
NOT_REWRITTEN = "django_htmx/"

# Extensions of htmx that no page loads; their comments name modules that aren't there.
NOT_LOADED = "django_htmx/ext/"


class HashedModuleStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports of ES modules, so they can be cached for ever."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, str], template: Any = None) -> Any:
        """Return what rewrites one import or address of a file."""
        if name.startswith(NOT_REWRITTEN):
            return lambda match: match[0]
        return super().url_converter(name, hashed_files, template)

    def post_process(
        self, paths: dict[str, Any], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        loaded = {name: at for name, at in paths.items() if not name.startswith(NOT_LOADED)}
        yield from super().post_process(loaded, *args, **options)
