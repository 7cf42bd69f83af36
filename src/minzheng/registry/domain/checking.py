"""Is this household fit to be registered? Every problem is found and named; nothing is guessed or repaired silently.

Used by registering one household, by registering thousands, and by dry runs of imports.
"""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from minzheng.kernel.fen import format_yuan
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.registry.codes import check_condition, check_relation
from minzheng.registry.domain.intake import Amount, NewAsset, NewHousehold, NewMember
from minzheng.registry.enums import (
    AreaKind,
    AssetKind,
    AssetUse,
    ConditionKind,
    ExpenseKind,
    IncomeKind,
    Period,
    Relation,
)
from minzheng.registry.validators import clean_account_number, clean_name, clean_phone, clean_text
from minzheng.services.papers.characters import unsupported_characters

INCOME_KINDS, EXPENSE_KINDS = frozenset(IncomeKind.values), frozenset(ExpenseKind.values)
PERIODS, CONDITION_KINDS = frozenset(Period.values), frozenset(ConditionKind.values)


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `member` is the position in `members` (None: the household itself), `field` the field's code."""

    member: int | None
    field: str
    message: str

    def __str__(self) -> str:
        """Return the sentence with its place."""
        return (
            self.message
            if self.member is None
            else _("第 %(member)s 位成员：%(message)s") % {"member": self.member + 1, "message": self.message}
        )


class HouseholdRefused(Refused):
    """The household cannot be registered; `problems` lists every reason."""

    def __init__(self, problems: list[Problem], *, where: str = "") -> None:
        self.problems = problems
        reasons = clauses(f"{number}. {problem}" for number, problem in enumerate(problems, 1))
        super().__init__(
            _("%(where)s家庭不能登记，共 %(count)s 处问题：%(reasons)s。请更正后重新提交。")
            % {"where": where, "count": len(problems), "reasons": reasons}
        )


@dataclass(frozen=True)
class CheckedMember:
    """A member whose values are in their kept form."""

    name: str
    id_number: IdNumber
    relation: str
    phone: str
    new: NewMember


@dataclass(frozen=True)
class CheckedHousehold:
    """A household in its kept form, with the first day of what is known about it."""

    new: NewHousehold
    address: str
    members: tuple[CheckedMember, ...]
    holds_from: dt.date
    account_number: str
    source: str


@dataclass
class _Findings:
    problems: list[Problem] = field(default_factory=list)

    def tell(self, member: int | None, field_code: str, message: str) -> None:
        self.problems.append(Problem(member, field_code, message.rstrip("。")))

    def attempt(self, member: int | None, field_code: str, clean: Callable[[], str]) -> str:
        """Return what `clean` returns; if it raises, tell why and return an empty text."""
        try:
            return clean()
        except ValueError as error:
            self.tell(member, field_code, str(error))
        return ""


def check(
    new: NewHousehold, *, on: dt.date, villages: Container[str], source: str = ""
) -> tuple[CheckedHousehold | None, list[Problem]]:
    """Return the household in its kept form, or None, and everything wrong with it, as seen on the day `on`.

    `villages` holds the codes of level 5. What needs the database (is the person known already?) is not asked here.
    """
    findings = _Findings()
    holds_from = new.holds_from or on
    address = _check_place(new, findings, villages)
    if holds_from > on:
        findings.tell(
            None,
            "holds_from",
            _("起始日期 %(holds_from)s 晚于办理日 %(on)s，请核对") % {"holds_from": holds_from, "on": on},
        )
    kept_source = findings.attempt(
        None, "source", lambda: clean_text(new.source or source, what=_("来源"), longest=200)
    )
    members = [_check_member(member, place, findings, on) for place, member in enumerate(new.members)]
    _check_composition(new, members, findings)
    _check_means(new, findings, on)
    account_number = _check_account(new, findings)
    if findings.problems:
        return None, findings.problems
    kept = tuple(member for member in members if member is not None)
    return CheckedHousehold(new, address, kept, holds_from, account_number, kept_source), []


