"""Tasks around exports; each calls one service and may run twice."""

from __future__ import annotations

from analytics.exports import services
from ra_registry.celery import app


@app.task(name="analytics.make_export")
def make_export(*, export_id: int) -> None:
    """Make one export's file."""
    services.make_export(export_id=export_id)


@app.task(name="analytics.resume_exports")
def resume_exports() -> None:
    """Send exports again whose task or worker was lost."""
    services.resume_exports()


@app.task(name="analytics.delete_old_exports")
def delete_old_exports() -> None:
    """Remove the files of exports that are two weeks old."""
    services.delete_old_exports()
