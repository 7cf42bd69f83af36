"""The triggers that keep the monthly sums, in the SQL of both engines (docs/adr/0113-…).

SQLite adds each transfer as it is inserted. PostgreSQL adds all rows of one statement at once: a hundred thousand
updates of one row in one transaction would each walk past all that came before.
"""

from minzheng.services.audit import guards

# The calendar month of China in which a transfer was made; SQLite keeps moments as text in UTC.
BOOKED_SQLITE = "strftime('%Y-%m', {0}.made_at, '+8 hours')"
BOOKED_POSTGRESQL = "to_char({0}.made_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"
ADD_ONE = """
    INSERT INTO ledger_monthbalance (account_id, month, debited_fen, credited_fen, last_transfer_id)
        VALUES (NEW.{side}_id, {month}, {debited}, {credited}, NEW.id)
        ON CONFLICT (account_id, month) DO UPDATE SET
            debited_fen = debited_fen + excluded.debited_fen,
            credited_fen = credited_fen + excluded.credited_fen,
            last_transfer_id = excluded.last_transfer_id;
"""
ADD_ALL = """
    INSERT INTO ledger_monthbalance AS m (account_id, month, debited_fen, credited_fen, last_transfer_id)
        SELECT account_id, month, SUM(debited), SUM(credited), MAX(id) FROM (
            SELECT t.debit_id AS account_id, {month} AS month, t.amount_fen AS debited, 0 AS credited, t.id
                FROM {added} AS t
            UNION ALL SELECT t.credit_id, {month}, 0, t.amount_fen, t.id FROM {added} AS t
        ) AS moved GROUP BY account_id, month ORDER BY account_id, month
        ON CONFLICT (account_id, month) DO UPDATE SET
            debited_fen = m.debited_fen + excluded.debited_fen,
            credited_fen = m.credited_fen + excluded.credited_fen,
            last_transfer_id = excluded.last_transfer_id;
"""
NAMES_A_TRANSFER = """EXISTS (
    SELECT 1 FROM ledger_transfer AS t
    WHERE t.id = NEW.last_transfer_id AND NEW.account_id IN (t.debit_id, t.credit_id) AND {month} = NEW.month
)"""
BY_HAND = "月度发生额只随流水变动，不能直接修改"


def fill(vendor: str) -> str:
    """Return the statement that makes the sums of all transfers there are: for the migration, and for bulk loads."""
    added = "ledger_transfer"
    if vendor == "postgresql":
        return ADD_ALL.format(month=BOOKED_POSTGRESQL.format("t"), added=added)
    # SQLite reads ON CONFLICT behind a SELECT only if the SELECT has a WHERE; the table is empty here.
    return (
        ADD_ALL.format(month=BOOKED_SQLITE.format("t"), added=added).partition("ON CONFLICT")[0].replace(" AS m ", " ")
    )


def register() -> None:
    """Hand the triggers to the guards."""
    month = BOOKED_SQLITE.format("NEW")
    one = ADD_ONE.format(side="debit", month=month, debited="NEW.amount_fen", credited="0")
    other = ADD_ONE.format(side="credit", month=month, debited="0", credited="NEW.amount_fen")
    guards.add_rule(
        "ledger",
        "guard_ledger_transfer_sums_months",
        table="ledger_transfer",
        timing="AFTER INSERT",
        sqlite=f"BEGIN {one} {other} END",
        postgresql=f"BEGIN {ADD_ALL.format(month=BOOKED_POSTGRESQL.format('t'), added='added')} RETURN NULL; END;",
        whole_statement="added",
    )
    for timing, later in (("INSERT", ""), ("UPDATE", " OR NEW.last_transfer_id <= OLD.last_transfer_id")):
        sqlite = f"(NOT {NAMES_A_TRANSFER.format(month=BOOKED_SQLITE.format('t'))}{later})"
        postgresql = f"(NOT {NAMES_A_TRANSFER.format(month=BOOKED_POSTGRESQL.format('t'))}{later})"
        raised = f"RAISE EXCEPTION '{BY_HAND}' USING ERRCODE = '23001'"
        guards.add_rule(
            "ledger",
            f"guard_ledger_monthbalance_{timing.lower()}_by_transfer",
            table="ledger_monthbalance",
            timing=f"BEFORE {timing}",
            sqlite=f"WHEN {sqlite} BEGIN SELECT RAISE(ABORT, '{BY_HAND}'); END",
            postgresql=f"BEGIN IF {postgresql} THEN {raised}; END IF; RETURN NEW; END;",
        )
