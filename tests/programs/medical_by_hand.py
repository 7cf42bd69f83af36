"""What a clerk would write for a year of bills: fractions, one table per place. Shares no code with the program."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

ILLUSTRATIVE, YICHANG = "429004", "420581"
STATUS = {
    "destitute": "is_destitute",
    "dibao": "is_dibao_recipient",
    "monitored": "is_monitored",
    "edge": "is_edge_member",
    "others": "is_illness_poor",
}
GROUPS = tuple(STATUS)


@dataclass(frozen=True)
class Terms:
    """Yuan a year and per cent: deductible, end of the first band (None: none), both ratios, the second step."""

    deductible: int
    band: int | None
    low: int
    high: int
    threshold: int
    tilted: int


TERMS = {
    ILLUSTRATIVE: {
        "destitute": Terms(0, None, 80, 80, 0, 0),
        "dibao": Terms(0, None, 70, 70, 0, 0),
        "monitored": Terms(3600, None, 65, 65, 0, 0),
        "edge": Terms(3600, None, 65, 65, 0, 0),
        "others": Terms(9000, None, 60, 60, 0, 0),
    },
    YICHANG: {
        "destitute": Terms(0, None, 100, 100, 5000, 100),
        "dibao": Terms(0, 6000, 70, 75, 5000, 90),
        "monitored": Terms(1800, 12000, 65, 70, 5000, 70),
        "edge": Terms(3000, 12000, 65, 70, 7000, 70),
        "others": Terms(7000, 12000, 55, 60, 7000, 50),
    },
}
CAPS = {ILLUSTRATIVE: (50_000, 0), YICHANG: (80_000, 50_000)}


@dataclass(frozen=True)
class Bill:
    """One settlement in fen."""

    total: int
    out: int = 0
    not_allowed: int = 0
    basic: int = 0
    serious: int = 0
    supplementary: int = 0
    commercial: int = 0
    referral: bool = True
    outpatient: bool = False

    @property
    def burden(self) -> int:
        """What is left within policy scope once everybody who comes first has paid."""
        paid = self.basic + self.serious + self.supplementary + self.commercial
        return max(0, self.total - self.out - self.not_allowed - paid)

    def facts(self, group: str) -> dict:
        """The facts as the program asks them."""
        return {
            "aid_kind": 3 if self.outpatient else 4,
            "is_insured": True,
            "bill_fen": self.total,
            "out_of_catalogue_fen": self.out,
            "not_allowed_fen": self.not_allowed,
            "basic_insurance_fen": self.basic,
            "serious_illness_insurance_fen": self.serious,
            "supplementary_fen": self.supplementary,
            "commercial_fen": self.commercial,
            "is_at_designated_hospital": True,
            "was_recognised_at_treatment": True,
            "bill_aided_before": False,
            "follows_referral_in_province": self.referral,
            "members": [{"is_patient": True, "age_years": 56, STATUS[group]: True}],
        }


def half_up(x: Fraction) -> int:
    return floor(x + Fraction(1, 2))


def year_by_hand(bills: list[Bill], group: str, place: str) -> list[tuple[int, int]]:
    """Return the ordinary and the tilted aid of each bill in fen."""
    terms, (cap, tilted_cap) = TERMS[place][group], CAPS[place]
    left, room, tilted_room = terms.deductible * 100, cap * 100, tilted_cap * 100
    borne = own = 0
    found = []
    for bill in bills:
        exact = Fraction(0)
        # Fen by fen would be slow; the pieces between the marks are enough.
        taken = min(bill.burden, left)
        left -= taken
        start, end = borne + taken, borne + bill.burden
        mark = end if terms.band is None else min(max(start, terms.band * 100), end)
        exact += Fraction((mark - start) * terms.low, 100) + Fraction((end - mark) * terms.high, 100)
        ordinary = min(half_up(exact), room)
        room -= ordinary
        borne = end
        mine = bill.burden - ordinary if bill.referral else 0
        heavy = max(0, own + mine - terms.threshold * 100) - max(0, own - terms.threshold * 100)
        own += mine
        tilted = min(half_up(Fraction(heavy * terms.tilted, 100)), tilted_room)
        tilted_room -= tilted
        found.append((ordinary, tilted))
    return found
