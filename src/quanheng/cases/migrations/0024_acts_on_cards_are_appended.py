"""The database itself refuses to change or remove an act on a card."""

from django.db import migrations

CREATE = """
CREATE TRIGGER card_event_is_history BEFORE UPDATE OR DELETE ON cases_cardevent
    FOR EACH ROW EXECUTE FUNCTION cases_card_event_is_history();
"""
FUNCTION = """
CREATE FUNCTION cases_card_event_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'acts on a card are appended, never changed';
END $$;
"""
DROP = "DROP TRIGGER card_event_is_history ON cases_cardevent; DROP FUNCTION cases_card_event_is_history();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_cards_are_appealed_and_carried_out")]
    operations = [migrations.RunSQL(FUNCTION + CREATE, DROP)]
