"""The database itself refuses to change or remove a document of an instrument, or the mark that withdraws it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION register_document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'documents of instruments are added and withdrawn by a mark, never changed';
END $$;
CREATE TRIGGER document_is_kept BEFORE UPDATE OR DELETE ON register_instrumentdocument
    FOR EACH ROW EXECUTE FUNCTION register_document_is_kept();
CREATE TRIGGER withdrawal_is_kept BEFORE UPDATE OR DELETE ON register_documentwithdrawal
    FOR EACH ROW EXECUTE FUNCTION register_document_is_kept();
"""
DROP = """
DROP TRIGGER withdrawal_is_kept ON register_documentwithdrawal;
DROP TRIGGER document_is_kept ON register_instrumentdocument;
DROP FUNCTION register_document_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0019_instruments_have_documents")]
    operations = [migrations.RunSQL(CREATE, DROP)]
