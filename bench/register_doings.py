"""What people and scales did in the invented country: verifications, checks, complaints, sales, accounts, audit.

Made by the database from the instruments and places that stand in it, so that a million rows take seconds. Like these,
everything follows from a row's number; nothing is random.
"""

import json
from collections.abc import Iterable, Iterator

from django.contrib.postgres.fields import ArrayField
from django.db.models import Model

# The moment the country is seen at; no table has anything later.
NOW = "%(now)s::timestamptz"
TODAY = f"({NOW} AT TIME ZONE 'Asia/Shanghai')::date"
PEOPLE = """
INSERT INTO people_user (username, name, password, role, area, is_active, created_at)
SELECT 'bench-' || name, '虚构' || name, '!', role, area, true, {now}
FROM (VALUES ('office', 'regulator', ''), ('verifier', 'verification-body', '')) AS t (name, role, area)
UNION ALL
SELECT 'm' || lpad(id::text, 7, '0'), '虚构' || id, '!', 'market-manager', area, true, {now}
FROM register_place WHERE kind = 'market'
"""
BODY = """
INSERT INTO register_organisation
    (uscc, name, area, is_office, runs_places, makes, repairs, verifies, phone, address)
VALUES ('91990101MA00BENCH1', '虚构计量所', '', false, false, false, false, true, '', '')
"""
ORGANISATIONS = """
INSERT INTO register_organisation (uscc, name, area, is_office, runs_places, makes, repairs, verifies, phone, address)
SELECT '92' || lpad(id::text, 16, '0'), '虚构企业' || lpad(id::text, 7, '0'), substr(area, 1, 9), false, true,
       id %% 1000 = 0, id %% 500 = 0, false, '', ''
FROM register_place WHERE id %% 5 = 0
"""
TRAINING = """
INSERT INTO register_trainingrecord (area, place_id, person_id, "on", subject, minutes, certificate)
SELECT p.area, p.id, u.id, {today} - (p.id %% 500)::int, '计量', 60, ''
FROM register_place p JOIN people_user u ON u.area = p.area WHERE p.kind = 'market'
"""
SOMEBODY = "(SELECT id FROM people_user WHERE username = 'bench-office')"
VERIFIER = "(SELECT id FROM people_user WHERE username = 'bench-verifier')"
STATES = (
    "CASE WHEN year > 0 THEN 'passed' WHEN id %% 40 = 1 THEN 'applied' WHEN id %% 40 = 2 THEN 'scheduled' "
    "WHEN id %% 40 = 3 THEN 'doing' WHEN id %% 50 = 7 THEN 'failed' ELSE 'passed' END"
)
# Last year's, and this year's of four of five.
VERIFICATIONS = f"""
INSERT INTO register_verification
    (number, application, instrument_id, place_id, area, state, is_first, applied_at, applied_by_id, planned_on,
     body_id, verifier_id, started_at, ended_at, reason, paper_number, paper)
SELECT 'V' || year || lpad(id::text, 8, '0'), 'A' || year || lpad(place_id::text, 8, '0'), id, place_id, area, state,
       false, at, {SOMEBODY}, at::date, (SELECT min(id) FROM register_organisation), {VERIFIER}, at,
       CASE WHEN state IN ('passed', 'failed') THEN at END, '',
       CASE WHEN state IN ('passed', 'failed') THEN 'Z' || year || lpad(id::text, 8, '0') END,
       CASE WHEN state IN ('passed', 'failed') THEN '{{{{"kind": "certificate"}}}}'::jsonb END
FROM (SELECT id, place_id, area, year, {STATES} AS state, {{now}} - (year * 365 + id %% 300) * interval '1 day' AS at
      FROM register_instrument, generate_series(0, 1) AS year
      WHERE kind IN ('trade-scale', 'check-scale') AND (year > 0 OR id %% 5 < 4)) AS t ORDER BY year DESC, t.id
"""
LOCKED = "UPDATE register_instrumentstate SET locked = true WHERE instrument_id %% 997 = 5"
WEEKLY_CHECKS = f"""
INSERT INTO measuring_weeklycheck
    (check_scale_id, key, checked_at, checked_by_id, weights, load_mg, readings_mg, judgement, passed, area)
SELECT id, id || '-' || week, {{now}} - (week * 7 + id %% 6) * interval '1 day', {SOMEBODY}, 'M1', 10000000,
       '{{{{10000000}}}}', '{{{{"mpe_ug": 5000000, "reasons": [], "clauses": []}}}}', id %% 50 > 0, area
FROM register_instrument, generate_series(0, 3) AS week
WHERE kind = 'check-scale' AND (week > 0 OR place_id %% 20 > 0) ORDER BY week DESC, register_instrument.id
"""
RECHECKS = """
INSERT INTO measuring_recheck
    (check_scale_id, seq, checked_at, received_at, check_mg, original_state, photograph_sha256, purchase_code, area,
     pairing, trade_scale_id, purchase_seq, judgement, shortfall_mg, market_exceeded, statute_exceeded, goods_class)
SELECT id, n, at, at, 495000, true, '', '', area, CASE WHEN n = 6 THEN 'unreadable' ELSE 'paired' END,
       CASE WHEN n < 6 THEN id - 3 END, n, '{{}}', 5000, (id + n) %% 30 = 0, false, 'vegetable'
FROM (SELECT id, n, area, {now} - (n * 9 + id %% 9) * interval '1 hour' AS at
      FROM register_instrument, generate_series(1, 6) AS n WHERE kind = 'check-scale') AS t ORDER BY at
"""
COMPLAINTS = """
INSERT INTO cases_complaint
    (number, secret_sha256, submission_key, lodged_at, state, category, goods_class, description, contact_sealed,
     contact_digest, contact_shown_to_manager, language, purchase_code, market_id, stall_id, operator_name, area, desk,
     accept_due_on, mediate_due_on, trade_scale_id)
SELECT 'C' || lpad(n::text, 9, '0'), encode(sha256(n::text::bytea), 'hex'), 'k' || n,
       {now} - n %% 400 * interval '1 day',
       CASE WHEN n %% 25 = 0 THEN 'lodged' WHEN n %% 25 = 1 THEN 'accepted' ELSE 'closed' END, 'short-weight',
       'vegetable', '', '', '', false, 'zh-hans', '', market_id, stall_id, operator_name, area,
       substring(area FROM '^(?:[^/]+/){{4}}'),
       {today} - (n %% 400)::int + 7, {today} - (n %% 400)::int + 60, scale
FROM (SELECT row_number() OVER (ORDER BY s.id) AS n, s.market_id, s.id AS stall_id, s.operator_name, s.area,
             (SELECT min(i.id) FROM register_instrument i WHERE i.stall_id = s.id) AS scale
      FROM register_stall s WHERE s.id %% 4 = 0) AS t
"""
COMPLAINT_EVENTS = """
INSERT INTO cases_complaintevent (complaint_id, at, move, state, actor_role, facts, note, shown_to_complainant)
SELECT id, lodged_at + step * interval '1 day', move, state, 'complainant', '{{}}', '', true
FROM cases_complaint, (VALUES (0, 'lodge'), (1, 'accept'), (2, 'close')) AS t (step, move)
WHERE step = 0 OR state <> 'lodged' AND step = 1 OR state = 'closed' ORDER BY step, cases_complaint.id
"""
CARDS = """
INSERT INTO cases_card
    (complaint_id, stall_id, operator_name, colour, offence, market_penalty_fen, closure_days, expelled, clauses,
     proposed_at, decided_at, decided_area, state, appeal_desk, reason, is_open, area)
SELECT c.id, stall_id, operator_name, 'yellow', 1, 200000, 7, false, '[]', lodged_at,
       CASE WHEN c.id %% 300 = 0 THEN NULL ELSE lodged_at + interval '3 days' END, m.area,
       CASE WHEN c.id %% 300 = 0 THEN 'proposed' WHEN c.id %% 490 = 0 THEN 'appealed'
            WHEN c.id %% 110 = 0 THEN 'revoked' ELSE 'confirmed' END,
       substring(m.area FROM '^(?:[^/]+/){{3}}'), '', c.id %% 200 = 0, c.area
FROM cases_complaint c JOIN register_place m ON m.id = c.market_id WHERE c.id %% 10 = 0
"""
REPORTS = f"""
INSERT INTO cases_report
    (number, complaint_id, market_id, stall_id, area, text, lodged_at, lodged_by_id, state, verify_due_on, reason)
SELECT 'R' || lpad(id::text, 9, '0'), id, market_id, stall_id, area, '', lodged_at, {SOMEBODY},
       CASE WHEN id %% 200 = 0 THEN 'lodged' ELSE 'not-filed' END, accept_due_on, ''
FROM cases_complaint WHERE id %% 50 = 0
"""
KEY_SUPERVISIONS = """
INSERT INTO cases_keysupervision
    (area, market_id, stall_id, operator_name, state, reasons, figures, counted_at, proposed_at, decided_at, since,
     until, measures, has_open_objection, ended_at)
SELECT area, market_id, id, operator_name, state, '["exceeded"]',
       jsonb_build_object('since', {today} - 180, 'until', {today}), {now}, {now} - n * interval '1 day',
       CASE WHEN state <> 'proposed' THEN {now} END, CASE WHEN state <> 'proposed' THEN {today} - n END,
       CASE WHEN state <> 'proposed' THEN {today} - n + 180 END, '', false, CASE WHEN state = 'ended' THEN {now} END
FROM (SELECT *, (id %% 170)::int AS n, (ARRAY['proposed', 'running', 'ended', 'dismissed'])[1 + id %% 4] AS state
      FROM register_stall WHERE id %% 7 = 0) AS t ORDER BY id
"""
IDENTITY_CHECKS = f"""
INSERT INTO register_identitycheck
    (area, place_id, stall_id, instrument_id, checked_at, checked_by_id, key, code, read_by, found, compared, outcome,
     maker_answer)
SELECT area, place_id, stall_id, id, {{now}} - id %% 300 * interval '1 day', {SOMEBODY}, 'k' || id, serial, 'typed',
       '{{{{"maker": "虚构衡器厂", "model": "QH-15", "serial": ""}}}}', '[]',
       CASE WHEN id %% 300 = 0 THEN 'clone' WHEN id %% 100 = 0 THEN 'mismatch' ELSE 'match' END,
       '{{{{"state": "not-asked", "maker": ""}}}}'
FROM register_instrument WHERE kind = 'trade-scale' AND id %% 3 = 0 ORDER BY register_instrument.id
"""
# Somebody in every fourth market, and four checks a month in each of these; one of a hundred waits for a decision.
VOLUNTEERS = """
INSERT INTO supervision_volunteer
    (area, state, told_sealed, submission_key, applied_at, number, serves_from, serves_until)
SELECT substr(area, 1, 9), CASE WHEN id %% 40 = 1 THEN 'applied' ELSE 'appointed' END, '', 'k' || id, {now}, 'JD' || id,
       {today} - 300, {today} + 300
FROM register_place WHERE kind = 'market' AND id %% 4 = 1
"""
ACTIVITIES = f"""
INSERT INTO supervision_activity
    (area, name, starts_at, ends_at, looks_at, wanted, state, planned_at, planned_by_id, key, report, meets_at)
SELECT substr(area, 1, 9), '虚构活动' || id, {{now}} - id %% 300 * interval '1 day', {{now}}, '', 5, 'held', {{now}},
       {SOMEBODY}, 'k' || id, '', ''
FROM register_place WHERE kind = 'market' AND id %% 40 = 1
"""
SPOT_CHECKS = """
INSERT INTO supervision_spotcheck
    (area, market_id, volunteer_id, checked_at, checked_on, key, purchase_code, settled_typed, goods_class,
     original_state, judgement, observed, note, asks_office, photograph_sha256, findings, state)
SELECT p.area, p.id, v.id, {now} - n * interval '7 days', ({now} - n * interval '7 days')::date, 'k' || n, '', false,
       '', false, '{{}}', '{{}}', '', false, '', CASE WHEN n %% 10 = 0 THEN '["asked"]' ELSE '[]' END::jsonb,
       CASE WHEN n %% 10 > 0 THEN 'clear' WHEN (p.id / 4 + n / 10) %% 10 = 0 THEN 'open' ELSE 'decided' END
FROM register_place p JOIN supervision_volunteer v ON v.number = 'JD' || p.id, generate_series(0, 49) AS n
ORDER BY n DESC, p.id
"""
SPOT_CHECK_DECISIONS = f"""
INSERT INTO supervision_spotcheckdecision
    (spot_check_id, kind, reason, answer, application, decided_at, decided_by_id, area)
SELECT id, 'told', '', '', '', checked_at, {SOMEBODY}, area FROM supervision_spotcheck WHERE state = 'decided'
"""
REJECTED = """
INSERT INTO measuring_rejectedmessage
    (received_at, topic, device_id, instrument_id, seq, reason, detail, body, body_bytes, body_sha256, area)
SELECT {now} - id %% 5000 * interval '1 minute', 'quanheng/v1/' || device_id, device_id, id, 1,
       (ARRAY['malformed', 'signature-wrong', 'impossible-time'])[1 + id %% 3], '', 'x', 1,
       encode(sha256(device_id::bytea), 'hex'), area
FROM register_instrument WHERE id %% 60 = 0
"""
DEVICE_EVENTS = """
INSERT INTO measuring_deviceevent (instrument_id, seq, happened_at, received_at, event, detail)
SELECT id, n, {now} - n * interval '1 day', {now} - n * interval '1 day', 'power-on', ''
FROM register_instrument, generate_series(1, 3) AS n WHERE networked
"""
WEIGHINGS = """
INSERT INTO measuring_weighing
    (instrument_id, seq, weighed_at, received_at, gross_mg, tare_mg, net_mg, unit_price_fen, price_unit_g, amount_fen,
     goods, goods_class, adc, zero_adc, clock, acts)
SELECT id, n, {now} - n * interval '1 minute', {now}, 500000, 0, 500000, 1000, 1000, 500, '白菜',
       'vegetable', 0, 0, 0, 0
FROM register_instrument, generate_series(1, 4) AS n WHERE networked
"""
TALLY = """
INSERT INTO measuring_tally (minute, market_id, weighings, amount_fen, area)
SELECT date_trunc('minute', {now}) - n * interval '1 minute', id, 3, 1500, area
FROM register_place, (SELECT generate_series(0, 59) UNION ALL SELECT generate_series(60, 6000, 20)) AS t (n)
WHERE kind = 'market' AND id %% 10 = 0
"""
AUDIT = f"""
INSERT INTO people_auditentry (at, user_id, act, subject, before, after, reason, area)
SELECT {{now}} - (200 - id %% 200) * interval '1 hour', {SOMEBODY},
       (ARRAY['verification-applied', 'signed-in', 'import-sent', 'stall-moved'])[1 + id %% 4], 'place:' || id,
       '{{{{}}}}', '{{{{}}}}', '', area
FROM register_place, generate_series(1, 2) ORDER BY 1
"""
NOTICES = """
INSERT INTO register_notice (place_id, area, noticed_on, due_on, days_before, instruments)
SELECT id, area, {today} - (id %% 40)::int, {today} + 30, 30, 4 FROM register_place WHERE id %% 3 = 0
"""
IMPORTS = f"""
INSERT INTO register_importjob
    (area, by_id, ledger, created_at, file_name, sha256, headings, headings_row, mapping, stage, refused_for, position,
     new_rows, changed_rows, known_rows, faulty_rows)
SELECT area, {SOMEBODY}, 'instruments', {{now}}, '台账.xlsx', '', '["器具名称"]', 1, '{{{{"kind": 0}}}}', 'done', '',
       100, 80, 0, 0, 20
FROM register_region WHERE level = 'county'
"""
FAULTS = """
INSERT INTO register_importfault (job_id, "row", "column", code, value, facts)
SELECT id, n, 'kind', 'kind', '飞船', '{{"known": "电子计价秤"}}' FROM register_importjob, generate_series(2, 21) AS n
"""
LICENCES = """
INSERT INTO register_licence (area, place_id, kind, number, issuer, valid_until)
SELECT area, id, 'business', 'L' || id, '虚构', {today} + (id %% 900)::int FROM register_place
"""
OPERATORS = """
INSERT INTO register_stalloperator (area, stall_id, name, uscc, licence_number)
SELECT area, id, operator_name, '', '' FROM register_stall
"""
DOINGS = {
    "people": PEOPLE,
    "bodies": BODY,
    "organisations": ORGANISATIONS,
    "training": TRAINING,
    "licences": LICENCES,
    "operators": OPERATORS,
    "verifications": VERIFICATIONS,
    "locked": LOCKED,
    "weekly checks": WEEKLY_CHECKS,
    "rechecks": RECHECKS,
    "complaints": COMPLAINTS,
    "complaint events": COMPLAINT_EVENTS,
    "cards": CARDS,
    "reports": REPORTS,
    "key supervisions": KEY_SUPERVISIONS,
    "identity checks": IDENTITY_CHECKS,
    "volunteers": VOLUNTEERS,
    "activities": ACTIVITIES,
    "spot checks": SPOT_CHECKS,
    "decisions on spot checks": SPOT_CHECK_DECISIONS,
    "rejected": REJECTED,
    "device events": DEVICE_EVENTS,
    "weighings": WEIGHINGS,
    "tallies": TALLY,
    "audit": AUDIT,
    "notices": NOTICES,
    "imports": IMPORTS,
    "import faults": FAULTS,
}


def statements() -> dict[str, str]:
    """With one parameter, %(now)s."""
    return {what: sql.format(now=NOW, today=TODAY) for what, sql in DOINGS.items()}


def stated_defaults(models: Iterable[type[Model]]) -> Iterator[str]:
    """Statements by which the database itself knows what Django puts in where nothing is said.

    So a column that is new to a table is filled without being named here.
    """
    for model in models:
        for field in model._meta.concrete_fields:
            given = None if field.null or field.primary_key or field.generated else field.get_default()
            if isinstance(given, str | int | float | dict | list):
                said = json.dumps(given) if isinstance(given, dict | list) else str(given)
                said = "{}" if isinstance(field, ArrayField) else said
                column = f'ALTER TABLE {model._meta.db_table} ALTER COLUMN "{field.column}"'
                yield f"{column} SET DEFAULT '{said}'"
