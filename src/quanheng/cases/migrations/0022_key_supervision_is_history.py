"""The database itself refuses to change or remove an event of a key supervision."""

from django.db import migrations

CREATE = """
CREATE FUNCTION cases_key_event_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of a key supervision are appended, never changed';
END $$;
CREATE TRIGGER key_event_is_history BEFORE UPDATE OR DELETE ON cases_keysupervisionevent
    FOR EACH ROW EXECUTE FUNCTION cases_key_event_is_history();
"""
DROP = """
DROP TRIGGER key_event_is_history ON cases_keysupervisionevent;
DROP FUNCTION cases_key_event_is_history();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_operators_are_put_under_key_supervision")]
    operations = [migrations.RunSQL(CREATE, DROP)]
