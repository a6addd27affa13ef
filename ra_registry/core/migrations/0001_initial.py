import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.BigIntegerField(editable=False, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Sign-in failed"),
                            ("signed_out", "Signed out"),
                            ("mfa_changed", "Second factor changed"),
                            ("password_changed", "Password changed"),
                            ("user_created", "Account created"),
                            ("token_created", "API token created"),
                            ("token_revoked", "API token revoked"),
                            ("study_created", "Study created"),
                            ("study_changed", "Study changed"),
                            ("role_granted", "Role granted"),
                            ("role_ended", "Role ended"),
                            ("patient_enrolled", "Patient enrolled"),
                            ("patient_changed", "Patient changed"),
                            ("visit_changed", "Visit recorded"),
                            ("record_voided", "Record voided"),
                            ("campaign_created", "Campaign created"),
                            ("campaign_opened", "Campaign opened"),
                            ("campaign_closed", "Campaign closed"),
                            ("cases_assigned", "Cases assigned"),
                            ("reading_started", "Reading started"),
                            ("reading_submitted", "Reading submitted"),
                            ("reading_unlocked", "Correction of a reading opened"),
                            ("readings_imported", "Readings imported"),
                            ("unblinded", "Un-blinded"),
                            ("assay_uploaded", "Assay file uploaded"),
                            ("upload_refused", "Upload refused"),
                            ("assay_accepted", "Assay batch accepted"),
                            ("assay_discarded", "Assay preview discarded"),
                            ("assay_voided", "Assay batch voided"),
                            ("kit_lot_added", "Kit lot added"),
                            ("samples_registered", "Samples registered"),
                            ("plan_changed", "Analysis definition changed"),
                            ("recompute_requested", "Recompute requested"),
                            ("export_requested", "Export requested"),
                            ("export_downloaded", "Export downloaded"),
                            ("table_downloaded", "Table downloaded"),
                        ],
                        max_length=40,
                    ),
                ),
                ("study_code", models.CharField(blank=True, max_length=40)),
                ("user_id", models.BigIntegerField(null=True)),
                ("user_name", models.CharField(blank=True, max_length=200)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("target_type", models.CharField(blank=True, max_length=60)),
                ("target_id", models.CharField(blank=True, max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(editable=False, max_length=64)),
                ("hash", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(fields=["study_code", "-position"], name="audit_by_study")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="4d4ed36bd045c0966aa05594b9fdb752529f2f1e",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_15b3a",
                            table="core_auditevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d7adca43f5eed111479095a551b13fbd52d9dfb1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_33ca9",
                            table="core_auditevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="chain",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    PERFORM pg_advisory_xact_lock(726011);\n    INSERT INTO core_audithead (id, position, hash) VALUES (1, 0, '') ON CONFLICT (id) DO NOTHING;\n    SELECT head.position + 1, head.hash INTO NEW.position, NEW.previous_hash\n        FROM core_audithead head WHERE head.id = 1;\n    NEW.hash := encode(sha256(convert_to(core_audit_text(NEW), 'UTF8')), 'hex');\n    UPDATE core_audithead SET position = NEW.position, hash = NEW.hash WHERE id = 1;\n    RETURN NEW;\n",
                            hash="1dcc2cd59e3c7d8a60a7e5c8129108d4f5b44c3a",
                            operation="INSERT",
                            pgid="pgtrigger_chain_59bb9",
                            table="core_auditevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
    ]
