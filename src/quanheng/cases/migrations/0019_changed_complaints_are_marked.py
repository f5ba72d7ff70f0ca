"""Every complaint that comes or changes marks its county and month, whoever writes it; all there are are marked once.

One trigger a statement, over all of its rows. What changes no figure marks nothing.
"""

from django.db import migrations

MARKS = """
CREATE FUNCTION cases_month(at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
    RETURN date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date;

CREATE FUNCTION cases_mark_handling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_handlingmark (area, month)
        SELECT DISTINCT register_county(area), cases_month(lodged_at) FROM put;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO cases_handlingmark (area, month)
        SELECT DISTINCT register_county(area), cases_month(lodged_at) FROM taken;
    ELSE
        INSERT INTO cases_handlingmark (area, month)
        SELECT DISTINCT register_county(one.area), cases_month(one.lodged_at)
        FROM taken JOIN put USING (id), LATERAL (VALUES (taken.area, taken.lodged_at), (put.area, put.lodged_at))
            AS one (area, lodged_at)
        WHERE (taken.area, taken.lodged_at, taken.state, taken.stars, taken.category, taken.goods_class,
               taken.closed_at, taken.to_recover_fen, taken.market_id)
            IS DISTINCT FROM (put.area, put.lodged_at, put.state, put.stars, put.category, put.goods_class,
               put.closed_at, put.to_recover_fen, put.market_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER handling_marked_insert AFTER INSERT ON cases_complaint
    REFERENCING NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION cases_mark_handling();
CREATE TRIGGER handling_marked_update AFTER UPDATE ON cases_complaint
    REFERENCING OLD TABLE AS taken NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION cases_mark_handling();
CREATE TRIGGER handling_marked_delete AFTER DELETE ON cases_complaint
    REFERENCING OLD TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION cases_mark_handling();

INSERT INTO cases_handlingmark (area, month)
SELECT DISTINCT register_county(area), cases_month(lodged_at) FROM cases_complaint;
"""
NO_MARKS = """
DROP TRIGGER handling_marked_insert ON cases_complaint;
DROP TRIGGER handling_marked_update ON cases_complaint;
DROP TRIGGER handling_marked_delete ON cases_complaint;
DROP FUNCTION cases_mark_handling();
DROP FUNCTION cases_month(timestamptz);
DELETE FROM cases_handlingmark;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_handling_is_counted_where_it_changed"),
        ("register", "0004_counts_follow_the_register"),
    ]
    operations = [migrations.RunSQL(MARKS, NO_MARKS)]
