"""Two years of complaints for bench/complaints.py: who complained of which stall, and what then happened, as SQL.

Everything follows from a complaint's number, spread by a hash, so that two runs fill the same country. They lie in the
tables as they would in life: complaints, events and audit entries in the order of time, those of one market far apart.
A few markets have thousands, most have a dozen; nine of ten ended, at the pace of their market.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from register_filling import MARKETS_ONE_IN, STALLS_A_MARKET

COMPLAINTS_WHOLE = 1_000_000
DAYS = 730
PHONES = 20_000
# Spreads the busy markets over the provinces; a prime, so that no market is met twice.
SPREAD = 7919
HOTLINE_KEY = "bench-hotline"
TEXT = '{"text": "已电话联系，约定次日上午到场。"}'
ANSWER = '{"answer": "已核实并完成赔付，感谢监督。"}'
# On which paths of a complaint's life, at which place, after how many days, in how many of a hundred.
STEPS = (
    ("paid advanced failed mild refused withdrawn stuck", 0, 0, 100, "lodge", "lodged", "consumer", "{}"),
    ("refused", 1, 2, 100, "ask-papers", "lodged", "market-manager", '{"text": "票据", "papers_due_on": "2026-01-31"}'),
    ("refused", 2, 4, 80, "supply", "lodged", "consumer", '{"text": "票据已补充。"}'),
    ("refused", 3, 6, 100, "refuse", "refused", "market-manager", '{"ground": "papers-missing"}'),
    ("paid advanced failed mild withdrawn", 4, 2, 100, "accept", "accepted", "market-manager", "{}"),
    ("paid advanced failed mild withdrawn", 5, 3, 100, "call-operator", "accepted", "market-manager", TEXT),
    ("withdrawn", 6, 5, 100, "withdraw", "withdrawn", "consumer", "{}"),
    ("paid advanced failed mild", 7, 4, 100, "call-consumer", "accepted", "market-manager", TEXT),
    ("mild", 8, 9, 100, "close", "closed", "market-manager", ANSWER),
    ("paid advanced", 9, 6, 100, "repeat-weighing", "accepted", "market-manager",
     '{"settled_mg": 500000, "actual_mg": 470000, "witness": "张三"}'),
    ("paid advanced failed", 10, 8, 100, "start-mediation", "mediation", "market-manager", "{}"),
    ("paid advanced failed", 11, 11, 90, "note", "mediation", "market-manager", TEXT),
    ("failed", 12, 22, 100, "fail", "not-agreed", "market-manager", '{"reason": "双方差距较大。"}'),
    ("paid advanced", 13, 14, 100, "agree", "agreed", "market-manager",
     '{"refund_fen": 60, "compensation_fen": 50000}'),
    ("paid", 14, 20, 100, "pay", "remedied", "operator", '{"paid_fen": 50060}'),
    ("advanced", 15, 24, 100, "advance", "remedied", "market-manager", '{"paid_fen": 50060}'),
    ("paid advanced failed", 16, 26, 100, "close", "closed", "market-manager", ANSWER),
    ("paid advanced failed mild", 17, 31, 35, "rate", "closed", "consumer", "{}"),
    ("advanced", 18, 60, 70, "recover", "closed", "market-manager", '{"recovered_fen": 50060}'),
    ("stuck", 19, 9, 100, "due-soon", "lodged", "system", '{"clock": "complaint-accept", "due_on": "2026-01-31"}'),
    ("stuck", 20, 12, 100, "overdue", "lodged", "system", '{"clock": "complaint-accept", "due_on": "2026-01-31"}'),
    ("stuck", 21, 20, 100, "urge", "lodged", "regulator", TEXT),
    ("stuck", 22, 40, 100, "accept", "accepted", "regulator", "{}"),
    ("stuck", 23, 90, 100, "call-operator", "accepted", "regulator", TEXT),
    ("stuck", 24, 130, 100, "urge", "accepted", "regulator", TEXT),
    ("stuck", 25, 190, 100, "close", "closed", "regulator", ANSWER),
)  # fmt: skip
NOW = "%(now)s::timestamptz"


def chance(salt: int, of: str = "n") -> str:
    """Between 0 and 1, always the same for the same number."""
    return f"((hashint8extended({of}, {salt}) & 1048575) / 1048576.0)"


STAGE = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_step
    (path text, step int, day int, share int, move text, state text, role text, facts jsonb, shown boolean)
"""
FILL_STEPS = "INSERT INTO bench_step VALUES " + ", ".join(
    f"('{path}', {step}, {day}, {share}, '{move}', '{state}', '{role}', '{facts}', "
    f"{move not in ('note', 'recover', 'due-soon', 'urge')})"
    for paths, step, day, share, move, state, role, facts in STEPS
    for path in paths.split()
)
# The busiest market has some five thousand; most have a dozen.
PLANS = f"""
CREATE UNLOGGED TABLE bench_plan AS
SELECT p.n, p.at, p.path, p.pace, s.market_id, CASE WHEN {chance(1, "p.n")} < 0.93 THEN s.id END AS stall_id,
       s.operator_name, m.area AS market_area,
       CASE WHEN {chance(1, "p.n")} < 0.93 THEN s.area ELSE m.area END AS area, i.id AS scale, i.place_id,
       p.path IN ('paid', 'advanced') AS exceeded, p.path IN ('paid', 'advanced', 'failed') AS weighed
FROM (SELECT n, {NOW} - (1 - n / %(whole)s::float8) * interval '{DAYS} days' - interval '1 minute' AS at,
             floor(%(markets)s * {chance(2)} ^ 2)::bigint * {SPREAD} %% %(markets)s * {STALLS_A_MARKET}
                 + 1 + floor({chance(3)} * {STALLS_A_MARKET})::bigint AS stall,
             CASE WHEN {chance(4)} < 0.01 THEN 'stuck' WHEN {chance(5)} < 0.55 THEN 'paid'
                  WHEN {chance(5)} < 0.60 THEN 'advanced' WHEN {chance(5)} < 0.75 THEN 'failed'
                  WHEN {chance(5)} < 0.87 THEN 'refused' WHEN {chance(5)} < 0.91 THEN 'withdrawn'
                  ELSE 'mild' END AS path,
             0.4 + 1.4 * {chance(6)} AS pace
      FROM generate_series(1, %(whole)s::bigint) AS n) AS p
JOIN register_stall s ON s.id = p.stall JOIN register_place m ON m.id = s.market_id
JOIN register_instrument i ON i.stall_id = s.id
"""
# In the order of time: so the tables are written.
LIVES = f"""
CREATE UNLOGGED TABLE bench_life AS
SELECT p.n, p.at + t.day * p.pace * interval '1 day' AS at, t.step, t.move, t.state, t.role, t.facts, t.shown
FROM bench_plan p JOIN bench_step t ON t.path = p.path
WHERE p.at + t.day * p.pace * interval '1 day' < {NOW} AND {chance(7, "p.n * 100 + t.step")} * 100 < t.share
ORDER BY 2
"""
LASTS = """
CREATE UNLOGGED TABLE bench_last AS
SELECT n, (array_agg(state ORDER BY step DESC))[1] AS state, min(at) FILTER (WHERE move = 'accept') AS accepted_at,
       max(at) FILTER (WHERE move IN ('close', 'refuse', 'withdraw')) AS closed_at, bool_or(move = 'rate') AS rated,
       bool_or(move = 'advance') AND NOT bool_or(move = 'recover') AS to_recover, bool_or(move = 'overdue') AS overdue,
       bool_or(move IN ('agree')) AS agreed
FROM bench_life GROUP BY n
"""
SHOPPERS = f"""
INSERT INTO cases_shopper (id, wechat_sealed, known_since)
SELECT n, '', {NOW} - interval '{DAYS} days' FROM generate_series(1, greatest(1, %(whole)s::bigint * 3 / 10)) AS n
"""
SHOPPER_KEYS = f"""
INSERT INTO cases_shopperkey (shopper_id, digest, given_at, used_on)
SELECT id, encode(sha256(('phone' || id)::bytea), 'hex'), known_since, ({NOW})::date - (id %% 400)::int
FROM cases_shopper
"""
RECHECKS = """
INSERT INTO measuring_recheck
    (id, check_scale_id, seq, checked_at, received_at, check_mg, original_state, photograph_sha256, purchase_code,
     area, pairing, trade_scale_id, purchase_seq, weighed_at, settled_mg, price_fen_per_kg, amount_fen, goods_class,
     judgement, shortfall_mg, market_exceeded, statute_exceeded)
SELECT 10000000 + n, c.id, 1000 + n, at - interval '30 minutes', at - interval '29 minutes',
       CASE WHEN exceeded THEN 470000 ELSE 499000 END, true, '', '', market_area, 'paired', scale, n,
       at - interval '40 minutes', 500000, 2000, 1000, 'vegetable',
       CASE WHEN exceeded THEN %(exceeded)s::jsonb ELSE %(within)s::jsonb END,
       CASE WHEN exceeded THEN 30000 ELSE 1000 END, exceeded, exceeded
FROM bench_plan p JOIN (SELECT place_id, min(id) AS id FROM register_instrument WHERE kind = 'check-scale' GROUP BY 1) c
    ON c.place_id = p.place_id
WHERE weighed ORDER BY n
"""
SHANGHAI_DAY = "(p.at AT TIME ZONE 'Asia/Shanghai')::date"
MEDIATE_DUE = "(l.accepted_at AT TIME ZONE 'Asia/Shanghai')::date + 65"
# The clocks of the past were told of in their time; tonight's are not.
TOLD_FOR = (
    f"CASE WHEN NOT l.overdue THEN NULL WHEN {MEDIATE_DUE} < ({NOW})::date THEN {MEDIATE_DUE} "
    f"ELSE {SHANGHAI_DAY} + 10 END"
)
COMPLAINTS = f"""
INSERT INTO cases_complaint
    (id, number, secret_sha256, submission_key, lodged_at, state, category, goods_class, description, contact_sealed,
     contact_digest, contact_shown_to_manager, language, purchase_code, purchase_seq, weighed_at, paid_fen,
     trade_scale_id, recheck_id, market_id, stall_id, operator_name, area, desk, handler_id, to_recover_fen,
     accept_due_on, mediate_due_on, stopped_on, warned_for, escalated_for, closed_at, shopper_id, wants_sms, stars)
SELECT p.n, 'TS' || to_char(p.at, 'YYYYMMDD') || '-' || lpad(p.n::text, greatest(6, length(p.n::text)), '0'),
       encode(sha256(('bench' || p.n)::bytea), 'hex'), 'k' || p.n, p.at, l.state,
       (ARRAY['short-weight', 'short-weight', 'wrong-amount', 'suspicious-scale', 'recheck-refused', 'other'])
           [1 + (p.n %% 6)::int], 'vegetable', '买了一斤青菜，回家称只有九两四，摊主不肯复秤。请帮忙处理，谢谢！',
       coalesce(c.sealed, ''), coalesce(c.digest, ''), p.n %% 2 = 0, 'zh-hans', '',
       CASE WHEN p.weighed THEN p.n END, CASE WHEN p.weighed THEN p.at - interval '40 minutes' END, 1000, p.scale,
       CASE WHEN p.weighed THEN 10000000 + p.n END, p.market_id, p.stall_id, p.operator_name, p.area,
       CASE WHEN l.overdue THEN left(p.area, 9) ELSE p.market_area END, u.id,
       CASE WHEN l.to_recover THEN 50060 ELSE 0 END, {SHANGHAI_DAY} + 10,
       {MEDIATE_DUE},
       CASE WHEN l.state IN ('accepted', 'mediation') AND p.n %% 97 = 11 THEN ({NOW})::date - 3 END,
       {TOLD_FOR}, {TOLD_FOR}, l.closed_at,
       CASE WHEN {chance(8, "p.n")} < 0.4
            THEN 1 + floor(%(whole)s * 3 / 10 * {chance(9, "p.n")} ^ 2)::bigint END,
       p.n %% 10 = 3, CASE WHEN l.rated THEN 1 + (p.n %% 5) END
FROM bench_plan p JOIN bench_last l ON l.n = p.n
LEFT JOIN people_user u ON p.n %% 2 = 0 AND u.username = 'm' || lpad(p.market_id::text, 7, '0')
LEFT JOIN bench_phone c ON c.k = p.n * 7 %% {PHONES} AND {chance(10, "p.n")} < 0.35
    AND coalesce(l.closed_at, {NOW}) > {NOW} - interval '180 days'
ORDER BY p.n
"""
EVENTS = """
INSERT INTO cases_complaintevent
    (complaint_id, at, move, state, actor_id, actor_role, facts, note, shown_to_complainant)
SELECT e.n, e.at, e.move, e.state, CASE WHEN e.role = 'market-manager' THEN u.id END, e.role,
       CASE WHEN e.move = 'rate' THEN jsonb_build_object('stars', 1 + e.n %% 5) ELSE e.facts END, '', e.shown
FROM bench_life e JOIN bench_plan p ON p.n = e.n
LEFT JOIN people_user u ON u.username = 'm' || lpad(p.market_id::text, 7, '0')
ORDER BY e.at
"""
AUDIT = """
INSERT INTO people_auditentry (at, user_id, act, subject, before, after, reason, area)
SELECT e.at, e.actor_id, 'complaint-' || e.move, c.number, '{}', jsonb_build_object('state', e.state), '', c.area
FROM cases_complaintevent e JOIN cases_complaint c ON c.id = e.complaint_id
ORDER BY e.id
"""
LOOKED_AT = """
INSERT INTO people_auditentry (at, act, subject, before, after, reason, area)
SELECT lodged_at + interval '1 day', 'contact-shown', number, '{}', '{}', '', area
FROM cases_complaint WHERE contact_sealed <> ''
"""
CARDS = f"""
INSERT INTO cases_card
    (complaint_id, stall_id, operator_name, colour, offence, market_penalty_fen, closure_days, expelled, clauses,
     proposed_at, state, decided_at, reason, area)
SELECT p.n, p.stall_id, p.operator_name, CASE WHEN p.n %% 9 = 0 THEN 'red' ELSE 'yellow' END, 1, 20000, 0, false, '[]',
       p.at + interval '14 days',
       CASE WHEN l.closed_at > {NOW} - interval '5 days' OR l.closed_at IS NULL THEN 'proposed'
       WHEN p.n %% 20 = 1 THEN 'dismissed' ELSE 'confirmed' END, l.closed_at, '', p.area
FROM bench_plan p JOIN bench_last l ON l.n = p.n WHERE p.exceeded AND l.agreed AND p.stall_id IS NOT NULL
    AND p.n %% 3 = 0 ORDER BY p.n
"""
REPORTS = f"""
INSERT INTO cases_report
    (number, complaint_id, market_id, stall_id, area, text, lodged_at, lodged_by_id, state, verify_due_on, reason)
SELECT 'JB' || to_char(at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0'), n, market_id, stall_id, area, '疑似作弊。',
       at + interval '3 days', (SELECT id FROM people_user WHERE username = 'bench-office'),
       CASE WHEN at > {NOW} - interval '20 days' THEN 'lodged' WHEN n %% 3 = 0 THEN 'filed' ELSE 'not-filed' END,
       (at + interval '24 days')::date, ''
FROM bench_plan WHERE n %% 40 = 5 AND at < {NOW} - interval '3 days' ORDER BY n
"""
ATTACHMENTS = """
INSERT INTO cases_attachment (complaint_id, sha256, size, received, begun_at, whole_at)
SELECT n, encode(sha256((n || '-' || photograph)::bytea), 'hex'), 200000, 200000, at, at
FROM bench_plan, generate_series(1, 2) AS photograph WHERE n %% 5 = 1 ORDER BY n
"""
WISHES = """
INSERT INTO cases_noticewish (complaint_id, template, allowed_at, used_at)
SELECT id, 'template', lodged_at, closed_at FROM cases_complaint WHERE shopper_id IS NOT NULL AND id %% 4 = 0
"""
SIGNATURES = """
INSERT INTO cases_signature (complaint_id, paper, party, name, strokes, digest, signed_at, taken_by_id)
SELECT l.n, 'agreement', party, '张三', '[]', 'd' || l.n, l.closed_at, u.id
FROM bench_last l JOIN cases_complaint c ON c.id = l.n
JOIN people_user u ON u.username = 'm' || lpad(c.market_id::text, 7, '0'),
    unnest(ARRAY['complainant', 'operator', 'mediator']) AS party
WHERE l.agreed AND l.closed_at IS NOT NULL AND l.n %% 10 = 0
"""
PARTNER = f"""
INSERT INTO people_partner (name, area, digest, admitted_by_id, admitted_at)
SELECT '12315', '', encode(sha256('{HOTLINE_KEY}'::bytea), 'hex'), id, {NOW} FROM people_user
WHERE username = 'bench-office'
"""
TICKETS = """
INSERT INTO cases_hotlineticket (complaint_id, partner_id, source, number, called_at, taken_at)
SELECT n, (SELECT min(id) FROM people_partner), '12315', 'T' || n, at, at FROM bench_plan WHERE n %% 20 = 9 ORDER BY n
"""
OUTBOX = f"""
INSERT INTO cases_noticeoutbox (channel, key, complaint_id, sealed, state, attempts, made_at, next_at, sent_at, refusal)
SELECT channel, 'event-' || id || '-' || channel, complaint_id, '', state, 1, at, at,
       CASE WHEN state = 'sent' THEN at END, CASE WHEN state = 'dead' THEN '号码已停用' ELSE '' END
FROM (SELECT e.id, e.complaint_id, e.at, CASE WHEN e.complaint_id %% 20 = 9 THEN 'hotline' ELSE 'sms' END AS channel,
             CASE WHEN e.at > {NOW} - interval '1 hour' THEN 'waiting' WHEN e.id %% 500 = 3 THEN 'dead' ELSE 'sent' END
             AS state
      FROM cases_complaintevent e
      WHERE (e.complaint_id %% 20 = 9 OR e.complaint_id %% 10 = 3)
        AND e.move IN ('accept', 'refuse', 'agree', 'fail', 'pay', 'advance', 'close')) AS t ORDER BY id
"""
MARKET_REPORTS = f"""
INSERT INTO cases_marketreport (area, market_id, quarter, counts, remarks, submitted_by_id, submitted_at)
SELECT p.area, p.id, quarter, '{{"complaints": 3}}', '', u.id, {NOW}
FROM register_place p JOIN people_user u ON u.username = 'm' || lpad(p.id::text, 7, '0'),
    unnest(ARRAY['2026-Q2', '2026-Q3']) AS quarter WHERE p.kind = 'market' AND p.id %% 5 > 0
"""
ADOPTED = "UPDATE register_place SET group_standard_adopted_on = '2022-12-01' WHERE kind = 'market'"
# What is filled in numbers of its own is followed by what comes after.
SEQUENCES = "SELECT " + ", ".join(
    f"setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    for table in ("cases_complaint", "cases_shopper", "measuring_recheck")
)
NUMBERS = "SELECT setval('cases_complaint_number', %(whole)s::bigint)"
FILLED = {
    "steps": STAGE,
    "kinds of steps": FILL_STEPS,
    "plans": PLANS,
    "lives": LIVES,
    "ends": LASTS,
    "shoppers": SHOPPERS,
    "keys of phones": SHOPPER_KEYS,
    "rechecks of them": RECHECKS,
    "complaints": COMPLAINTS,
    "events": EVENTS,
    "audit of them": AUDIT,
    "contacts shown": LOOKED_AT,
    "cards": CARDS,
    "reports": REPORTS,
    "photographs": ATTACHMENTS,
    "wishes": WISHES,
    "signatures": SIGNATURES,
    "partner": PARTNER,
    "tickets": TICKETS,
    "outbox": OUTBOX,
    "market reports": MARKET_REPORTS,
    "adopted": ADOPTED,
    "sequences": SEQUENCES,
    "numbers": NUMBERS,
    "plans away": "DROP TABLE bench_plan, bench_life, bench_last, bench_step, bench_phone",
}