def _check_place(new: NewHousehold, findings: _Findings, villages: Container[str]) -> str:
    if new.division_code not in villages:
        findings.tell(
            None,
            "division_code",
            _("区划代码“%(division_code)s”不是区划表中的村（社区），请从列表中选择所在的村（社区）")
            % {"division_code": new.division_code},
        )
    if new.area_kind not in AreaKind.values:
        findings.tell(
            None, "area_kind", _("适用标准“%(area_kind)s”不明，请选择城市标准或农村标准") % {"area_kind": new.area_kind}
        )
    if not new.members:
        findings.tell(None, "members", _("没有家庭成员，请至少填写户主"))
    return findings.attempt(None, "address", lambda: clean_text(new.address, what=_("住址"), longest=200))


def check_member(new: NewMember, *, on: dt.date) -> tuple[CheckedMember | None, list[Problem]]:
    """Do the same for one person who joins a household that exists; relations are judged with the household."""
    findings = _Findings()
    member = _check_member(new, 0, findings, on)
    if new.relation not in Relation.values:
        findings.tell(
            0,
            "relation",
            _("%(name)s 与户主关系“%(relation)s”不是 GB/T 4761 的代码，请改填代码表中的关系")
            % {"name": new.name.strip(), "relation": new.relation},
        )
    return (None if findings.problems else member), findings.problems


def _check_member(new: NewMember, place: int, findings: _Findings, on: dt.date) -> CheckedMember | None:
    before = len(findings.problems)
    name = findings.attempt(place, "name", lambda: printable_name(new.name))
    phone = findings.attempt(place, "phone", lambda: clean_phone(new.phone))
    id_number = None
    try:
        id_number = IdNumber.parse(new.id_number, on=on)
    except IdNumberError as error:
        findings.tell(
            place,
            "id_number",
            _("%(name)s 的身份证号码有误：%(error)s") % {"name": name or new.name.strip(), "error": error},
        )
    _check_conditions(new.conditions, place, findings)
    _check_amounts(new.incomes, INCOME_KINDS, place, findings, _("收入"))
    _check_amounts(new.expenses, EXPENSE_KINDS, place, findings, _("支出"))
    if id_number is None or len(findings.problems) > before:
        return None
    return CheckedMember(name, id_number, new.relation, phone, new)


def printable_name(text: str) -> str:
    """Return the name in its kept form; raise ValueError if it is none or if letters and lists could not print it."""
    name = clean_name(text)
    unprintable = sorted(unsupported_characters(name))
    if unprintable:
        raise ValueError(
            _(
                "姓名“%(name)s”中的“%(letter)s”（U+%(code)s）没有印刷字形，文书上会缺字。"
                "请核对是否录错；确为生僻字的，请联系系统管理员补充字库后再登记"
            )
            % {"name": name, "letter": unprintable[0], "code": f"{ord(unprintable[0]):04X}"}
        )
    return name


def _check_conditions(conditions: Mapping[str, str], place: int, findings: _Findings) -> None:
    for kind, code in conditions.items():
        if kind not in CONDITION_KINDS:
            findings.tell(place, "conditions", _("个人情形“%(kind)s”不在代码表中，请核对") % {"kind": kind})
        elif len(code) > 32:
            findings.tell(
                place, "conditions", _("%(kind)s的代码超过 32 个字符，请缩短") % {"kind": ConditionKind(kind).label}
            )
        else:
            findings.attempt(place, "conditions", partial(check_condition, kind, code))


def _check_amounts(
    amounts: Mapping[str, Amount], kinds: Container[str], place: int, findings: _Findings, what: str
) -> None:
    for kind, amount in amounts.items():
        if kind not in kinds:
            findings.tell(place, kind, _("%(what)s种类“%(kind)s”不在代码表中，请核对") % {"what": what, "kind": kind})
        elif amount.period not in PERIODS:
            findings.tell(
                place,
                kind,
                _("%(what)s的计量期“%(period)s”不明，请写明按月还是按年") % {"what": what, "period": amount.period},
            )
        elif amount.fen < 0:
            label = IncomeKind(kind).label if kind in INCOME_KINDS else ExpenseKind(kind).label
            findings.tell(
                place,
                kind,
                _("%(label)s为负数（%(yuan)s 元），%(what)s不能小于零；亏损请按 0 填写并说明")
                % {"label": label, "yuan": format_yuan(amount.fen), "what": what},
            )


