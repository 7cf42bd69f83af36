"""The triggers that move balances, in the SQL of both engines (docs/adr/0019-balances-move-in-the-database.md).

A new transfer moves both balances by its amount and leaves its number on both accounts. An account accepts a new
balance only if it differs from the old one by exactly that one later transfer. So nobody can set a balance by hand:
there is never a transfer that is not yet counted, and none is counted twice.
"""

from minzheng.services.audit import guards

BALANCE_TOUCHED = "(NEW.balance_fen <> OLD.balance_fen OR NEW.last_transfer_id <> OLD.last_transfer_id)"
ONE_TRANSFER_LATER = """EXISTS (
    SELECT 1 FROM ledger_transfer AS t
    WHERE t.id = NEW.last_transfer_id AND t.id > OLD.last_transfer_id
    AND NEW.balance_fen - OLD.balance_fen =
        CASE OLD.id WHEN t.credit_id THEN t.amount_fen WHEN t.debit_id THEN -t.amount_fen END
)"""
MOVE_BOTH = """
    UPDATE ledger_account SET balance_fen = balance_fen - NEW.amount_fen, last_transfer_id = NEW.id
        WHERE id = NEW.debit_id;
    UPDATE ledger_account SET balance_fen = balance_fen + NEW.amount_fen, last_transfer_id = NEW.id
        WHERE id = NEW.credit_id;
"""
OPENED_WITH_MONEY = "(NEW.balance_fen <> 0 OR NEW.last_transfer_id <> 0)"
BY_HAND = "账户余额只随流水变动，不能直接修改"
CLOSED = """EXISTS (
    SELECT 1 FROM ledger_ledgerclose AS c JOIN ledger_account AS a ON a.fund_code = c.fund_code
    WHERE a.id IN (NEW.debit_id, NEW.credit_id) AND c.confirmed_at IS NOT NULL AND c.ends_at > NEW.made_at
)"""
MIXED = """(SELECT unit FROM ledger_account WHERE id = NEW.debit_id)
    <> (SELECT unit FROM ledger_account WHERE id = NEW.credit_id)"""
IS_MIXED = "付出与收入账户的计量不同：钱和物、不同的物之间不能互转"
IS_CLOSED = "该资金此期间已经结账，不能再记入；更正请在未结账的月份另记一笔"
NOT_EMPTY = "新开账户的余额必须为零，资金须以流水转入"


def register() -> None:
    """Hand the triggers to the guards, which put them back after every migrate and miss them in `doctor`."""
    guards.add_rule(
        "ledger",
        "guard_ledger_transfer_moves_balances",
        table="ledger_transfer",
        timing="AFTER INSERT",
        sqlite=f"BEGIN {MOVE_BOTH} END",
        postgresql=f"BEGIN {MOVE_BOTH} RETURN NULL; END;",
    )
    _refuse_when("balance_by_transfer", "BEFORE UPDATE", f"{BALANCE_TOUCHED} AND NOT {ONE_TRANSFER_LATER}", BY_HAND)
    _refuse_when("opens_empty", "BEFORE INSERT", OPENED_WITH_MONEY, NOT_EMPTY)
    _refuse_when("one_unit", "BEFORE INSERT", MIXED, IS_MIXED, model="transfer")
    _refuse_when("open_months_only", "BEFORE INSERT", CLOSED, IS_CLOSED, model="transfer")


def _refuse_when(name: str, timing: str, condition: str, message: str, *, model: str = "account") -> None:
    raised = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23001'"
    guards.add_rule(
        "ledger",
        f"guard_ledger_{model}_{name}",
        table=f"ledger_{model}",
        timing=timing,
        sqlite=f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        postgresql=f"BEGIN IF {condition} THEN {raised}; END IF; RETURN NEW; END;",
    )
