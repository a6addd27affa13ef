from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_audit_text"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="kind",
            field=models.CharField(
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
                    ("recompute_cancelled", "Recompute cancelled"),
                    ("export_requested", "Export requested"),
                    ("export_downloaded", "Export downloaded"),
                    ("table_downloaded", "Table downloaded"),
                ],
                max_length=40,
            ),
        ),
    ]