def told(scale: float, places: int, now: str, on: date) -> dict[str, Any]:
    judged = {name: _judged(actual, on) for name, actual in (("exceeded", 470_000), ("within", 499_000))}
    markets = (places + MARKETS_ONE_IN - 1) // MARKETS_ONE_IN
    return {"now": now, "whole": int(COMPLAINTS_WHOLE * scale), "markets": markets, **judged}


def _judged(actual_mg: int, on: date) -> str:
    """As a re-weighing is judged on the day it is taken in."""
    from quanheng.law.instruments import Intervals
    from quanheng.law.retail import judge

    answer = judge(
        goods="vegetable",
        price_fen_per_kg=2000,
        settled_mg=500_000,
        actual_mg=actual_mg,
        method="equal-accuracy",
        check_scale=Intervals.parse("15kg/5g"),
        check_scale_class="III",
        stage="in-service",
        precedence="named",
        on=on,
    )
    both = {lang: answer.explain(lang) for lang in ("zh", "en")}
    return json.dumps(answer.as_dict("zh") | {"in_english": answer.as_dict("en"), "told": both}, ensure_ascii=False)


PHONE_TABLE = "CREATE UNLOGGED TABLE bench_phone (k bigint PRIMARY KEY, sealed text, digest text)"


def phones() -> Iterator[tuple]:
    """People who left a name and a number; most complain more than once in two years."""
    from quanheng.cases import contact

    for number in range(PHONES):
        kept = contact.sealed(contact.Contact("张三", f"138{number:08}"))
        yield number, kept["contact_sealed"], kept["contact_digest"]
