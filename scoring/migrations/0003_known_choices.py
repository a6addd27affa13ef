"""Campaigns say only what the code carries out: no adjudication yet, and known surgery policies."""

from django.db import migrations, models

# Nothing ever carried an adjudication out, so "none" is what was done in every campaign. The
# protocol of an opened campaign is closed to everybody else.
NOTHING_WAS_ADJUDICATED = """
    ALTER TABLE scoring_campaign DISABLE TRIGGER USER;
    UPDATE scoring_campaign SET adjudication = 'none' WHERE adjudication <> 'none';
    ALTER TABLE scoring_campaign ENABLE TRIGGER USER;
"""
NO_ADJUDICATION = [("none", "No adjudication")]


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_coded_corrections")]

    operations = [
        migrations.RunSQL(NOTHING_WAS_ADJUDICATED, migrations.RunSQL.noop),
        *(
            migrations.AlterField(
                model_name=model,
                name="adjudication",
                field=models.CharField(choices=NO_ADJUDICATION, default="none", max_length=15),
            )
            for model in ("campaign", "campaignevent")
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjudication__in", ["none"])),
                name="scoring_campaign_adjudication",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("surgery_policy__in", ["exclude", "carry-forward", "maximum"])),
                name="scoring_campaign_surgery_known",
            ),
        ),
    ]
