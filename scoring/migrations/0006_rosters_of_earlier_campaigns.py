"""Who reads for a campaign was told by its assignments alone; from now on it is a roster."""

from django.db import migrations

FILL = """
    INSERT INTO scoring_rosterentry
        (campaign_id, user_id, role, place, added_at, added_by_id, end_reason)
    SELECT campaign.id, assignment.reader_id, 'reader', min(assignment.reader_number),
        campaign.created_at, campaign.created_by_id, ''
    FROM scoring_assignment assignment
    JOIN scoring_case kase ON kase.id = assignment.case_id
    JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
    WHERE assignment.kind = 'read'
    GROUP BY campaign.id, assignment.reader_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0005_the_reading_room"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
