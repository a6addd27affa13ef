"""Give the laboratory values that were stored as numbers the text that shows them."""

from django.db import migrations

TABLES = {
    "cohort_patient": (("rf_printed", "rf_value"), ("acpa_printed", "acpa_value")),
    "cohort_clinicalassessment": (("esr_printed", "esr"), ("crp_printed", "crp_value")),
}
SHOW = """
    UPDATE {table} SET {printed} = trim_scale({number}::numeric)::text
    WHERE {number} IS NOT NULL AND {printed} = ''
"""


class Migration(migrations.Migration):
    dependencies = [("cohort", "0002_laboratory_limits_and_partial_dates")]

    operations = [
        migrations.RunSQL(
            SHOW.format(table=table, printed=printed, number=number), migrations.RunSQL.noop
        )
        for table, columns in TABLES.items()
        for printed, number in columns
    ]
