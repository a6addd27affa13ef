"""Which campaigns' scores a run and an export hold, so that both open with the campaigns' lock."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Plans of every format name a campaign at these places and nowhere else. A stored run refuses
# every update, but for this one.
FILL = """
    ALTER TABLE analytics_analysisrun DISABLE TRIGGER USER;
    UPDATE analytics_analysisrun run SET campaigns = ARRAY(
        SELECT DISTINCT (found #>> '{}')::bigint AS id
        FROM (
            SELECT jsonb_path_query(run.plan, 'lax $.endpoints[*].campaign.id') AS found
            UNION ALL
            SELECT jsonb_path_query(run.plan, 'lax $.further[*].endpoint.campaign.id')
        ) named
        ORDER BY id
    );
    ALTER TABLE analytics_analysisrun ENABLE TRIGGER USER;
    UPDATE analytics_export export SET campaigns = ARRAY(
        SELECT campaign.id FROM scoring_campaign campaign
        WHERE campaign.study_id = export.study_id AND campaign.created_at <= export.finished_at
        ORDER BY campaign.id
    )
    WHERE export.finished_at IS NOT NULL;
"""


def ids() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.BigIntegerField(), blank=True, default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0004_endpoints_of_any_kind"),
        ("scoring", "0004_instruments_as_rows"),
    ]

    operations = [
        migrations.AddField(model_name="analysisrun", name="campaigns", field=ids()),
        migrations.AddField(model_name="export", name="campaigns", field=ids()),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