def _check_composition(new: NewHousehold, members: list[CheckedMember | None], findings: _Findings) -> None:
    """One head, nobody twice, relations that fit the sexes."""
    heads = [place for place, member in enumerate(new.members) if member.relation == Relation.HEAD]
    if new.members and not heads:
        findings.tell(None, "members", _("没有户主。每户须有且只有一名户主，请把户主的关系填为“户主（02）”"))
    if len(heads) > 1:
        names = listed(new.members[place].name.strip() for place in heads)
        findings.tell(
            None,
            "members",
            _("有 %(count)s 名户主（%(names)s）。每户只能有一名户主，请更正其余成员与户主的关系")
            % {"count": len(heads), "names": names},
        )
    seen: dict[str, int] = {}
    head = members[heads[0]] if len(heads) == 1 else None
    for place, member in enumerate(members):
        if member is None:
            continue
        first = seen.setdefault(member.id_number.value, place)
        if first != place:
            findings.tell(
                place,
                "id_number",
                _("%(name)s 与第 %(first)s 位成员的身份证号码相同，同一人不能重复登记，请核对")
                % {"name": member.name, "first": first + 1},
            )
        if head is None and member.relation in Relation.values:
            continue
        try:
            check_relation(member.relation, sex=member.id_number.sex, head_sex=(head or member).id_number.sex)
        except ValueError as error:
            findings.tell(place, "relation", _("%(name)s 的%(error)s") % {"name": member.name, "error": error})


def _check_means(new: NewHousehold, findings: _Findings, on: dt.date) -> None:
    seen: set[tuple[str, str]] = set()
    for asset in new.assets:
        _check_asset(asset, findings, on)
        if (asset.kind, asset.use) in seen:
            findings.tell(
                None, "assets", _("财产“%(kind)s”写了两次，请合并为一项并写明数量和总价值") % {"kind": asset.kind}
            )
        seen.add((asset.kind, asset.use))
    declared = new.declaration
    if declared and declared.support_payment_fen is not None and declared.support_payment_fen < 0:
        findings.tell(None, "support_payment_fen", _("赡（抚、扶）养费为负数，不能小于零，请核对"))


def _check_asset(asset: NewAsset, findings: _Findings, on: dt.date) -> None:
    for message in asset_problems(
        kind=asset.kind,
        use=asset.use,
        count=asset.count,
        amount_fen=asset.amount_fen,
        acquired_on=asset.acquired_on,
        on=on,
    ):
        findings.tell(None, "assets", message)


def asset_problems(
    *, kind: str, use: str, count: int, amount_fen: int, acquired_on: dt.date | None, on: dt.date
) -> list[str]:
    """Return what is wrong with an asset as seen on a day. Money in fen."""
    problems = []
    if kind not in AssetKind.values:
        problems.append(_("财产种类“%(kind)s”不在代码表中，请核对") % {"kind": kind})
    if use not in AssetUse.values:
        problems.append(_("财产用途“%(use)s”不在代码表中，请核对") % {"use": use})
    if count < 0 or amount_fen < 0:
        problems.append(_("财产的数量和价值不能小于零，请核对"))
    if acquired_on is not None and acquired_on > on:
        problems.append(
            _("财产取得日期 %(acquired_on)s 晚于办理日 %(on)s，请核对") % {"acquired_on": acquired_on, "on": on}
        )
    return problems


def _check_account(new: NewHousehold, findings: _Findings) -> str:
    account = new.account
    if account is None:
        return ""
    if not 0 <= account.holder < len(new.members):
        findings.tell(None, "account", _("收款账户的持有人不在家庭成员之列，请从成员中选择持有人"))
    findings.attempt(None, "account", lambda: clean_text(account.bank_name, what=_("开户银行"), longest=64))
    return findings.attempt(None, "account", lambda: clean_account_number(account.account_number))
