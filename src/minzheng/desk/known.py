"""What is known of a household, in the words of a page: each fact with its value, its source and since when."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import bracketed, comma, yuan_words
from minzheng.registry.codes import CODED_CONDITIONS
from minzheng.registry.enums import (
    AreaKind,
    AssetKind,
    AssetUse,
    ConditionKind,
    DisabilityKind,
    ExpenseKind,
    IncomeKind,
    Period,
    Sex,
)
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    DatedFact,
    ExpenseItem,
    IncomeItem,
    Person,
    PersonCondition,
    Supporter,
)
from minzheng.registry.queries.household import (
    AssetView,
    ConditionView,
    HouseholdView,
    Known,
    MemberView,
    MoneyView,
    SupporterView,
)

# What the rules cannot do without; shown as unknown rather than left out.
COUNTED = (IncomeKind.WAGE, IncomeKind.BUSINESS, IncomeKind.PROPERTY, IncomeKind.TRANSFER, IncomeKind.OTHER)
EARNS_FROM = 16


@dataclass(frozen=True)
class Fact:
    """One line: label, value, origin. Unknown is said, never left to be guessed."""

    label: str
    value: str
    origin: str = ""
    is_unknown: bool = False


@dataclass(frozen=True)
class Member:
    """A member as a page shows one."""

    person_id: int
    name: str
    relation: str
    sex: str
    age: int
    id_masked: str
    has_id_number: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Family:
    """The whole household as a page shows it."""

    number: str
    members: tuple[Member, ...]
    facts: tuple[Fact, ...]


def family(view: HouseholdView) -> Family:
    """Translate the registry's view; reads the members once more for their masked numbers."""
    members = tuple(_member(each, each.person) for each in view.members if each.person)
    return Family(view.number, members, _household_facts(view))


def origin(known: Known) -> str:
    """Say who says so, since when it holds and since when we know."""
    words = _("%(source)s · 自 %(from)s · %(at)s 获知") % {
        "source": retell(known.source),
        "from": known.holds_from.isoformat(),
        "at": local_day(known.known_at).isoformat(),
    }
    return words if known.holds_until is None else words + _(" · 至 %(day)s") % {"day": known.holds_until.isoformat()}


def amount_words(fen: int, period: str) -> str:
    """Write an amount with its period; a known zero is a word."""
    if fen == 0:
        return _("没有")
    per_period = _("%(sum)s/月") if period == Period.MONTH else _("%(sum)s/年")
    return per_period % {"sum": yuan_words(fen)}


def fact_words(fact: DatedFact) -> str:
    """Say in one line what a stored fact says, of whom, and who says so."""
    known = Known(fact.pk, fact.source, fact.known_at, fact.holds_from, fact.holds_until)
    if isinstance(fact, IncomeItem | ExpenseItem):
        label = IncomeKind(fact.kind).label if isinstance(fact, IncomeItem) else ExpenseKind(fact.kind).label
        return f"{fact.person.name} {label} {amount_words(fact.amount_fen, fact.period)}{comma()}{origin(known)}"
    if isinstance(fact, AssetItem):
        shown = _asset(
            AssetView(fact.kind, fact.use, fact.count, fact.amount_fen, fact.acquired_on, fact.person_id, known)
        )
        return f"{shown.label} {shown.value}{comma()}{shown.origin}"
    if isinstance(fact, PersonCondition):
        shown = _condition(ConditionView(fact.kind, fact.code, known))
        return f"{fact.person.name} {shown.label} {shown.value}{comma()}{shown.origin}"
    if isinstance(fact, Supporter):
        about = {"supporter": fact.name, "name": fact.person.name, "relation": fact.get_relation_display()}
        return _("%(supporter)s（%(name)s的%(relation)s）") % about + f"{comma()}{origin(known)}"
    if isinstance(fact, BankAccount):
        ending = _("尾号 %(last4)s") % {"last4": fact.account_last4}
        return f"{_('收款账户')} {fact.bank_name} {ending}{comma()}{origin(known)}"
    return f"{fact._meta.verbose_name}{comma()}{origin(known)}"  # noqa: SLF001 - the model's own name


def _member(member: MemberView, person: Person) -> Member:
    facts = [_money(IncomeKind(each.kind).label, each) for each in member.incomes]
    if member.age_years >= EARNS_FROM:
        known = {each.kind for each in member.incomes}
        facts += [
            Fact(str(kind.label), _("未知"), _("还没有登记"), is_unknown=True) for kind in COUNTED if kind not in known
        ]
    facts += [_money(ExpenseKind(each.kind).label, each) for each in member.expenses]
    facts += [_condition(each) for each in member.conditions]
    return Member(
        member.person_id, member.name, member.relation_label, str(Sex(member.sex).label), member.age_years,
        person.id_number_masked, person.has_id_number, tuple(facts),
    )  # fmt: skip


