"""The database itself numbers verifications, and refuses to change one that has ended, or its readings."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE register_verification_number;
CREATE FUNCTION register_verification_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a verification that has ended is kept as it is';
END $$;
CREATE TRIGGER verification_is_history BEFORE UPDATE OR DELETE ON register_verification
    FOR EACH ROW WHEN (OLD.state IN ('passed', 'failed', 'withdrawn'))
    EXECUTE FUNCTION register_verification_is_history();
CREATE FUNCTION register_reading_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_verification bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.verification_id ELSE NEW.verification_id END;
BEGIN
    IF (SELECT state FROM register_verification WHERE id = of_verification) IS DISTINCT FROM 'doing' THEN
        RAISE EXCEPTION 'readings are entered while the verification is being done';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reading_is_history BEFORE INSERT OR UPDATE OR DELETE ON register_verificationreading
    FOR EACH ROW EXECUTE FUNCTION register_reading_is_history();
"""
DROP = """
DROP TRIGGER reading_is_history ON register_verificationreading;
DROP FUNCTION register_reading_is_history();
DROP TRIGGER verification_is_history ON register_verification;
DROP FUNCTION register_verification_is_history();
DROP SEQUENCE register_verification_number;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0005_verifications_and_notices")]
    operations = [migrations.RunSQL(CREATE, DROP)]
