"""Campaigns that live: rosters, charters, re-reads, adjudication, certificates, locking."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Readers know the cases of earlier campaigns by the case's own number and go on doing so; where that
# is no name of one case, a sign is added. Their viewers keep seeing scores until the first lock.
CARRY_OVER = """
    WITH named AS (
        SELECT assignment.id, kase.number, row_number() OVER (
            PARTITION BY assignment.reader_id, kase.number ORDER BY assignment.id
        ) AS nth
        FROM scoring_assignment assignment JOIN scoring_case kase ON kase.id = assignment.case_id
    )
    UPDATE scoring_assignment assignment
    SET number = named.number
        || CASE WHEN named.nth > 1 THEN substr('CDFHJKMNPRTWXY', named.nth::int - 1, 1) ELSE '' END
    FROM named WHERE named.id = assignment.id;

    UPDATE scoring_campaign campaign SET results_access = 'as-before',
        strategy = CASE WHEN campaign.readers_per_case < (
            SELECT count(DISTINCT assignment.reader_id)
            FROM scoring_assignment assignment JOIN scoring_case kase ON kase.id = assignment.case_id
            WHERE kase.campaign_id = campaign.id AND assignment.kind = 'read'
        ) THEN 'pool' ELSE 'fixed' END;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0006_void_has_its_act"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("scoring", "0004_instruments_as_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdjudicationOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("none", "No adjudication"),
                            ("two-closest", "Mean of the two closest scores"),
                            ("mean-of-three", "Mean of the three scores"),
                            ("replaces", "The adjudicator's score alone"),
                        ],
                        max_length=15,
                    ),
                ),
                ("rule_version", models.PositiveSmallIntegerField()),
                ("values", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["referral", "id"],
            },
        ),
        migrations.CreateModel(
            name="AdjudicationReferral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("charter_version", models.CharField(max_length=20)),
                ("measure", models.CharField(max_length=40)),
                ("difference", models.DecimalField(decimal_places=1, max_digits=6)),
                ("threshold", models.DecimalField(decimal_places=1, max_digits=6)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["case", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong-side", "The wrong side is shown"),
                            ("name-visible", "A name or another identifier is visible"),
                            ("wrong-patient", "The time points seem to be of different patients"),
                            ("not-assessable", "The images can't be assessed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("column", models.PositiveSmallIntegerField(null=True)),
                ("reported_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read-on", "Read the case as it is"),
                            ("replaced", "The images were replaced or corrected"),
                            ("withdrawn", "The case is not read"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-reported_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CaseReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong-side", "The wrong side is shown"),
                            ("name-visible", "A name or another identifier is visible"),
                            ("wrong-patient", "The time points seem to be of different patients"),
                            ("not-assessable", "The images can't be assessed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("column", models.PositiveSmallIntegerField(null=True)),
                ("reported_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read-on", "Read the case as it is"),
                            ("replaced", "The images were replaced or corrected"),
                            ("withdrawn", "The case is not read"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("instrument", models.CharField(max_length=20)),
                ("features", models.JSONField()),
                ("results", models.JSONField()),
                ("thresholds", models.JSONField()),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
            ],
            options={
                "ordering": ["user", "-issued_at"],
            },
        ),
        migrations.CreateModel(
            name="Charter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["campaign", "created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReadingQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_for",
                    models.CharField(
                        choices=[
                            ("slip", "A slip of the hand is possible at these sites"),
                            ("columns", "Two time points may be mixed up"),
                            ("sites", "Two neighbouring sites may be mixed up"),
                            ("side", "The sides may be mixed up"),
                            ("reason", "“Not scorable” may have another reason, or none"),
                            ("rule", "A rule of the charter may have been applied otherwise"),
                            ("images", "Images were replaced or added"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "Corrected"), ("confirmed", "Confirmed")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReadingQueryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "asked_for",
                    models.CharField(
                        choices=[
                            ("slip", "A slip of the hand is possible at these sites"),
                            ("columns", "Two time points may be mixed up"),
                            ("sites", "Two neighbouring sites may be mixed up"),
                            ("side", "The sides may be mixed up"),
                            ("reason", "“Not scorable” may have another reason, or none"),
                            ("rule", "A rule of the charter may have been applied otherwise"),
                            ("images", "Images were replaced or added"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "Corrected"), ("confirmed", "Confirmed")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestNormalAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.JSONField(default=dict)),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), size=None
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["reading", "id"],
            },
        ),
        migrations.CreateModel(
            name="RosterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reader", "Reader"),
                            ("adjudicator", "Adjudicator"),
                            ("expert", "Expert"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=1)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["campaign", "role", "place", "id"],
            },
        ),
        migrations.CreateModel(
            name="RosterEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reader", "Reader"),
                            ("adjudicator", "Adjudicator"),
                            ("expert", "Expert"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=1)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TimeOnTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seconds", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["reading", "item"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="drawn_once",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="protocol_is_fixed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="campaign",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="no_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casetimepoint",
            name="no_delete",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="scoring_assignment_person_once",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="scoring_assignment_reader_number",
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="scoring_campaign_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="scoring_campaign_readers",
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="scoring_campaign_state_dates",
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="scoring_campaign_adjudication",
        ),
        migrations.AddField(
            model_name="assignment",
            name="end_reason",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="number",
            field=models.CharField(default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assignment",
            name="release_days",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="assignmentevent",
            name="end_reason",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField(
            model_name="assignmentevent",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assignmentevent",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignmentevent",
            name="number",
            field=models.CharField(default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assignmentevent",
            name="release_days",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="campaign",
            name="adjudication_comparison",
            field=models.CharField(
                choices=[("gte", "at least"), ("gt", "more than")], default="gte", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="adjudication_measure",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="campaign",
            name="adjudication_threshold",
            field=models.DecimalField(decimal_places=1, default=Decimal(5), max_digits=6),
        ),
        migrations.AddField(
            model_name="campaign",
            name="adjudication_value",
            field=models.CharField(
                choices=[
                    ("change", "Change from the first to the last time point"),
                    ("status", "Status at any time point"),
                ],
                default="change",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="adjudicator_sees_readings",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="calibration_required",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="certificate_cases",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name="campaign",
            name="certificate_change_icc",
            field=models.DecimalField(decimal_places=2, default=Decimal("0.70"), max_digits=3),
        ),
        migrations.AddField(
            model_name="campaign",
            name="certificate_days",
            field=models.PositiveSmallIntegerField(default=365),
        ),
        migrations.AddField(
            model_name="campaign",
            name="certificate_status_icc",
            field=models.DecimalField(decimal_places=2, default=Decimal("0.80"), max_digits=3),
        ),
        migrations.AddField(
            model_name="campaign",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="form_order",
            field=models.CharField(
                choices=[("feature", "Feature by feature"), ("joint", "Joint by joint")],
                default="feature",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="kind",
            field=models.CharField(
                choices=[
                    ("study", "Readings of the study"),
                    ("calibration", "Calibration of readers"),
                ],
                default="study",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="locked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="locked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="missing_policy",
            field=models.CharField(
                choices=[
                    ("pairwise", "Pairwise sites"),
                    ("prorated", "Prorated to all sites"),
                    ("observed_sum", "Sum of the scored sites"),
                    ("strict", "Complete sites only"),
                ],
                default="pairwise",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="re_read_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="campaign",
            name="re_read_percent",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="campaign",
            name="results_access",
            field=models.CharField(
                choices=[
                    ("locked", "Nobody: scores are seen when the campaign is locked"),
                    ("investigators", "Those who may view readings, by the charter"),
                    (
                        "as-before",
                        "Those who may view readings, until the campaign is first locked",
                    ),
                ],
                default="locked",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="strategy",
            field=models.CharField(
                choices=[
                    ("fixed", "The same readers for every case"),
                    ("pool", "A team for each case, drawn from these readers"),
                    ("all", "Every case is read by all of these readers"),
                ],
                default="fixed",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="adjudication_comparison",
            field=models.CharField(
                choices=[("gte", "at least"), ("gt", "more than")], default="gte", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="adjudication_measure",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="adjudication_threshold",
            field=models.DecimalField(decimal_places=1, default=Decimal(5), max_digits=6),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="adjudication_value",
            field=models.CharField(
                choices=[
                    ("change", "Change from the first to the last time point"),
                    ("status", "Status at any time point"),
                ],
                default="change",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="adjudicator_sees_readings",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="calibration_required",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="certificate_cases",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="certificate_change_icc",
            field=models.DecimalField(decimal_places=2, default=Decimal("0.70"), max_digits=3),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="certificate_days",
            field=models.PositiveSmallIntegerField(default=365),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="certificate_status_icc",
            field=models.DecimalField(decimal_places=2, default=Decimal("0.80"), max_digits=3),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="form_order",
            field=models.CharField(
                choices=[("feature", "Feature by feature"), ("joint", "Joint by joint")],
                default="feature",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("study", "Readings of the study"),
                    ("calibration", "Calibration of readers"),
                ],
                default="study",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="locked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="locked_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="missing_policy",
            field=models.CharField(
                choices=[
                    ("pairwise", "Pairwise sites"),
                    ("prorated", "Prorated to all sites"),
                    ("observed_sum", "Sum of the scored sites"),
                    ("strict", "Complete sites only"),
                ],
                default="pairwise",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="re_read_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="re_read_percent",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="results_access",
            field=models.CharField(
                choices=[
                    ("locked", "Nobody: scores are seen when the campaign is locked"),
                    ("investigators", "Those who may view readings, by the charter"),
                    (
                        "as-before",
                        "Those who may view readings, until the campaign is first locked",
                    ),
                ],
                default="locked",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="strategy",
            field=models.CharField(
                choices=[
                    ("fixed", "The same readers for every case"),
                    ("pool", "A team for each case, drawn from these readers"),
                    ("all", "Every case is read by all of these readers"),
                ],
                default="fixed",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="adjudication",
            field=models.CharField(
                choices=[
                    ("none", "No adjudication"),
                    ("two-closest", "Mean of the two closest scores"),
                    ("mean-of-three", "Mean of the three scores"),
                    ("replaces", "The adjudicator's score alone"),
                ],
                default="none",
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Being set up"),
                    ("open", "Open for reading"),
                    ("closed", "Closed"),
                    ("locked", "Locked"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="adjudication",
            field=models.CharField(
                choices=[
                    ("none", "No adjudication"),
                    ("two-closest", "Mean of the two closest scores"),
                    ("mean-of-three", "Mean of the three scores"),
                    ("replaces", "The adjudicator's score alone"),
                ],
                default="none",
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Being set up"),
                    ("open", "Open for reading"),
                    ("closed", "Closed"),
                    ("locked", "Locked"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="drawn_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."token" IS DISTINCT FROM (NEW."token") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reader_number" IS DISTINCT FROM (NEW."reader_number") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."release_days" IS DISTINCT FROM (NEW."release_days"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="08e3b853fa6d74b67f9a99888403c8b24fb5de75",
                    operation="UPDATE",
                    pgid="pgtrigger_drawn_once_48a71",
                    table="scoring_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_assignmentevent" ("case_id", "created_at", "end_reason", "ended_at", "ended_by_id", "id", "kind", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reader_id", "reader_number", "release_days", "sequence", "status", "token") VALUES (NEW."case_id", NEW."created_at", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."kind", NEW."number", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reader_id", NEW."reader_number", NEW."release_days", NEW."sequence", NEW."status", NEW."token"); RETURN NULL;',
                    hash="abad6e13709ea1a15f87608d290d182ba638d9be",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0febe",
                    table="scoring_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_assignmentevent" ("case_id", "created_at", "end_reason", "ended_at", "ended_by_id", "id", "kind", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reader_id", "reader_number", "release_days", "sequence", "status", "token") VALUES (NEW."case_id", NEW."created_at", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."kind", NEW."number", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reader_id", NEW."reader_number", NEW."release_days", NEW."sequence", NEW."status", NEW."token"); RETURN NULL;',
                    hash="b109161e1e9fbf6ad7f8c0d5ded1ef9b31c9048e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72bae",
                    table="scoring_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="protocol_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF OLD.state <> 'draft'\n        AND to_jsonb(NEW) - '{title,charter_version,adjudication_threshold,due_on,results_access,state,opened_at,opened_by_id,closed_at,closed_by_id,locked_at,locked_by_id}'::text[] <> to_jsonb(OLD) - '{title,charter_version,adjudication_threshold,due_on,results_access,state,opened_at,opened_by_id,closed_at,closed_by_id,locked_at,locked_by_id}'::text[]\n    THEN\n        RAISE EXCEPTION 'The protocol of an opened campaign is never changed'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF OLD.state <> NEW.state AND NEW.state IN ('draft', 'open', 'closed', 'locked')\n        AND (OLD.state, NEW.state) NOT IN (\n            ('draft', 'open'), ('open', 'closed'), ('closed', 'open'),\n            ('closed', 'locked'), ('locked', 'closed')\n        )\n    THEN\n        RAISE EXCEPTION\n            'A campaign goes from draft to open to closed to locked, never back: % to %',\n            OLD.state, NEW.state USING ERRCODE = 'check_violation';\n    END IF;\n    IF OLD.state <> 'draft' AND OLD.results_access <> NEW.results_access\n        AND NOT (OLD.results_access = 'as-before' AND NEW.state = 'locked') THEN\n        RAISE EXCEPTION 'Who sees scores before lock is fixed when a campaign is opened'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF OLD.adjudication_threshold <> NEW.adjudication_threshold\n        AND OLD.state <> 'draft' AND OLD.charter_version = NEW.charter_version THEN\n        RAISE EXCEPTION 'A threshold changes with a later version of the charter only'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="dd67728cb9211db24c373c40c4a909f7742aa2bb",
                    operation="UPDATE",
                    pgid="pgtrigger_protocol_is_fixed_6dd33",
                    table="scoring_campaign",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_campaignevent" ("adjudication", "adjudication_comparison", "adjudication_measure", "adjudication_threshold", "adjudication_value", "adjudicator_sees_readings", "calibration_required", "certificate_cases", "certificate_change_icc", "certificate_days", "certificate_status_icc", "charter_version", "closed_at", "closed_by_id", "code", "created_at", "created_by_id", "due_on", "features", "form_order", "id", "instrument", "kind", "locked_at", "locked_by_id", "missing_policy", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "re_read_days", "re_read_percent", "readers_per_case", "reading_mode", "results_access", "seed", "state", "step_half_units", "strategy", "study_id", "surgery_policy", "title", "totals_visible") VALUES (NEW."adjudication", NEW."adjudication_comparison", NEW."adjudication_measure", NEW."adjudication_threshold", NEW."adjudication_value", NEW."adjudicator_sees_readings", NEW."calibration_required", NEW."certificate_cases", NEW."certificate_change_icc", NEW."certificate_days", NEW."certificate_status_icc", NEW."charter_version", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."features", NEW."form_order", NEW."id", NEW."instrument", NEW."kind", NEW."locked_at", NEW."locked_by_id", NEW."missing_policy", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."re_read_days", NEW."re_read_percent", NEW."readers_per_case", NEW."reading_mode", NEW."results_access", NEW."seed", NEW."state", NEW."step_half_units", NEW."strategy", NEW."study_id", NEW."surgery_policy", NEW."title", NEW."totals_visible"); RETURN NULL;',
                    hash="1924db59050ad96ae7e3608a78a0869d19a8a28e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_19640",
                    table="scoring_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_campaignevent" ("adjudication", "adjudication_comparison", "adjudication_measure", "adjudication_threshold", "adjudication_value", "adjudicator_sees_readings", "calibration_required", "certificate_cases", "certificate_change_icc", "certificate_days", "certificate_status_icc", "charter_version", "closed_at", "closed_by_id", "code", "created_at", "created_by_id", "due_on", "features", "form_order", "id", "instrument", "kind", "locked_at", "locked_by_id", "missing_policy", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "re_read_days", "re_read_percent", "readers_per_case", "reading_mode", "results_access", "seed", "state", "step_half_units", "strategy", "study_id", "surgery_policy", "title", "totals_visible") VALUES (NEW."adjudication", NEW."adjudication_comparison", NEW."adjudication_measure", NEW."adjudication_threshold", NEW."adjudication_value", NEW."adjudicator_sees_readings", NEW."calibration_required", NEW."certificate_cases", NEW."certificate_change_icc", NEW."certificate_days", NEW."certificate_status_icc", NEW."charter_version", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."features", NEW."form_order", NEW."id", NEW."instrument", NEW."kind", NEW."locked_at", NEW."locked_by_id", NEW."missing_policy", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."re_read_days", NEW."re_read_percent", NEW."readers_per_case", NEW."reading_mode", NEW."results_access", NEW."seed", NEW."state", NEW."step_half_units", NEW."strategy", NEW."study_id", NEW."surgery_policy", NEW."title", NEW."totals_visible"); RETURN NULL;',
                    hash="94545ae0acd0ef20fed1363a1056479999e9d125",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dff99",
                    table="scoring_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="draft_cases_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM scoring_case kase JOIN scoring_campaign campaign\n            ON campaign.id = kase.campaign_id\n        WHERE kase.id = OLD.id AND campaign.state = 'draft'\n    ) THEN\n        RAISE EXCEPTION 'Cannot remove a case of an opened campaign'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN OLD;\n",
                    hash="7e14add6df2a28256e455bca801e1fa799293dde",
                    operation="DELETE",
                    pgid="pgtrigger_draft_cases_only_6363d",
                    table="scoring_case",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetimepoint",
            trigger=pgtrigger.compiler.Trigger(
                name="draft_cases_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM scoring_case kase JOIN scoring_campaign campaign\n            ON campaign.id = kase.campaign_id\n        WHERE kase.id = OLD.case_id AND campaign.state = 'draft'\n    ) THEN\n        RAISE EXCEPTION 'Cannot remove a case of an opened campaign'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN OLD;\n",
                    hash="5a26455fb7357d459a9e30eaea22a81452be20e8",
                    operation="DELETE",
                    pgid="pgtrigger_draft_cases_only_cb9e0",
                    table="scoring_casetimepoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reading",
            trigger=pgtrigger.compiler.Trigger(
                name="locked_is_sealed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM scoring_assignment assignment\n        JOIN scoring_case kase ON kase.id = assignment.case_id\n        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id\n        WHERE assignment.id = NEW.assignment_id AND campaign.state = 'locked'\n    ) THEN\n        RAISE EXCEPTION 'A reading of a locked campaign is never added or changed'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="dbc7c015df4e3e6efe544c384c1b389b67bff44b",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_locked_is_sealed_570ee",
                    table="scoring_reading",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind", "re-read"), _negated=True), ("ended_at__isnull", True)
                ),
                fields=("case", "reader"),
                name="scoring_assignment_person_once",
                violation_error_message="An adjudicator can't be one of the case's readers.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "kind", "reader_number"),
                name="scoring_assignment_reader_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("reader", "number"),
                name="scoring_assignment_number_once",
                violation_error_message="A reader knows one case by a number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_assignment_ended_pair",
                violation_error_message="ended_at and ended_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="scoring_assignment_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed", "locked"])),
                name="scoring_campaign_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["study", "calibration"])),
                name="scoring_campaign_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("strategy__in", ["fixed", "pool", "all"])),
                name="scoring_campaign_strategy_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("form_order__in", ["feature", "joint"])),
                name="scoring_campaign_form_order_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjudication_value__in", ["change", "status"])),
                name="scoring_campaign_value_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjudication_comparison__in", ["gte", "gt"])),
                name="scoring_campaign_comparison_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("missing_policy__in", ["pairwise", "prorated", "observed_sum", "strict"])
                ),
                name="scoring_campaign_missing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("results_access__in", ["locked", "investigators", "as-before"])
                ),
                name="scoring_campaign_access_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adjudication__in", ["none", "two-closest", "mean-of-three", "replaces"])
                ),
                name="scoring_campaign_adjudication",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("readers_per_case__gte", 1), ("readers_per_case__lte", 31)),
                name="scoring_campaign_readers",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("re_read_days__lte", 365), ("re_read_percent__lte", 100)),
                name="scoring_campaign_re_reads",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adjudication", "none"),
                    models.Q(
                        models.Q(("adjudication_measure", ""), _negated=True),
                        ("readers_per_case", 2),
                    ),
                    _connector="OR",
                ),
                name="scoring_campaign_adjudicated",
                violation_error_message="A third reader decides between two, on a named total.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjudication_threshold__gte", 0)),
                name="scoring_campaign_threshold",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certificate_cases__gte", 2),
                    ("certificate_change_icc__gte", 0),
                    ("certificate_change_icc__lt", 1),
                    ("certificate_days__gte", 1),
                    ("certificate_status_icc__gte", 0),
                    ("certificate_status_icc__lt", 1),
                ),
                name="scoring_campaign_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("locked_at__isnull", True), ("locked_by__isnull", True)),
                    models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_campaign_locked_pair",
                violation_error_message="locked_at and locked_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("locked_at__isnull", True),
                        ("opened_at__isnull", True),
                        ("state", "draft"),
                    ),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("locked_at__isnull", True),
                        ("opened_at__isnull", False),
                        ("state", "open"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("locked_at__isnull", True),
                        ("opened_at__isnull", False),
                        ("state", "closed"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("locked_at__isnull", False),
                        ("opened_at__isnull", False),
                        ("state", "locked"),
                    ),
                    _connector="OR",
                ),
                name="scoring_campaign_state_dates",
            ),
        ),
        migrations.AddField(
            model_name="adjudicationoutcome",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scoring.assignment",
            ),
        ),
        migrations.AddField(
            model_name="adjudicationoutcome",
            name="third",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.reading"
            ),
        ),
        migrations.AddField(
            model_name="adjudicationreferral",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="scoring.case",
            ),
        ),
        migrations.AddField(
            model_name="adjudicationreferral",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.reading"
            ),
        ),
        migrations.AddField(
            model_name="adjudicationreferral",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.reading"
            ),
        ),
        migrations.AddField(
            model_name="adjudicationoutcome",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="scoring.adjudicationreferral",
            ),
        ),
        migrations.AddField(
            model_name="casereport",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casereport",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="scoring.assignment",
            ),
        ),
        migrations.AddField(
            model_name="casereport",
            name="reported_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casereportevent",
            name="answered_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casereportevent",
            name="assignment",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="scoring.assignment",
            ),
        ),
        migrations.AddField(
            model_name="casereportevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="casereportevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="scoring.casereport",
            ),
        ),
        migrations.AddField(
            model_name="casereportevent",
            name="reported_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="scoring.campaign",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="charter",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charters",
                to="scoring.campaign",
            ),
        ),
        migrations.AddField(
            model_name="charter",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readingquery",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readingquery",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readingquery",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="queries",
                to="scoring.reading",
            ),
        ),
        migrations.AddField(
            model_name="readingqueryevent",
            name="answered_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readingqueryevent",
            name="asked_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readingqueryevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="readingqueryevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="scoring.readingquery",
            ),
        ),
        migrations.AddField(
            model_name="readingqueryevent",
            name="reading",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="scoring.reading",
            ),
        ),
        migrations.AddField(
            model_name="restnormalact",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rest_normal_acts",
                to="scoring.reading",
            ),
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roster",
                to="scoring.campaign",
            ),
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaign_places",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="added_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="campaign",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="scoring.campaign",
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="scoring.rosterentry",
            ),
        ),
        migrations.AddField(
            model_name="rosterentryevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="timeontask",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scoring.instrumentitem",
            ),
        ),
        migrations.AddField(
            model_name="timeontask",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="times",
                to="scoring.reading",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjudicationreferral",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="scoring_referral_readings_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjudicationreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="544b27f0805f044418b64473a7f975a74cd238c1",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_363d8",
                    table="scoring_adjudicationreferral",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjudicationreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ae6eae23cf22b24f2d89b759d00dc910ae16c47b",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_984dd",
                    table="scoring_adjudicationreferral",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="adjudicationoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("policy__in", ["none", "two-closest", "mean-of-three", "replaces"])
                ),
                name="scoring_outcome_policy_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjudicationoutcome",
            constraint=models.UniqueConstraint(
                fields=("referral", "third"), name="scoring_outcome_readings_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjudicationoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2cbe6158b5ecd6571f064c6ace07d2ed8845fa3b",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_6db42",
                    table="scoring_adjudicationoutcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjudicationoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ec75561087fd97925020b19fd4842ff0db67ee3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8d4e8",
                    table="scoring_adjudicationoutcome",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["wrong-side", "name-visible", "wrong-patient", "not-assessable"],
                    )
                ),
                name="scoring_report_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "read-on", "replaced", "withdrawn"])),
                name="scoring_report_answer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_at__isnull", True), ("reported_by__isnull", True)),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_report_reported_pair",
                violation_error_message="reported_at and reported_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_report_answered_pair",
                violation_error_message="answered_at and answered_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="scoring_report_answer_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("assignment", "reason"),
                name="scoring_report_open_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casereport",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7fb3bd07d8471bc65d9d6cebd67bafdcc9827405",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_be47b",
                    table="scoring_casereport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casereport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_casereportevent" ("answer", "answered_at", "answered_by_id", "assignment_id", "column", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_at", "reported_by_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."assignment_id", NEW."column", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reported_at", NEW."reported_by_id"); RETURN NULL;',
                    hash="c42331e395503cded410b363bd56c67648ef1118",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e8e10",
                    table="scoring_casereport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casereport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_casereportevent" ("answer", "answered_at", "answered_by_id", "assignment_id", "column", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reported_at", "reported_by_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."assignment_id", NEW."column", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reported_at", NEW."reported_by_id"); RETURN NULL;',
                    hash="40d62de67a8f1d681791d40afd0adc5c1e2d9f4e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58650",
                    table="scoring_casereport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casereportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8e59cc93fc1315964bdfec9d5014f444507ad12b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6da00",
                    table="scoring_casereportevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("user", "campaign"), name="scoring_certificate_once_a_calibration"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ab1e8713c1d40f733466533eb6a464fce7d5d5e3",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_130a0",
                    table="scoring_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="642918908955dbc25ca290925c66d401329b5a78",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_100be",
                    table="scoring_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(
                fields=("campaign", "version"), name="scoring_charter_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", True), ("file_name", "")),
                    models.Q(
                        models.Q(("file_name", ""), _negated=True), ("content__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="scoring_charter_file_named",
                violation_error_message="A file has a name and a content.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c5347afaaf1cffb009c1bc0f098221747bec1fe4",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_cbf22",
                    table="scoring_charter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="charter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="eb6f01420d167b35bf5bd183f20f600e9a54ce72",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_cc6e4",
                    table="scoring_charter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asked_for__in",
                        ["slip", "columns", "sites", "side", "reason", "rule", "images"],
                    )
                ),
                name="scoring_query_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "corrected", "confirmed"])),
                name="scoring_query_answer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_query_asked_pair",
                violation_error_message="asked_at and asked_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_query_answered_pair",
                violation_error_message="answered_at and answered_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="scoring_query_answer_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingquery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("reading",),
                name="scoring_query_open_once",
                violation_error_message="This reading has an open query already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readingquery",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d2f1fb74176fba685a55c5fb691abd019b0e725d",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_9daa1",
                    table="scoring_readingquery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readingquery",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_readingqueryevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "asked_for", "cells", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."asked_for", NEW."cells", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reading_id"); RETURN NULL;',
                    hash="c11bf206dee727b99ed61cff4562060a6d30a229",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_11324",
                    table="scoring_readingquery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readingquery",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_readingqueryevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "asked_for", "cells", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."asked_for", NEW."cells", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reading_id"); RETURN NULL;',
                    hash="95f731e9737678087eedd4cdd533eda99b098a8c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27750",
                    table="scoring_readingquery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readingqueryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6eb404af89ef66e160d69fdb29c702868d50d8c8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5f124",
                    table="scoring_readingqueryevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restnormalact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="65cfbf6b5eaa5fe38883928358671f84ec9830d7",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_7b2af",
                    table="scoring_restnormalact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restnormalact",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3e361718d1d433a849acfa0a146f4350399effe2",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7aa0a",
                    table="scoring_restnormalact",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["reader", "adjudicator", "expert"])),
                name="scoring_roster_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("added_at__isnull", True), ("added_by__isnull", True)),
                    models.Q(("added_at__isnull", False), ("added_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_roster_added_pair",
                violation_error_message="added_at and added_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="scoring_roster_ended_pair",
                violation_error_message="ended_at and ended_by go together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("campaign", "user", "role"),
                name="scoring_roster_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="scoring_roster_end_has_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8933f0173d43dd34bc4329bdb13c6da434fc5565",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_21d14",
                    table="scoring_rosterentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1a135d0e052aa74c42329f4f7ffcd6683bb49051",
                    operation="UPDATE",
                    pgid="pgtrigger_entered_once_3ebd2",
                    table="scoring_rosterentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_rosterentryevent" ("added_at", "added_by_id", "campaign_id", "end_reason", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "role", "user_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."campaign_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."role", NEW."user_id"); RETURN NULL;',
                    hash="1df6b58a9c9b85bbfd614d1a24d993ab17e3017e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce368",
                    table="scoring_rosterentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_rosterentryevent" ("added_at", "added_by_id", "campaign_id", "end_reason", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "role", "user_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."campaign_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."role", NEW."user_id"); RETURN NULL;',
                    hash="ce7ca37667bb8116302632a558887f67c86ef6b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae743",
                    table="scoring_rosterentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="901fc30c8fa5c2735440c8ff98013672a3b75b36",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6baa",
                    table="scoring_rosterentryevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="timeontask",
            constraint=models.UniqueConstraint(
                fields=("reading", "item"), name="scoring_time_once_a_site", nulls_distinct=False
            ),
        ),
    ]
