"""How the formulas cite the law: each regime by its own instruments. Its dates stand in program.py.

Of 民发〔2009〕81号, 国办发〔2021〕42号 and 医疗保障法 the text was not read again: their citations say so; the
notices are cited without a clause, the law by articles that must still be held against its text.
"""

EARLY = ("notice_81", "order_649", "notice_30")
SINCE_2014 = ("order_649", "notice_30", "notice_42", "act_2026", "act_2027")
SINCE_2021 = ("notice_42", "act_2026", "act_2027")
SINCE_ACT = ("act_2026", "act_2027")
EVER = (*EARLY, *SINCE_2021)

NOTICE_81 = "民发〔2009〕81号（待核原文）"
ORDER_649 = "国务院令第649号"
NOTICE_30 = "国办发〔2015〕30号"
NOTICE_42 = "国办发〔2021〕42号（待核原文）"
ACT = "社会救助法"
SECURITY_ACT = "医疗保障法"
FUND_RULES = "财社〔2013〕217号"


def cite(
    order: str, act: str = "第二十四条", security: str = "第十七条", *, regimes: tuple[str, ...] = EVER
) -> dict[str, str]:
    """Cite the law of each regime: an article of order 649, of the act of 2026, of the law of 2027."""
    found = {
        "notice_81": NOTICE_81,
        "order_649": f"{ORDER_649} {order}",
        "notice_30": f"{ORDER_649} {order}；{NOTICE_30}",
        "notice_42": f"{ORDER_649} {order}；{NOTICE_42}",
        "act_2026": f"{ACT} {act}；{NOTICE_42}",
        "act_2027": f"{ACT} {act}；{SECURITY_ACT} {security}（待核原文）；{NOTICE_42}",
    }
    return {regime: found[regime] for regime in regimes}


WHO = cite("第二十八条")
AID = cite("第二十九条")
PREMIUM = cite("第二十九条", security="第十一条")


def within(law: dict[str, str], regimes: tuple[str, ...]) -> dict[str, str]:
    """Return the part of a citation that belongs to some regimes: the formula is in force only there."""
    return {regime: law[regime] for regime in regimes}
