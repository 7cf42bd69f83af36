"""What the database itself keeps true of payments (docs/adr/0020-a-due-is-paid-once.md)."""
# ruff: noqa: S608 - the names of tables are ours

from minzheng.services.audit import guards

SIGNING_COLUMNS = (
    "state",
    "approved_by_id",
    "approved_at",
    "cancelled_by_id",
    "cancelled_at",
    "cancel_reason",
    "closed_by_id",
    "closed_at",
)
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
LATE_LINE = "NOT EXISTS (SELECT 1 FROM payments_payrun AS r WHERE r.id = NEW.run_id AND r.state = 'draft')"
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


def register() -> None:
    """Freeze lists, files and answers; a line goes only forward; no line joins a list that was signed."""
    for model in ("PaymentSample", "SampleLine", "SampleFinding"):
        guards.protect("payments", model)
    for model in ("Fund", "Allocation", "RunShare", "LineShare", "HeldLine", "BankFile", "BankResult", "FormatChoice"):
        guards.protect("payments", model)
    guards.protect("payments", "PayRun", allow_update_columns=SIGNING_COLUMNS)
    guards.protect("payments", "PayLine", allow_update_columns=SETTLING_COLUMNS)
    _refuse_when("payline", "forward_only", "BEFORE UPDATE", STEP_BACK, "已退回或已撤销的明细不能改回，须另行补发")
    _refuse_when("payline", "draft_only", "BEFORE INSERT", LATE_LINE, "清单已签批，不能再加入明细")
    for act in ("insert", "update"):
        _refuse_when(
            "payline", f"within_due_{act}", f"AFTER {act.upper()}", MORE_THAN_DUE, "同一待遇发放合计超过应发金额"
        )
    _refuse_when("lineshare", "draft_only", "BEFORE INSERT", LATE_LINE_SHARE, WRONG_SHARE)
    _refuse_when("runshare", "draft_only", "BEFORE INSERT", LATE_RUN_SHARE, WRONG_SHARE)
    _refuse_when("payrun", "shared", "AFTER UPDATE", UNSHARED, "资金分担合计与清单不符，不能审批")
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
