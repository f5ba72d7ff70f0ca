"""Cards that were decided before acts were appended: their decision as the first act, the office that made it, and,
of confirmed ones, that their measures are still to be put on record. Nobody appeals now against what was decided then.
"""

from django.db import migrations

TELL = """
INSERT INTO cases_cardevent (card_id, at, act, state, actor_id, actor_role, facts)
SELECT c.id, c.decided_at, CASE c.state WHEN 'dismissed' THEN 'dismiss' ELSE 'confirm' END, c.state, c.decided_by_id,
       coalesce(u.role, ''), jsonb_build_object('reason', c.reason)
FROM cases_card c LEFT JOIN people_user u ON u.id = c.decided_by_id
WHERE c.decided_at IS NOT NULL ORDER BY c.id;
UPDATE cases_card c SET decided_area = coalesce(u.area, '') FROM people_user u WHERE u.id = c.decided_by_id;
UPDATE cases_card SET is_open = true,
       appeal_until = (decided_at AT TIME ZONE 'Asia/Shanghai')::date + 7
WHERE state = 'confirmed' AND decided_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_acts_on_cards_are_appended")]
    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
