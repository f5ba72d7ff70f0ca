"""How complaints and re-weighings are asked of the database: once here, for one stall and for all it is compared with.

``{whose}`` says of which; a complaint and a re-weighing count alike wherever they were made.
"""

from quanheng.cases.cards import SETTLED_STATES

# What never became a matter, or is counted with another one.
IGNORED = ["refused", "withdrawn", "joined"]
SETTLED = sorted(SETTLED_STATES)
SETTLING_MOVES = ["agree", "pay", "advance"]
# What is neither about weight nor about a scale says nothing here.
OF_OTHER_THINGS = "other"
# The group standard speaks only where the market had adopted it on the day of the sale.
_ADOPTED = "p.group_standard_adopted_on <= (r.weighed_at AT TIME ZONE 'Asia/Shanghai')::date"
_EXCEEDED = f"(coalesce(r.statute_exceeded, false) OR coalesce(r.market_exceeded AND {_ADOPTED}, false))"
_CHECK = """(SELECT w.passed FROM measuring_weeklycheck w WHERE w.check_scale_id = r.check_scale_id
    AND w.checked_at {beside} r.checked_at ORDER BY w.checked_at {way} LIMIT 1)"""

# A purchase counts once, by its last re-weighing, and only if something could be judged. ``fit``: the check scale
# passed its check before and its next one, as far as there were any. Put together of our own words alone.
RECHECKS = f"""
SELECT r.id, r.stall_id, r.checked_at, r.received_at, r.goods_class, r.exceeded,
    {_CHECK.format(beside="<=", way="DESC")} IS NOT FALSE
        AND {_CHECK.format(beside=">", way="ASC")} IS NOT FALSE AS fit,
    EXISTS (SELECT FROM measuring_weeklycheck w WHERE w.check_scale_id = r.check_scale_id
        AND w.checked_at BETWEEN r.checked_at - interval '7 days' AND r.checked_at) AS checked
FROM (
    SELECT DISTINCT ON (r.trade_scale_id, r.purchase_seq, r.weighed_at)
        r.id, t.stall_id, r.check_scale_id, r.checked_at, r.received_at, r.goods_class, {_EXCEEDED} AS exceeded
    FROM measuring_recheck r JOIN register_instrument t ON t.id = r.trade_scale_id
        JOIN register_place p ON p.id = t.place_id
    WHERE {{whose}} AND r.checked_at >= %(since)s AND r.pairing = 'paired'
        AND (r.statute_exceeded IS NOT NULL OR (r.market_exceeded IS NOT NULL AND {_ADOPTED}))
    ORDER BY r.trade_scale_id, r.purchase_seq, r.weighed_at, r.checked_at DESC, r.id DESC) AS r
"""  # noqa: S608

# ``who``: one person who complains five times is one. Without a number or a phone, one purchase is.
COMPLAINTS = f"""
SELECT c.stall_id, c.lodged_at, c.closed_at,
    coalesce(nullif(c.contact_digest, ''), 'phone ' || c.shopper_id,
        'purchase ' || c.trade_scale_id || ' ' || c.purchase_seq, 'complaint ' || c.id) AS who,
    CASE WHEN c.state = ANY(%(settled)s) AND {_EXCEEDED} THEN coalesce(
        (SELECT min(e.at) FROM cases_complaintevent e WHERE e.complaint_id = c.id
            AND e.move = ANY('{{{{{",".join(SETTLING_MOVES)}}}}}')), c.lodged_at) END AS upheld_at
FROM cases_complaint c JOIN register_place p ON p.id = c.market_id
    LEFT JOIN measuring_recheck r ON r.id = c.recheck_id
WHERE {{whose}} AND c.lodged_at >= %(since)s AND c.stall_id IS NOT NULL
    AND c.state <> ALL(%(ignored)s) AND c.category <> '{OF_OTHER_THINGS}'
"""  # noqa: S608
