"""What is learnt about a household or a person after registration. Each record makes earlier versions give way.

`holds_from`..`holds_until` are the days the statement is about (None: open end); `at` is when it was learnt.
"""

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.registry.codes import check_condition
from minzheng.registry.domain import versions
from minzheng.registry.domain.checking import asset_problems
from minzheng.registry.domain.intake import Amount
from minzheng.registry.domain.opening import open_household
from minzheng.registry.domain.registration import CHAIN, REGISTRARS
from minzheng.registry.enums import AreaKind, ConditionKind, ExpenseKind, IncomeKind, Period
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    DatedFact,
    ExpenseItem,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    Membership,
    Person,
    PersonCondition,
    StandardArea,
    Supporter,
)
from minzheng.services.audit.domain.record import record

Money = TypeVar("Money", IncomeItem, ExpenseItem)
# What is told by the month or the year, with its code list and its name.
MONEY: dict[type[DatedFact], tuple[list[str], Any]] = {
    IncomeItem: (IncomeKind.values, gettext_lazy("收入")),
    ExpenseItem: (ExpenseKind.values, gettext_lazy("支出")),
}


# Where the money goes is not changed by those who help at the door.
PAYEE_KEEPERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)

# What an authority determined is not taken down by those who help at the door.
OFFICIAL_CONDITIONS = frozenset(
    {
        ConditionKind.DESTITUTE,
        ConditionKind.MONITORED,
        ConditionKind.NAMED_SINGLE_CASE,
        ConditionKind.EXCLUDED_BY_PROVINCE,
    }
)


class FactRefused(Refused):
    """What was given cannot be kept as a fact."""


@transaction.atomic
def record_income(
    *,
    household: Household,
    person: Person,
    kind: str,
    amount_fen: int,
    period: str,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    holds_until: dt.date | None = None,
) -> IncomeItem:
    """Record what a member receives of one kind, in fen per `period`. Raises FactRefused, NotAllowed."""
    amount = Amount(amount_fen, period)
    days = {"holds_from": holds_from, "holds_until": holds_until}
    return _record_money(
        IncomeItem, household=household, person=person, kind=kind, amount=amount, days=days, source=source, by=by, at=at
    )


@transaction.atomic
def record_expense(
    *,
    household: Household,
    person: Person,
    kind: str,
    amount_fen: int,
    period: str,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    holds_until: dt.date | None = None,
) -> ExpenseItem:
    """Record a cost that may be taken off income, in fen per `period`. Raises FactRefused, NotAllowed."""
    amount = Amount(amount_fen, period)
    days = {"holds_from": holds_from, "holds_until": holds_until}
    return _record_money(
        ExpenseItem,
        household=household,
        person=person,
        kind=kind,
        amount=amount,
        days=days,
        source=source,
        by=by,
        at=at,
    )


@transaction.atomic
def record_asset(
    *,
    household: Household,
    kind: str,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    person: Person | None = None,
    use: str = "",
    count: int = 1,
    amount_fen: int = 0,
    acquired_on: dt.date | None = None,
    holds_until: dt.date | None = None,
) -> AssetItem:
    """Record property of one kind and use: how many, worth how many fen. Count 0 is a known none.

    Raises FactRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    problems = asset_problems(
        kind=kind, use=use, count=count, amount_fen=amount_fen, acquired_on=acquired_on, on=local_day(at)
    )
    if problems:
        raise FactRefused(clauses(problems) + "。")
    if person is not None:
        require_member(household, person, holds_from, holds_until)
    values = {"count": count, "amount_fen": amount_fen, "acquired_on": acquired_on}
    fact = versions.supersede(
        AssetItem,
        key={"household": household, "person": person, "kind": kind, "use": use},
        values=values,
        holds_from=holds_from,
        holds_until=holds_until,
        source=source,
        by=by,
        at=at,
    )
    details = {
        "kind": kind,
        "use": use,
        "count": count,
        "amount_fen": amount_fen,
        "person": person.pk if person else None,
    }
    audit_fact(household, fact, details, by=by, at=at)
    return fact


@transaction.atomic
def record_condition(
    *,
    person: Person,
    kind: str,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    code: str = "",
    holds_until: dt.date | None = None,
) -> PersonCondition:
    """Record a circumstance of a person; the code of a disability is "kind.grade". Raises FactRefused, NotAllowed."""
    require_role(by, *REGISTRARS)
    require_area(by, person.division_code)
    if kind not in ConditionKind.values:
        raise FactRefused(_("个人情形“%(kind)s”不在代码表中。请从列表中选择。") % {"kind": kind})
    if kind in OFFICIAL_CONDITIONS:
        require_role(by, *PAYEE_KEEPERS)
    try:
        check_condition(kind, code)
    except ValueError as error:
        raise FactRefused(_("%(why)s。") % {"why": error}) from error
    person = Person.objects.select_for_update().get(pk=person.pk)
    fact = versions.supersede(
        PersonCondition,
        key={"person": person, "kind": kind},
        values={"code": code},
        holds_from=holds_from,
        holds_until=holds_until,
        source=source,
        by=by,
        at=at,
    )
    audit_fact(person, fact, {"kind": kind, "code": code}, by=by, at=at)
    return fact


@transaction.atomic
def record_declaration(
    *,
    household: Household,
    holds_from: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    employs_others: bool | None,
    bought_house_in_3_years: bool | None,
    support_payment_fen: int | None,
    holds_until: dt.date | None = None,
) -> HouseholdDeclaration:
    """Record what a household declares about itself (None: not asked); support payment in fen a month.

    Raises FactRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    _require_amount(support_payment_fen or 0, _("赡（抚、扶）养费"))
    values = {
        "employs_others": employs_others,
        "bought_house_in_3_years": bought_house_in_3_years,
        "support_payment_fen": support_payment_fen,
    }
    fact = versions.supersede(
        HouseholdDeclaration,
        key={"household": household},
        values=values,
        holds_from=holds_from,
        holds_until=holds_until,
        source=source,
        by=by,
        at=at,
    )
    audit_fact(household, fact, values, by=by, at=at)
    return fact


