"""A household in the words of a printed form. Unknown is None, and its place on the form stays empty."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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
from minzheng.registry.queries.household import AccountView, AssetView, HouseholdView, MemberView

COUNTED = (IncomeKind.WAGE, IncomeKind.BUSINESS, IncomeKind.PROPERTY, IncomeKind.TRANSFER, IncomeKind.OTHER)
# GB/T 3304; the peoples of Hubei. Another code is written in by hand.
ETHNIC = {
    "01": gettext_noop("汉族"),
    "02": gettext_noop("蒙古族"),
    "03": gettext_noop("回族"),
    "04": gettext_noop("藏族"),
    "05": gettext_noop("维吾尔族"),
    "06": gettext_noop("苗族"),
    "07": gettext_noop("彝族"),
    "08": gettext_noop("壮族"),
    "09": gettext_noop("布依族"),
    "10": gettext_noop("朝鲜族"),
    "11": gettext_noop("满族"),
    "12": gettext_noop("侗族"),
    "13": gettext_noop("瑶族"),
    "14": gettext_noop("白族"),
    "15": gettext_noop("土家族"),
}
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
        "account": _account(account) if account else None,
        "house": _things(home, AssetKind.HOUSE, _("%(use)s %(n)s处")),
        "vehicle": _things(home, AssetKind.VEHICLE, _("%(use)s %(n)s辆")),
        "deposit": _money(home, (AssetKind.DEPOSIT,)),
        "other_assets": _others(home),
        "income": _household_income(home),
        "support_payment": None
        if declared is None or declared.support_payment_fen is None
        else _a_month(declared.support_payment_fen),
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
        "work": _("在校学生") if member.condition(ConditionKind.FULL_TIME_STUDENT) else None,
        "income": _member_income(member),
    }


def _health(member: MemberView) -> str | None:
    said = []
    disability = member.condition(ConditionKind.DISABILITY)
    if disability is not None:
        kind, _dot, grade = disability.code.partition(".")
        label = str(DisabilityKind(kind).label) if kind in DisabilityKind.values else _("残疾")
        said.append(_("%(label)s%(grade)s级") % {"label": label, "grade": grade} if grade else label)
    if member.condition(ConditionKind.SERIOUS_ILLNESS):
        said.append(_("重病"))
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
    return _a_month(sum(row.year_fen for rows in sums for row in rows if row is not None) // 12)


def _things(home: HouseholdView, kind: AssetKind, words: str) -> str | None:
    rows = [each for each in home.assets if each.kind == kind]
    if not rows:
        return None
    owned = [each for each in rows if each.count]
    return listed((words % {"use": _use(each), "n": each.count}).strip() for each in owned) or _("没有")


def _use(each: AssetView) -> str:
    return str(AssetUse(each.use).label) if each.use else ""


def _money(home: HouseholdView, kinds: tuple[AssetKind, ...]) -> str | None:
    rows = [each for each in home.assets if each.kind in kinds]
    return _yuan(sum(each.amount_fen for each in rows)) if rows else None


def _others(home: HouseholdView) -> str | None:
    rows = [each for each in home.assets if each.kind in (*MONEY, *THINGS)]
    if not rows:
        return None
    said = [f"{AssetKind(each.kind).label}{_worth(each)}" for each in rows if each.amount_fen or each.count]
    return listed(said) or _("没有")


def _worth(each: AssetView) -> str:
    return _yuan(each.amount_fen) if each.amount_fen else _("%(n)s项") % {"n": each.count}


def _yuan(fen: int) -> str:
    return _("%(sum)s元") % {"sum": format_yuan(fen)} if fen else _("没有")


def _a_month(fen: int) -> str:
    return _("%(sum)s元/月") % {"sum": format_yuan(fen)} if fen else _("没有")


def _account(account: AccountView) -> str:
    about = {"bank": account.bank_name, "last4": account.last4, "holder": account.holder_name}
    return _("%(bank)s，账号尾号%(last4)s（%(holder)s）") % about
