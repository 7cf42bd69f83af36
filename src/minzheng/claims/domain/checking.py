"""What must hold of a line before it is reckoned; everything that does not is said at once, in words to act on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minzheng.claims.formats.reading import Line
from minzheng.claims.models import Claim, Designation
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.hospitals import is_designated
from minzheng.claims.queries.status import Status, Statuses
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.registry.models import Person


@dataclass(frozen=True)
class Ground:
    """What lines are checked against: people by ID number, their statuses and deaths, the hospital's agreements.

    `taken` are living bills by number.
    """

    people: Mapping[str, Person]
    statuses: Statuses
    deaths: Mapping[int, date]
    agreements: list[Designation]
    taken: Mapping[str, Claim]
    today: date


@dataclass(frozen=True)
class Checked:
    """A line with the person it is about; settled only without problems."""

    line: Line
    person: Person | None
    status: Status
    problems: tuple[str, ...]


def id_number(line: Line) -> str:
    """Return the normalised number of a line, empty if it is none."""
    try:
        return IdNumber.parse(str(line.values.get("id_number") or "")).value
    except IdNumberError:
        return ""


def check(line: Line, ground: Ground, seen: Mapping[str, int]) -> Checked:
    """Return a line with all that is wrong with it. `seen`: the rows of this file by bill number, the first of each."""
    values = line.values
    person = ground.people.get(id_number(line))
    problems = [*line.problems]
    if not line.problems:
        problems += [*_days(values, ground.today), *_money(values)]
    problems += _bill(line, ground, seen)
    problems += _person(values, person)
    status = Status()
    whole = isinstance(values.get("discharged_on"), date) and isinstance(values.get("admitted_on"), date)
    if person is not None and whole:
        status = ground.statuses.on(person.pk, values["discharged_on"])
        problems += _membership(values, person, status, ground)
        problems += [*_born(values, person), *_alive(values, person, ground)]
    if whole and not values.get("is_emergency") and not is_designated(ground.agreements, values["admitted_on"]):
        problems.append(
            _("入院日%(day)s不在这家医院的定点协议期内。急诊抢救的请标明“急诊抢救”，否则由本人事后申请。")
            % {"day": values["admitted_on"]}
        )
    return Checked(line, person, status, tuple(problems))


def _bill(line: Line, ground: Ground, seen: Mapping[str, int]) -> list[str]:
    number = line.values.get("number") or ""
    if not number:
        return []
    if seen.get(number, line.row) != line.row:
        return [_("结算单号与本文件第%(row)d行重复。一张结算单只能报一次，请删去多报的一行。") % {"row": seen[number]}]
    taken = ground.taken.get(number)
    if taken is None or taken.is_reversal:
        return []
    where = taken.hospital.name if taken.hospital else _("个人申请")
    return [
        _("结算单号已由%(where)s于%(day)s结算过，不能再次救助。确有错误的，请在原结算单上更正。")
        % {"where": where, "day": taken.settled_on}
    ]


def _days(values: Mapping[str, Any], today: date) -> list[str]:
    admitted, discharged, settled = values["admitted_on"], values["discharged_on"], values["settled_on"]
    found = []
    if admitted > discharged:
        found.append(_("出院日期%(out)s早于入院日期%(in)s。") % {"out": discharged, "in": admitted})
    if discharged > settled:
        found.append(_("结算日期%(settled)s早于出院日期%(out)s。") % {"settled": settled, "out": discharged})
    if settled > today:
        found.append(_("结算日期%(day)s晚于今天。") % {"day": settled})
    return found


def _money(values: Mapping[str, Any]) -> list[str]:
    paid = sum(values[name] for name in OUTGO)
    if values["bill_fen"] <= 0:
        return [_("总费用应大于零。")]
    if paid > values["bill_fen"]:
        return [
            _("目录外、不符合规定的费用与各方支付合计%(paid)s元，超过总费用%(bill)s元。请核对结算单。")
            % {"paid": format_yuan(paid), "bill": format_yuan(values["bill_fen"])}
        ]
    laid_out = values.get("laid_out_fen") or 0
    if laid_out > values["bill_fen"] - paid:
        return [_("医院垫付的救助%(yuan)s元超过各方支付后的余额。") % {"yuan": format_yuan(laid_out)}]
    return []


def _person(values: Mapping[str, Any], person: Person | None) -> list[str]:
    try:
        IdNumber.parse(str(values.get("id_number") or ""))
    except IdNumberError as error:
        return [_("身份证号码有误：%(why)s") % {"why": error}]
    if person is None:
        return [_("本县没有登记这个人。请核对号码；不是本县救助对象的，不在这里结算。")]
    if values.get("name") and values["name"] != person.name:
        return [_("姓名与登记的不一致。请核对姓名和身份证号码。")]
    return []


def _membership(values: Mapping[str, Any], person: Person, status: Status, ground: Ground) -> list[str]:
    if not status.is_member:
        return [
            _("出院日%(day)s不是医疗救助对象。请由本人另行申请，不能一站式结算。") % {"day": values["discharged_on"]}
        ]
    before = ground.statuses.on(person.pk, values["admitted_on"])
    if not before.is_member and not status.reaches_back:
        return [_("入院日%(day)s还不是医疗救助对象，这次住院不在身份有效期内。") % {"day": values["admitted_on"]}]
    return []


def _born(values: Mapping[str, Any], person: Person) -> list[str]:
    if values["admitted_on"] >= person.birth_date:
        return []
    return [
        _("入院日%(day)s早于登记的出生日期%(born)s。请核对日期和身份证号码。")
        % {"day": values["admitted_on"], "born": person.birth_date}
    ]


def _alive(values: Mapping[str, Any], person: Person, ground: Ground) -> list[str]:
    died = ground.deaths.get(person.pk)
    if died is None or values["discharged_on"] <= died:
        return []
    if values.get("death_certificate") and values["admitted_on"] <= died:
        return []
    return [
        _("登记的死亡日期%(died)s早于出院日期%(out)s。院内死亡的，请填写死亡证明编号；否则请核对身份。")
        % {"died": died, "out": values["discharged_on"]}
    ]
