"""What the database itself keeps true of claims."""

from minzheng.services.audit import guards

FILE = (
    "done_count", "state", "confirmed_by_id", "confirmed_at", "confirm_note", "withdrawn_by_id", "withdrawn_at",
    "withdraw_reason",
)  # fmt: skip
STATEMENT = (
    "state", "shares", "offset_fen", "cash_fen", "approved_by_id", "approved_at", "paid_by_id", "paid_at",
    "bank_reference", "cancelled_by_id", "cancelled_at", "cancel_reason",
)  # fmt: skip
APPLICATION = (
    "survey", "surveyed_by_id", "surveyed_at", "posted_place", "posted_until", "posted_by_id", "posted_at", "outcome",
    "document_number", "decided_by_id", "decided_at",
)  # fmt: skip
CONFIRMED = ("confirmed_by_id", "confirmed_at")
# A result once paid or made due is not paid another way.
PAID_TWICE = """(OLD.statement_id IS NOT NULL AND NEW.statement_id IS NOT NULL AND OLD.statement_id <> NEW.statement_id)
    OR (OLD.due_id IS NOT NULL AND (NEW.due_id IS NULL OR NEW.due_id <> OLD.due_id))"""
PAID_MESSAGE = "这笔救助已经列入付款，不能再列入另一张付款单"
OVER_BILL = """NEW.amount_fen > (SELECT c.bill_fen - c.out_of_catalogue_fen - c.not_allowed_fen - c.basic_insurance_fen
    - c.serious_illness_insurance_fen - c.supplementary_fen - c.commercial_fen FROM claims_claim AS c
    WHERE c.id = NEW.claim_id AND c.kind IN ('inpatient', 'outpatient'))"""
OVER_MESSAGE = "救助金额超过各项支付后的余额"


def register() -> None:
    """Freeze what was handed in and reckoned; no aid above what the payers left, nothing paid two ways."""
    for model in (
        "Hospital", "ReturnedLine", "Claim", "YearAccount", "RollEntry", "Campaign", "Freeze", "RosterEntry",
        "InsuranceFile", "Match", "Standing",
    ):  # fmt: skip
        guards.protect("claims", model)
    guards.protect("claims", "Designation", allow_update_columns=(*CONFIRMED, "until_day", "end_reason"))
    guards.protect("claims", "SettlementFile", allow_update_columns=FILE)
    guards.protect("claims", "Reckoning", allow_update_columns=("statement_id", "due_id"))
    guards.protect("claims", "Statement", allow_update_columns=STATEMENT)
    guards.protect("claims", "PersonalClaim", allow_update_columns=APPLICATION)
    for model in ("Change", "Reconciliation", "RollImport", "GapNote"):
        guards.protect("claims", model, allow_update_columns=CONFIRMED)
    guards.protect("claims", "DepositWaiver", allow_update_columns=("closed_by_id", "closed_at", "close_note"))
    guards.protect(
        "claims",
        "EmergencyReferral",
        allow_update_columns=("person_id", "cost_fen", "outcome", "result_note", "settled_by_id", "settled_at"),
    )
    _refuse("reckoning", "paid_once", "BEFORE UPDATE", PAID_TWICE, PAID_MESSAGE)
    _refuse("reckoning", "within_bill", "BEFORE INSERT", OVER_BILL, OVER_MESSAGE)


def _refuse(model: str, name: str, timing: str, condition: str, message: str) -> None:
    raised = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23001'"
    guards.add_rule(
        "claims",
        f"guard_claims_{model}_{name}",
        table=f"claims_{model}",
        timing=timing,
        sqlite=f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        postgresql=f"BEGIN IF {condition} THEN {raised}; END IF; RETURN NEW; END;",
    )
