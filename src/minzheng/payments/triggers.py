"""What the database itself keeps true of payments (docs/adr/0020-a-due-is-paid-once.md)."""
# ruff: noqa: S608 - the names of tables are ours

from minzheng.payments.enums import MOVES
from minzheng.services.audit import guards

SIGNING_COLUMNS = (
    "state",
    "checked_by_id",
    "checked_at",
    "endorsed_by_id",
    "endorsed_at",
    "approved_by_id",
    "approved_at",
    "cancelled_by_id",
    "cancelled_at",
    "cancel_reason",
    "closed_by_id",
    "closed_at",
)
LIFTING_COLUMNS = ("lifted_by_id", "lifted_at", "lift_reason")
ENDING_COLUMNS = ("confirmed_by_id", "confirmed_at", "withdrawn_by_id", "withdrawn_at", "withdraw_reason")
SETTLING_COLUMNS = ("status", "paid_fen", "bank_code", "bank_message", "settled_at")
STEP_BACK = """NOT (
    OLD.status = NEW.status
    OR (OLD.status = 'pending' AND NEW.status IN ('paid', 'partly', 'returned', 'cancelled'))
    OR (OLD.status IN ('paid', 'partly') AND NEW.status = 'returned')
) OR (OLD.status = NEW.status AND OLD.paid_fen <> NEW.paid_fen)"""
# What other lines of the due wait for or have brought, and this one, is never more than is due.
# The brackets are for PL/pgSQL, which reads a bare THEN as the end of the condition.
MORE_THAN_DUE = """NEW.status <> 'cancelled' AND NEW.status <> 'returned' AND
    (CASE NEW.status WHEN 'pending' THEN NEW.amount_fen ELSE NEW.paid_fen END) + COALESCE((
        SELECT SUM(CASE p.status WHEN 'pending' THEN p.amount_fen ELSE p.paid_fen END)
        FROM payments_payline AS p WHERE p.due_id = NEW.due_id AND p.id <> NEW.id
    ), 0) > (SELECT d.amount_fen FROM ledger_due AS d WHERE d.id = NEW.due_id)"""
OVERPAID = "同一待遇发放合计超过应发金额"
LATE_LINE = "NOT EXISTS (SELECT 1 FROM payments_payrun AS r WHERE r.id = NEW.run_id AND r.state = 'draft')"
# A run goes only the ways of the table; what has ended has a sentence of its own.
WAYS = " OR ".join(
    f"(OLD.state = '{before}' AND NEW.state = '{after}')"
    for before, after in sorted({(str(a), str(b)) for moves in MOVES.values() for a, b in moves.items()})
)
OUT_OF_TURN = f"NOT (OLD.state = NEW.state OR OLD.state IN ('closed', 'cancelled') OR {WAYS})"
ALONE = """EXISTS (
    SELECT 1 FROM registry_bankaccount AS a WHERE a.id = NEW.account_id AND a.recorded_by_id = NEW.confirmed_by_id
)"""
LIFTED = "OLD.lifted_at IS NOT NULL"
TOO_FEW = "NEW.signatures < 3"
UNSIGNED = "(OLD.state IN ('closed', 'cancelled') AND NEW.state <> OLD.state)"


# A list is signed with its shares and draws only on the funds of its program and year.
WRONG_SHARE = "资金分担在签批时登记，只能动用本项目本年度的资金"
EARMARKED = "r.approved_at IS NULL AND f.program = r.program AND substr(r.month, 1, 4) = CAST(f.year AS TEXT)"
LATE_RUN_SHARE = f"""NOT EXISTS (
    SELECT 1 FROM payments_payrun AS r, payments_fund AS f
    WHERE r.id = NEW.run_id AND f.id = NEW.fund_id AND {EARMARKED}
)"""
LATE_LINE_SHARE = f"""NOT EXISTS (
    SELECT 1 FROM payments_payline AS l, payments_payrun AS r, payments_fund AS f
    WHERE l.id = NEW.line_id AND r.id = l.run_id AND f.id = NEW.fund_id AND {EARMARKED}
)"""
UNSHARED = """(OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL AND (
    NEW.total_fen <> COALESCE((SELECT SUM(s.amount_fen) FROM payments_runshare AS s WHERE s.run_id = NEW.id), 0)
    OR EXISTS (
        SELECT 1 FROM payments_payline AS l WHERE l.run_id = NEW.id AND l.amount_fen <> COALESCE(
            (SELECT SUM(s.amount_fen) FROM payments_lineshare AS s WHERE s.line_id = l.id), 0)
    )
))"""


