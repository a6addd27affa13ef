import datetime as dt

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assays", "0002_how_a_file_is_read"),
        ("cohort", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="kitlot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True),
                    ("expires_on__gte", dt.date(1900, 1, 1)),
                    _connector="OR",
                ),
                name="assays_lot_since",
                violation_error_message="A year before 1900 has lost digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_on__isnull", True),
                    ("taken_on__gte", dt.date(1900, 1, 1)),
                    _connector="OR",
                ),
                name="assays_sample_since",
                violation_error_message="A year before 1900 has lost digits.",
            ),
        ),
    ]
