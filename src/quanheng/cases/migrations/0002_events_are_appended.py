"""The database itself refuses to change or remove an event of a complaint."""

from django.db import migrations

CREATE = """
CREATE FUNCTION cases_event_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of a complaint are appended, never changed';
END $$;
CREATE TRIGGER event_is_history BEFORE UPDATE OR DELETE ON cases_complaintevent
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_history();
"""
DROP = "DROP TRIGGER event_is_history ON cases_complaintevent; DROP FUNCTION cases_event_is_history();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_complaints_and_cards")]
    operations = [migrations.RunSQL(CREATE, DROP)]
