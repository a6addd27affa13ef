"""A plate keeps the day on which it was read; what its text tells was only known to its file."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Tell the day of stored plates by their texts, read together as those of one file."""
    from ra_registry.assays.parsers.dates import read_times

    plates = defaultdict(list)
    for row in apps.get_model("assays", "Plate").objects.values_list(
        "batch_id", "pk", "read_at_text", "batch__file__name"
    ):
        plates[row[0]].append(row[1:])
    days = []
    for of_batch in plates.values():
        times, _order = read_times({text for _, text, _ in of_batch}, evidence=of_batch[0][2])
        days += [(times[text].day, pk) for pk, text, _ in of_batch if times[text].day]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assays_plate DISABLE TRIGGER USER")
        cursor.executemany("UPDATE assays_plate SET read_on = %s WHERE id = %s", days)
        cursor.execute("ALTER TABLE assays_plate ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("assays", "0005_result_versions")]

    operations = [
        migrations.AddField(model_name="plate", name="read_on", field=models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
