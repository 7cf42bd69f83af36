"""Money of one pot never reaches another: the database refuses the transfer, whatever the code does.

A resident's money, what is paid for the residents' support, the home's building money and its farm are four different
things (农村五保供养工作条例 第十一条、第二十一条). Each pot is a fund of its own in the books; money enters it from
outside and leaves it to the outside.
"""

from minzheng.services.audit import guards

PREFIX = "home-"
"""How the fund code of every pot begins; no other fund's does."""

MIXED = f"""EXISTS (
    SELECT 1 FROM ledger_account AS d JOIN ledger_account AS c ON c.id = NEW.credit_id
    WHERE d.id = NEW.debit_id AND d.fund_code <> c.fund_code
    AND (substr(d.fund_code, 1, {len(PREFIX)}) = '{PREFIX}' OR substr(c.fund_code, 1, {len(PREFIX)}) = '{PREFIX}')
)"""  # noqa: S608 - the prefix is ours
SAID = "福利机构的代管款、供养经费、建设和农副业资金各记各账，不能互相转账"


def register() -> None:
    """Hand the trigger to the guards, which put it back after every migrate and miss it in `doctor`."""
    raised = f"RAISE EXCEPTION '{SAID}' USING ERRCODE = '23001'"
    guards.add_rule(
        "institutions",
        "guard_institutions_pots_never_mix",
        table="ledger_transfer",
        timing="BEFORE INSERT",
        sqlite=f"WHEN {MIXED} BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
        postgresql=f"BEGIN IF {MIXED} THEN {raised}; END IF; RETURN NEW; END;",
    )
