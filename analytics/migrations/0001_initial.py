import uuid

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cohort", "0001_initial"),
        ("scoring", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalysisRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("main", "Main analysis")], default="main", max_length=12
                    ),
                ),
                ("data_version", models.BigIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("code_version", models.CharField(max_length=64)),
                ("package_versions", models.JSONField()),
                ("plan", models.JSONField()),
                ("seed", models.BigIntegerField()),
                ("n_patients", models.PositiveIntegerField()),
                ("data_set", models.BinaryField(null=True)),
                ("results", models.JSONField()),
                ("seconds", models.FloatField()),
                ("computed_at", models.DateTimeField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["-computed_at"],
                "indexes": [
                    models.Index(fields=["study", "fingerprint"], name="analytics_run_fingerprint")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["main"])), name="analytics_run_kind_known"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a0bfa18af21342880c9480bc305b0143fa9fea80",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1fc89",
                            table="analytics_analysisrun",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="c71bce3509ce0116dec4bb91d60171ff9b76a1ea",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_208a7",
                            table="analytics_analysisrun",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("deleted", "File removed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("requested_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("data_version", models.BigIntegerField(null=True)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("size", models.BigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("manifest", models.JSONField(default=dict)),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["-requested_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "ready", "failed", "deleted"])
                        ),
                        name="analytics_export_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("size__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="analytics_export_ready",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4754b2c5d7610057d8478789aefedcfddc89feee",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_354ff",
                            table="analytics_export",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EndpointDefinition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=120)),
                ("feature", models.CharField(max_length=20)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("above", "Change above the threshold"),
                            ("below", "Change below the threshold"),
                        ],
                        max_length=8,
                    ),
                ),
                ("threshold", models.DecimalField(decimal_places=2, max_digits=6)),
                ("reader_rule", models.CharField(default="mean", max_length=20)),
                ("missing_rule", models.CharField(default="pairwise", max_length=20)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cohort.plannedvisit",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.campaign",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cohort.plannedvisit",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["study", "key", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "key", "version"), name="analytics_endpoint_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="analytics_endpoint_reason",
                        violation_error_message="A new version says why.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="33931c63c6b7949f34dd92232182e36539ed5f19",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_1ca18",
                            table="analytics_endpointdefinition",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3a67d9adf95f0bae2f1acb6600424e3761f92dae",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_67ba8",
                            table="analytics_endpointdefinition",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnalysisState",
            fields=[
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="analysis_state",
                        serialize=False,
                        to="cohort.study",
                    ),
                ),
                ("requested_version", models.BigIntegerField(null=True)),
                ("requested_at", models.DateTimeField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("progress_text", models.CharField(blank=True, max_length=80)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("computed_version", models.BigIntegerField(null=True)),
                (
                    "current",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="analytics.analysisrun",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
