"""Many letters that all differ: refused cases of one household, each with a letter of its own words and sums."""

import random

from minzheng.accounts.scope import within
from minzheng.casework.domain import decision, letter
from minzheng.casework.models import Case, Decision, Letter
from minzheng.kernel.fen import amount_in_words, format_yuan
from tests.factories import casework

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳静敏强磊洋艳勇军杰娟涛超霞秀刚平辉玲"


def many(count: int, offices: casework.Offices, *, seed: int = 7) -> list[Letter]:
    """Return letters that were issued and never printed. One is issued as usual; the others are its like, in bulk."""
    rng = random.Random(seed)
    home = casework.household(*casework.couple(wage_fen=2_000_000), **casework.means(cars=1, houses=3))
    case = casework.case("proposed", home=home, offices=offices)
    with within(offices.county.area):
        first = decision.refuse(case=case, by=offices.county, at=casework.days(6))
        issued = letter.issue(decision=first, by=offices.county, at=casework.days(7))
        cases = Case.objects.bulk_create(_like(case, number=f"DB-429999-2026-{n:05d}") for n in range(count))
        decisions = Decision.objects.bulk_create(
            _like(first, case=each, document_number=f"都民救〔2026〕{9000 + n}号") for n, each in enumerate(cases)
        )
        return Letter.objects.bulk_create(
            _like(issued, decision=each, data=_said(issued.data, each, rng)) for each in decisions
        )


def _like(row, **changed):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return type(row)(
        **{name: value for name, value in fields.items() if name.removesuffix("_id") not in changed}, **changed
    )


def _said(data, decided, rng):
    name = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
    fen = rng.randrange(1, 2_000_000)
    return {
        **data,
        "number": decided.document_number,
        "case_number": decided.case.number,
        "person": name,
        "decision": [f"不予确认。{name}家庭月收入{format_yuan(fen)}元（{amount_in_words(fen)}），高于当地标准。"],
        "facts": [
            f"2026年8月{rng.randrange(1, 28)}日入户调查（调查人：{rng.choice(SURNAMES)}某、{rng.choice(SURNAMES)}某）。"
        ],
        "calculation": [
            {"label": f"{name}：工资性收入", "value": f"{format_yuan(fen)}元", "source": "工资单", "law": "第十一条"},
            *data["calculation"],
        ],
        "verify": {"code": "-".join(f"{rng.randrange(10**4):04d}" for _n in range(4)), "url": ""},
    }