def _money(label: Any, each: MoneyView) -> Fact:
    return Fact(str(label), amount_words(each.amount_fen, each.period), origin(each.known))


def _condition(each: ConditionView) -> Fact:
    if each.kind != ConditionKind.DISABILITY:
        choices = CODED_CONDITIONS.get(each.kind)
        words = str(choices(each.code).label) if choices and each.code in choices.values else _("是")
        return Fact(str(ConditionKind(each.kind).label), words, origin(each.known))
    kind, _dot, grade = each.code.partition(".")
    words = str(DisabilityKind(kind).label) if kind in DisabilityKind.values else each.code
    level = {"1": _("一级"), "2": _("二级"), "3": _("三级"), "4": _("四级")}.get(grade, "")
    return Fact(str(ConditionKind.DISABILITY.label), f"{words} {level}".strip(), origin(each.known))


def _household_facts(view: HouseholdView) -> tuple[Fact, ...]:
    facts = []
    if view.standard_area:
        facts.append(
            Fact(_("适用标准"), str(AreaKind(view.standard_area.area_kind).label), origin(view.standard_area.known))
        )
    else:
        facts.append(Fact(_("适用标准"), _("未知"), _("还没有登记"), is_unknown=True))
    if view.residence:
        facts.append(Fact(_("住址"), view.residence.address, origin(view.residence.known)))
    facts += [_asset(each) for each in view.assets]
    if view.declaration:
        facts += _declared(view)
    names = {member.person_id: member.name for member in view.members}
    facts += [_supporter(each, names) for each in view.supporters]
    if view.account:
        account = view.account
        words = _("%(bank)s 尾号 %(last4)s（%(holder)s）") % {
            "bank": account.bank_name, "last4": account.last4, "holder": account.holder_name,
        }  # fmt: skip
        facts.append(Fact(_("收款账户"), words, origin(account.known)))
    else:
        facts.append(Fact(_("收款账户"), _("未登记"), _("确认前须登记，否则无法发放"), is_unknown=True))
    return tuple(facts)


def _asset(each: AssetView) -> Fact:
    label = str(AssetKind(each.kind).label) + (bracketed(AssetUse(each.use).label) if each.use else "")
    if each.count == 0 or (each.count == 1 and each.amount_fen == 0 and each.kind in {"deposit", "security", "fund"}):
        return Fact(label, _("没有"), origin(each.known))
    worth = yuan_words(each.amount_fen) if each.amount_fen else ""
    count = "" if each.kind == AssetKind.DEPOSIT else _("%(n)s 项") % {"n": each.count}
    return Fact(label, " ".join(part for part in (count, worth) if part), origin(each.known))


def _supporter(each: SupporterView, names: dict[int, str]) -> Fact:
    about = {"supporter": each.name, "name": names.get(each.person_id, ""), "relation": each.relation_label}
    income = _("人均收入未知")
    if each.income_month_fen is not None:
        income = _("人均收入%(sum)s") % {"sum": amount_words(each.income_month_fen, Period.MONTH)}
    words = [
        _("%(supporter)s（%(name)s的%(relation)s）") % about,
        _("%(age)s岁") % {"age": each.age_years},
        income,
        _("赡养 %(n)s 人") % {"n": each.supported_count},
    ]
    if each.agreed_month_fen:
        words.append(_("约定给付%(sum)s") % {"sum": amount_words(each.agreed_month_fen, Period.MONTH)})
    unknown = each.income_month_fen is None
    return Fact(_("赡养、抚养、扶养义务人"), comma().join(words), origin(each.known), is_unknown=unknown)


def _declared(view: HouseholdView) -> list[Fact]:
    declared = view.declaration
    if declared is None:
        return []
    where = origin(declared.known)
    answers = [
        (_("雇用他人经营"), declared.employs_others),
        (_("三年内购买住房"), declared.bought_house_in_3_years),
    ]
    facts = [Fact(label, _("是") if answer else _("否"), where) for label, answer in answers if answer is not None]
    if declared.support_payment_fen is not None:
        facts.append(Fact(_("赡养、抚养、扶养费"), amount_words(declared.support_payment_fen, Period.MONTH), where))
    return facts