ENDED = "(OLD.confirmed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL)"
# Money stays in its program: between levels of a year, or to the same level of the next.
ASTRAY = """(NEW.target_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM payments_fund AS s, payments_fund AS t
    WHERE s.id = NEW.source_id AND t.id = NEW.target_id AND s.program = t.program
    AND ((NEW.kind = 'level' AND s.year = t.year AND s.level <> t.level)
        OR (NEW.kind = 'carry_over' AND t.year = s.year + 1 AND s.level = t.level))
))"""
CROSSING = """EXISTS (
    SELECT 1 FROM ledger_account AS d, ledger_account AS c
    WHERE d.id = NEW.debit_id AND c.id = NEW.credit_id AND d.fund_code <> c.fund_code
    AND EXISTS (SELECT 1 FROM payments_fund AS f WHERE f.code = d.fund_code)
    AND EXISTS (SELECT 1 FROM payments_fund AS f WHERE f.code = c.fund_code)
)"""
NO_CROSSING = "两笔专项资金的账户之间不能直接转账，须按调剂、结转办理"


def register() -> None:
    """Freeze lists, files and answers; a line goes only forward; no line joins a list that was signed."""
    funds = ("Fund", "Allocation", "Budget", "RunShare", "LineShare")
    papers = ("HeldLine", "BankFile", "BankResult", "FormatChoice", "RunComparison", "RunChange", "AccountChange")
    samples = ("PaymentSample", "SampleLine", "SampleFinding")
    for model in (*funds, *papers, *samples):
        guards.protect("payments", model)
    guards.protect("payments", "FundMove", allow_update_columns=ENDING_COLUMNS)
    guards.protect("payments", "PayRun", allow_update_columns=SIGNING_COLUMNS)
    guards.protect("payments", "PaymentHold", allow_update_columns=LIFTING_COLUMNS)
    guards.protect("payments", "PayLine", allow_update_columns=SETTLING_COLUMNS)
    _refuse_when("payline", "forward_only", "BEFORE UPDATE", STEP_BACK, "已退回或已撤销的明细不能改回，须另行补发")
    _refuse_insert("payline", "draft_only", LATE_LINE, "清单已签批，不能再加入明细")
    _refuse_insert("payline", "within_due_insert", MORE_THAN_DUE, OVERPAID)
    _refuse_when("payline", "within_due_update", "AFTER UPDATE", MORE_THAN_DUE, OVERPAID)
    _refuse_insert("lineshare", "draft_only", LATE_LINE_SHARE, WRONG_SHARE)
    _refuse_when("runshare", "draft_only", "BEFORE INSERT", LATE_RUN_SHARE, WRONG_SHARE)
    _refuse_when("payrun", "shared", "AFTER UPDATE", UNSHARED, "资金分担合计与清单不符，不能审批")
    _refuse_when("payrun", "moves", "BEFORE UPDATE", OUT_OF_TURN, "发放批次不能这样流转：须先复核、后审批，再送银行")
    _refuse_when("payrun", "signers", "BEFORE INSERT", TOO_FEW, "发放清单至少须三人签字")
    _refuse_when("accountchange", "two_people", "BEFORE INSERT", ALONE, "收款账户变更须由登记人以外的另一人确认")
    _refuse_when("paymenthold", "ends", "BEFORE UPDATE", LIFTED, "已解除的暂停不能再改")
    _refuse_when("fundmove", "earmarked", "BEFORE INSERT", ASTRAY, "专项资金只在同一项目内调剂，或结转下年同级资金")
    _refuse_when("fundmove", "ends", "BEFORE UPDATE", ENDED, "已复核或已撤回的资金调剂不能再改")
    _refuse_crossing()
    _refuse_when("payrun", "ends", "BEFORE UPDATE", UNSIGNED, "已办结或已撤销的批次不能重新打开")


def _refuse_when(model: str, name: str, timing: str, condition: str, message: str) -> None:
    raised = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23001'"
    guards.add_rule(
        "payments",
        f"guard_payments_{model}_{name}",
        table=f"payments_{model}",
        timing=timing,
        sqlite=f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        postgresql=f"BEGIN IF {condition} THEN {raised}; END IF; RETURN NEW; END;",
    )


def _refuse_insert(model: str, name: str, condition: str, message: str) -> None:
    """As `_refuse_when`, for tables that take a hundred thousand rows: PostgreSQL asks once for all of a statement."""
    found = f"EXISTS (SELECT 1 FROM added WHERE {condition.replace('NEW.', 'added.')})"
    raised = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23001'"
    guards.add_rule(
        "payments",
        f"guard_payments_{model}_{name}",
        table=f"payments_{model}",
        timing="AFTER INSERT",
        sqlite=f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        postgresql=f"BEGIN IF {found} THEN {raised}; END IF; RETURN NULL; END;",
        whole_statement="added",
    )


def _refuse_crossing() -> None:
    """No transfer joins the accounts of two funds: each fund's books balance by themselves."""
    guards.add_rule(
        "payments",
        "guard_payments_transfer_in_one_fund",
        table="ledger_transfer",
        timing="BEFORE INSERT",
        sqlite=f"WHEN {CROSSING} BEGIN SELECT RAISE(ABORT, '{NO_CROSSING}'); END",
        postgresql=f"BEGIN IF {CROSSING} THEN RAISE EXCEPTION '{NO_CROSSING}' USING ERRCODE = '23001'; END IF; "
        "RETURN NEW; END;",
    )
