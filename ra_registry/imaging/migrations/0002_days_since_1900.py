import datetime as dt

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0001_initial"),
        ("imaging", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="imagingexamination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acquired_on__isnull", True),
                    ("acquired_on__gte", dt.date(1900, 1, 1)),
                    _connector="OR",
                ),
                name="imaging_examination_since",
                violation_error_message="A year before 1900 has lost digits.",
            ),
        ),
    ]
