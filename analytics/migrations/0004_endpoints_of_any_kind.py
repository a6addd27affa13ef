import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

ENDPOINT = "endpointdefinition"


class Migration(migrations.Migration):
    """Endpoints were changes of one feature cut at points; those rows stay what they were."""

    dependencies = [
        ("analytics", "0003_export_byte_order_mark"),
        ("cohort", "0006_void_has_its_act"),
        ("scoring", "0004_instruments_as_rows"),
    ]

    operations = [
        migrations.RenameField(model_name=ENDPOINT, old_name="feature", new_name="measure"),
        migrations.RenameField(model_name=ENDPOINT, old_name="direction", new_name="side"),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="measure",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name=ENDPOINT, name="side", field=models.CharField(blank=True, max_length=8)
        ),
        # The rows that exist were all cut at points; a stored row can't be updated.
        migrations.AddField(
            model_name=ENDPOINT,
            name="limit_by",
            field=models.CharField(blank=True, max_length=8, default="points"),
        ),
        migrations.AlterField(
            model_name=ENDPOINT, name="limit_by", field=models.CharField(blank=True, max_length=8)
        ),
        migrations.AddField(
            model_name=ENDPOINT, name="retired", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name=ENDPOINT, name="sites", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddField(
            model_name=ENDPOINT,
            name="variable",
            field=models.CharField(blank=True, max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scoring.campaign",
            ),
        ),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="follow_up",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cohort.plannedvisit",
            ),
        ),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="missing_rule",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="reader_rule",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name=ENDPOINT,
            name="threshold",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True),
        ),
        migrations.AddConstraint(
            model_name=ENDPOINT,
            constraint=models.CheckConstraint(
                name="analytics_endpoint_source",
                condition=(
                    Q(campaign__isnull=False, variable="") & ~Q(measure="") & ~Q(reader_rule="")
                )
                | (Q(campaign__isnull=True, measure="", reader_rule="") & ~Q(variable="")),
                violation_error_message="An endpoint is of scores or of a clinical variable.",
            ),
        ),
        migrations.AddConstraint(
            model_name=ENDPOINT,
            constraint=models.CheckConstraint(
                name="analytics_endpoint_limit",
                condition=Q(side="", limit_by="", threshold__isnull=True)
                | (~Q(side="") & Q(limit_by__in=["points", "per-cent"], threshold__isnull=False))
                | (~Q(side="") & Q(limit_by__in=["sdc-95", "sdc-80"], threshold__isnull=True)),
                violation_error_message="A limit has a side and a size.",
            ),
        ),
    ]
