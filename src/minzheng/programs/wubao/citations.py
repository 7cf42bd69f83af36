"""How the formulas of destitute support cite the law: each regime by its own instruments. Dates stand in program.py.

Of the measures of 2016 only articles 4 to 10 were read by number, in local republications; the rest is cited whole.
"""

EARLY = ("order_456", "order_649")
SINCE_2021 = ("notice_43", "act_2026")
SINCE_2016 = ("measures_2016", *SINCE_2021)
EVER = (*EARLY, *SINCE_2016)
MEASURES = "特困人员认定办法（2016）"
LOCAL = "湖北省特困供养实施规定（示例）"


def order_456(clause: str) -> dict[str, str]:
    """Cite the regulation on five guarantees in villages."""
    return {"order_456": f"国务院令第456号 {clause}"}


def early(clause: str, order: str) -> dict[str, str]:
    """Cite the regulation on five guarantees, and after it order 649."""
    return {**order_456(clause), "order_649": f"国务院令第649号 {order}"}


def in_2016(clause: str = "") -> dict[str, str]:
    """Cite the measures of 2016."""
    return {"measures_2016": f"{MEASURES} {clause}".strip()}


def since_2021(clause: str, act: str = "") -> dict[str, str]:
    """Cite the measures of 2021, and before them the act once the act is in force."""
    notice = f"民发〔2021〕43号 {clause}"
    return {"notice_43": notice, "act_2026": f"社会救助法 {act}；{notice}" if act else notice}


def since_2016(clause: str, act: str = "") -> dict[str, str]:
    """Cite the same article of the measures of 2016 and of 2021, and before it the act once the act is in force."""
    return {**in_2016(clause), **since_2021(clause, act)}


def local(*regimes: str) -> dict[str, str]:
    """Cite a local rule; as long as it is only illustrative it says so."""
    return dict.fromkeys(regimes, LOCAL)
