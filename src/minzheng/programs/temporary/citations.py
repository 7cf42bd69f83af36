"""How the formulas of temporary assistance cite the law: each instrument with the regimes in which it holds.

Dates of the regimes stand in program.py. What the national papers leave to the county is cited as local.
"""

EARLY = ("notice_92", "monthly_92")
SINCE_2026_07 = ("act_2026",)
SINCE_2026_01 = ("opinion_2026", *SINCE_2026_07)
SINCE_2022 = ("notice_83", *SINCE_2026_01)
SINCE_2020 = ("reform_2020", *SINCE_2022)
SINCE_2018 = ("notice_23", *SINCE_2020)
SINCE_NOTICE_47 = ("notice_47", *SINCE_2018)
SINCE_2014 = ("order_649", *SINCE_NOTICE_47)
EVER = (*EARLY, *SINCE_2014)
LOCAL = "县级临时救助规定（示例）"

# The act comes first, the order it subordinates next, then the papers that go on as their detail, the oldest first.
IN_FORCE: dict[str, tuple[str, tuple[str, ...]]] = {
    "act": ("社会救助法", SINCE_2026_07),
    "order_649": ("国务院令第649号", tuple(one for one in SINCE_2014 if one not in SINCE_2026_07)),
    "notice_92": ("民发〔2007〕92号", EARLY),
    "notice_47": ("国发〔2014〕47号", SINCE_NOTICE_47),
    "notice_23": ("民发〔2018〕23号", SINCE_2018),
    "reform": ("关于改革完善社会救助制度的意见", SINCE_2020),
    "notice_83": ("民发〔2022〕83号", SINCE_2022),
    "opinion": ("关于进一步健全完善临时救助制度的意见", SINCE_2026_01),
}


def law(regimes: tuple[str, ...] = EVER, *, local: bool = False, **clauses: str) -> dict[str, str]:
    """Cite, in each of the regimes, what is in force there of the clauses given (instrument: place, "" for the whole).

    Regimes in which nothing given is in force are left out; with `local` they cite the county's own rule.
    """
    found = {}
    for regime in regimes:
        cited = [
            f"{name} {clauses[key]}".strip()
            for key, (name, holds) in IN_FORCE.items()
            if key in clauses and regime in holds
        ]
        if cited or local:
            found[regime] = "；".join(cited) or LOCAL
    return found
