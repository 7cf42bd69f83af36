"""A household in the words of a printed form. Unknown is None, and its place on the form stays empty."""

from typing import Any

from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import day_words, listed
from minzheng.registry.enums import (
    AreaKind,
    AssetKind,
    AssetUse,
    ConditionKind,
    DisabilityKind,
    IncomeKind,
    Sex,
)
from minzheng.registry.models import Person
from minzheng.registry.queries.household import AssetView, HouseholdView, MemberView

COUNTED = (IncomeKind.WAGE, IncomeKind.BUSINESS, IncomeKind.PROPERTY, IncomeKind.TRANSFER, IncomeKind.OTHER)
# GB/T 3304; the peoples of Hubei. Another code is written in by hand.
ETHNIC = {
    "01": "汉族", "02": "蒙古族", "03": "回族", "04": "藏族", "05": "维吾尔族", "06": "苗族", "07": "彝族",
    "08": "壮族", "09": "布依族", "10": "朝鲜族", "11": "满族", "12": "侗族", "13": "瑶族", "14": "白族",
    "15": "土家族",
}  # fmt: skip
MONEY = (AssetKind.SECURITY, AssetKind.FUND, AssetKind.INSURANCE, AssetKind.CLAIM, AssetKind.INTERNET_FINANCE)
THINGS = (
    AssetKind.VESSEL, AssetKind.MACHINERY, AssetKind.SHOP, AssetKind.LAND_RIGHT, AssetKind.FOREST, AssetKind.EQUITY
)  # fmt: skip


def member_words(home: HouseholdView) -> list[dict[str, Any]]:
    """Return the members, head first, their numbers masked."""
    people = Person.objects.in_bulk([member.person_id for member in home.members])
    return [_member(member, people[member.person_id]) for member in home.members]


def household_words(home: HouseholdView) -> dict[str, Any]:
    """Return what a form asks of the household as a whole."""
    account, declared = home.account, home.declaration
    return {
        "number": home.number,
        "size": str(len(home.members)),
        "address": home.residence.address if home.residence else None,
        "standard": str(AreaKind(home.standard_area.area_kind).label) if home.standard_area else None,
        "account": f"{account.bank_name} 尾号{account.last4}（{account.holder_name}）" if account else None,
        "house": _things(home, AssetKind.HOUSE, "处"),
        "vehicle": _things(home, AssetKind.VEHICLE, "辆"),
        "deposit": _money(home, (AssetKind.DEPOSIT,)),
        "other_assets": _others(home),
        "income": _household_income(home),
        "support_payment": None
        if declared is None or declared.support_payment_fen is None
        else _yuan(declared.support_payment_fen, "/月"),
    }


def _member(member: MemberView, person: Person) -> dict[str, Any]:
    return {
        "person_id": member.person_id,
        "name": member.name,
        "relation": member.relation_label,
        "sex": str(Sex(member.sex).label),
        "age": str(member.age_years),
        "birth_date": day_words(member.birth_date),
        "ethnic": ETHNIC.get(person.ethnic_code),
        "id_number": person.id_number_masked,
        "health": _health(member),
        "work": "在校学生" if member.condition(ConditionKind.FULL_TIME_STUDENT) else None,
        "income": _member_income(member),
    }


def _health(member: MemberView) -> str | None:
    said = []
    disability = member.condition(ConditionKind.DISABILITY)
    if disability is not None:
        kind, _dot, grade = disability.code.partition(".")
        label = str(DisabilityKind(kind).label) if kind in DisabilityKind.values else "残疾"
        said.append(f"{label}{grade}级" if grade else label)
    if member.condition(ConditionKind.SERIOUS_ILLNESS):
        said.append("重病")
    return listed(said) or None


def _member_income(member: MemberView) -> str | None:
    """Return the month's income, only where every counted kind is known: unknown is not zero."""
    rows = [member.income(kind) for kind in COUNTED]
    if any(row is None for row in rows):
        return None
    return format_yuan(sum(row.year_fen for row in rows if row is not None) // 12)


def _household_income(home: HouseholdView) -> str | None:
    earning = [member for member in home.members if member.incomes]
    sums = [[member.income(kind) for kind in COUNTED] for member in earning]
    if not sums or any(row is None for rows in sums for row in rows):
        return None
    return _yuan(sum(row.year_fen for rows in sums for row in rows if row is not None) // 12, "/月")


def _things(home: HouseholdView, kind: AssetKind, unit: str) -> str | None:
    rows = [each for each in home.assets if each.kind == kind]
    if not rows:
        return None
    owned = [each for each in rows if each.count]
    return listed(f"{_use(each)}{each.count}{unit}" for each in owned) or "没有"


def _use(each: AssetView) -> str:
    return f"{AssetUse(each.use).label} " if each.use else ""


def _money(home: HouseholdView, kinds: tuple[AssetKind, ...]) -> str | None:
    rows = [each for each in home.assets if each.kind in kinds]
    return _yuan(sum(each.amount_fen for each in rows)) if rows else None


def _others(home: HouseholdView) -> str | None:
    rows = [each for each in home.assets if each.kind in (*MONEY, *THINGS)]
    if not rows:
        return None
    said = [f"{AssetKind(each.kind).label}{_worth(each)}" for each in rows if each.amount_fen or each.count]
    return listed(said) or "没有"


def _worth(each: AssetView) -> str:
    return f"{format_yuan(each.amount_fen)}元" if each.amount_fen else f"{each.count}项"


def _yuan(fen: int, per: str = "") -> str:
    return f"{format_yuan(fen)}元{per}" if fen else "没有"
