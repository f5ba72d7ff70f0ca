"""The database itself refuses to change or remove what happened to an instrument."""

from django.db import migrations

CREATE = """
CREATE FUNCTION register_event_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events in the life of an instrument are appended, never changed';
END $$;
CREATE TRIGGER event_is_history BEFORE UPDATE OR DELETE ON register_instrumentevent
    FOR EACH ROW EXECUTE FUNCTION register_event_is_history();
"""
DROP = "DROP TRIGGER event_is_history ON register_instrumentevent; DROP FUNCTION register_event_is_history();"


class Migration(migrations.Migration):
    dependencies = [("register", "0001_places_and_instruments")]
    operations = [migrations.RunSQL(CREATE, DROP)]
