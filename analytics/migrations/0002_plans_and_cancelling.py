import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("cohort", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalysisPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("choices", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["study", "-version"],
            },
        ),
        migrations.AddField(
            model_name="analysisstate",
            name="cancelled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="analysisstate",
            name="cancelled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="analysisstate",
            name="cancelled_version",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="analysisstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="analytics_state_cancelled",
                violation_error_message="cancelled_at and cancelled_by go together.",
            ),
        ),
        migrations.AddField(
            model_name="analysisplan",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="analysisplan",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="cohort.study"
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisplan",
            constraint=models.UniqueConstraint(
                fields=("study", "version"), name="analytics_plan_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version", 1),
                    models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="analytics_plan_reason",
                violation_error_message="A new version says why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="analysisplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f1fc2f332a38126670d64540527f306324047a52",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_0432f",
                    table="analytics_analysisplan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="analysisplan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f036f885427c61beb1b037d4babfdc0a717e2c0f",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_32adf",
                    table="analytics_analysisplan",
                    when="BEFORE",
                ),
            ),
        ),
    ]