@transaction.atomic
def set_standard_area(
    *, household: Household, area_kind: str, holds_from: dt.date, by: Staff, at: dt.datetime, source: str
) -> StandardArea:
    """Record under which standard a household falls, "urban" or "rural". Raises FactRefused, NotAllowed."""
    household = open_household(household, by=by)
    if area_kind not in AreaKind.values:
        raise FactRefused(_("适用标准“%(kind)s”不明。请选择城市标准或农村标准。") % {"kind": area_kind})
    fact = versions.supersede(
        StandardArea,
        key={"household": household},
        values={"area_kind": area_kind},
        holds_from=holds_from,
        holds_until=None,
        source=source,
        by=by,
        at=at,
    )
    audit_fact(household, fact, {"area_kind": area_kind}, by=by, at=at)
    return fact


@transaction.atomic
def withdraw(*, fact: DatedFact, by: Staff, at: dt.datetime, source: str) -> DatedFact:
    """Record that a statement about means or circumstances never held: it was entered by mistake.

    Memberships, residences and deaths are corrected through their own operations. Raises FactRefused, NotAllowed.
    """
    if not isinstance(
        fact,
        IncomeItem | ExpenseItem | AssetItem | PersonCondition | HouseholdDeclaration | BankAccount | Supporter,
    ):
        raise FactRefused(_("这类记录不能单独撤销。请用分户、迁移、成员变更等办理方式更正。"))
    if isinstance(fact, PersonCondition):
        require_role(by, *REGISTRARS)
        require_area(by, fact.person.division_code)
        about: Household | Person = Person.objects.select_for_update().get(pk=fact.person_id)
    else:
        if isinstance(fact, BankAccount):
            require_role(by, *PAYEE_KEEPERS)
        about = open_household(fact.household, by=by)
    if type(fact)._base_manager.filter(replaces=fact.pk).exists():  # noqa: SLF001 - about this very row, already in sight
        raise FactRefused(_("这条记录已有更新的版本。请刷新页面，在最新版本上更正。"))
    version = versions.withdraw(fact, source=source, by=by, at=at)
    audit_fact(about, version, {"withdrawn": fact.pk}, by=by, at=at)
    return version


def _record_money(
    model: type[Money],
    *,
    household: Household,
    person: Person,
    kind: str,
    amount: Amount,
    days: dict[str, Any],
    source: str,
    by: Staff,
    at: dt.datetime,
) -> Money:
    kinds, what = MONEY[model]
    household = open_household(household, by=by)
    _require_codes(kind, kinds, amount.period)
    _require_amount(amount.fen, str(what))
    require_member(household, person, days["holds_from"], days["holds_until"])
    values = {"amount_fen": amount.fen, "period": amount.period}
    key = {"household": household, "person": person, "kind": kind}
    fact = versions.supersede(model, key=key, values=values, **days, source=source, by=by, at=at)
    audit_fact(household, fact, {"person": person.pk, "kind": kind, **values}, by=by, at=at)
    return fact


def _require_codes(kind: str, kinds: list[str], period: str) -> None:
    if kind not in kinds:
        raise FactRefused(_("种类“%(kind)s”不在代码表中。请从列表中选择。") % {"kind": kind})
    if period not in Period.values:
        raise FactRefused(_("计量期“%(period)s”不明。请写明按月还是按年。") % {"period": period})


def _require_amount(amount_fen: int, what: str) -> None:
    if amount_fen < 0:
        raise FactRefused(_("%(what)s不能小于零。亏损请按 0 填写，并在来源中说明。") % {"what": what})


def require_member(
    household: Household, person: Person, first: dt.date, last: dt.date | None, *, hint: str = ""
) -> None:
    """Raise FactRefused unless the person is a member of the household on some of those days."""
    rows = Membership.objects.latest_versions().filter(household=household, person=person)
    if not rows.overlapping(first, last).exists():
        raise FactRefused(
            _("%(name)s 在所填日期不是户 %(number)s 的成员，不能登记。请核对人员和日期。%(hint)s")
            % {"name": person.name, "number": household.number, "hint": hint}
        )


def audit_fact(
    about: Household | Person, fact: DatedFact, details: dict[str, Any], *, by: Staff, at: dt.datetime
) -> None:
    """Write the audit row of a fact that was recorded or withdrawn."""
    period = {
        "holds_from": fact.holds_from.isoformat(),
        "holds_until": fact.holds_until.isoformat() if fact.holds_until else None,
    }
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=f"{fact._meta.model_name}.{'withdrawn' if fact.is_withdrawn else 'recorded'}",  # noqa: SLF001
        object_kind="household" if isinstance(about, Household) else "person",
        object_id=str(about.pk),
        division_code=about.division_code,
        after={"fact": fact.pk, "replaces": fact.replaces_id, **period, **details},  # type: ignore[attr-defined]
        reason=fact.source,
    )
