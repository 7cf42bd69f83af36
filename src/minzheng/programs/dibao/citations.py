"""How the formulas of dibao cite the law: each regime by its own instruments. Its dates stand in program.py."""

EARLY = ("order_271", "notice_19")
SINCE_2012 = ("notice_220", "order_649")
SINCE_2025 = ("rigid_2025", "act_2026")
SINCE_2022 = ("notice_83", *SINCE_2025)
SINCE_2021 = ("notice_57", *SINCE_2022)
EVER = (*EARLY, *SINCE_2012, *SINCE_2021)
LOCAL = "湖北省低保实施规定（示例）"


def early(urban: str, rural: str = "") -> dict[str, str]:
    """Cite the order for towns and, since 2007, the notice for villages."""
    order = f"国务院令第271号 {urban}"
    return {"order_271": order, "notice_19": f"{order}；国发〔2007〕19号 {rural}" if rural else order}


def since_2012(clause: str, order: str = "") -> dict[str, str]:
    """Cite the notice of 2012, and before it order 649 once that is in force."""
    notice = f"民发〔2012〕220号 {clause}"
    return {"notice_220": notice, "order_649": f"国务院令第649号 {order}；{notice}" if order else notice}


def since_2021(clause: str, act: str = "") -> dict[str, str]:
    """Cite the notice of 2021, and before it the act once the act is in force."""
    return _detailed(dict.fromkeys(SINCE_2021, f"民发〔2021〕57号 {clause}"), act)


def since_2022(clause: str, act: str = "") -> dict[str, str]:
    """Cite the notice of 2022, and before it the act once the act is in force."""
    return _detailed(dict.fromkeys(SINCE_2022, f"民发〔2022〕83号 {clause}"), act)


def since_2025(clause: str, act: str = "") -> dict[str, str]:
    """Cite the rule on rigid expenditure, and before it the act once the act is in force."""
    return _detailed(dict.fromkeys(SINCE_2025, f"刚性支出困难家庭认定办法 {clause}"), act)


def local(*regimes: str) -> dict[str, str]:
    """Cite a local rule; as long as it is only illustrative it says so."""
    return dict.fromkeys(regimes, LOCAL)


def _detailed(notices: dict[str, str], act: str) -> dict[str, str]:
    """The act comes first, the notice goes on as its detail."""
    return {**notices, "act_2026": f"社会救助法 {act}；{notices['act_2026']}"} if act else notices
