"""The list of household members: one row is one person; rows belong together by certificate, head, or order."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.draft import PersonDraft
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.reading.book import Value
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.idnumber import IdNumber

HEAD = "02"


@dataclass
class MemberGroup:
    """The people of one household as the member list has them."""

    certificate_number: str = ""
    head_name: str = ""
    head_id: str = ""
    area_kind: str | None = None
    address: str = ""
    lines: list[Line] = field(default_factory=list)
    people: list[PersonDraft] = field(default_factory=list)

    @property
    def heads(self) -> list[PersonDraft]:
        """Return everybody said to be the head."""
        return [person for person in self.people if person.relation == HEAD]

    @property
    def key_ids(self) -> set[str]:
        """Return the ID numbers by which the payment list may know this household."""
        return {found for found in (self.head_id, *(head.id_number for head in self.heads)) if found}


def groups(lines: Iterable[Line], *, on: dt.date) -> list[MemberGroup]:
    """Return the households of a member list. A blank certificate or head belongs to the household above it."""
    found: list[MemberGroup] = []
    by_certificate: dict[str, MemberGroup] = {}
    for line in lines:
        certificate = cells.plain(line.raw("certificate_number"))
        certificate = "" if certificate in cells.BLANKS else certificate
        person = _person(line, on)
        head_name = cells.plain(line.raw("head_name"))
        head_id = _loose_id(line, on)
        group = by_certificate.get(certificate) if certificate else None
        if group is None and found and not certificate and _belongs(found[-1], line, person, head_name, head_id):
            group = found[-1]
        if group is None:
            group = MemberGroup(certificate_number=certificate)
            found.append(group)
            if certificate:
                by_certificate[certificate] = group
        group.head_name = group.head_name or head_name
        group.head_id = group.head_id or head_id
        group.area_kind = group.area_kind or line.get("area_kind", cells.area_kind)
        group.address = group.address or line.get("address", cells.text) or ""
        group.lines.append(line)
        group.people.append(person)
    return found


def _belongs(group: MemberGroup, line: Line, person: PersonDraft, head_name: str, head_id: str) -> bool:
    """Whether a row without certificate goes on with the household above. Two blanks are not the same name."""
    if head_id:
        return head_id in group.key_ids
    if head_name and head_name != group.head_name:
        return False
    if person.relation == HEAD:
        return bool(head_name) and not line.has("certificate_number") and person.name != head_name
    return True


def _loose_id(line: Line, on: dt.date) -> str:
    found: IdNumber | None = line.get("head_id", partial(cells.id_number, on=on))
    return found.value if found else ""


def _person(line: Line, on: dt.date) -> PersonDraft:
    person = PersonDraft(sheet=line.sheet.name, row=line.row)
    person.name = line.need("member_name", cells.name, "name_empty")
    id_number = line.need("id_number", partial(cells.id_number, on=on), "id_empty")
    person.relation = line.need("relation", cells.relation, "relation_empty")
    person.phone = line.get("phone", cells.phone, Severity.WARNING) or ""
    person.is_covered = line.get("is_covered", cells.yes_no)
    if id_number is not None:
        person.id_number, person.sex = id_number.value, id_number.sex
        compare(line, id_number)
    read_conditions(line, person)
    read_money(line, person)
    _read_assets(line, person)
    return person


def compare(line: Line, id_number: IdNumber) -> None:
    """Sex and birth say again what the ID number says; where they differ one of them belongs to somebody else."""
    sex = line.get("sex", cells.sex)
    if sex is not None and sex != id_number.sex:
        said, meant = (_("男") if code == "1" else _("女") for code in (sex, id_number.sex))
        line.error(
            "sex",
            "sex_differs",
            _("性别写“%(said)s”，身份证号表示“%(meant)s”；请核对哪个错了") % {"said": said, "meant": meant},
        )
    birth = line.get("birth", cells.birth)
    born = id_number.birth_date
    if birth is not None and (birth.year, birth.month, birth.day or born.day) != (born.year, born.month, born.day):
        line.error("birth", "birth_differs", _("出生年月与身份证号中的出生日期不一致；请核对哪个错了"))


def read_conditions(line: Line, person: PersonDraft) -> None:
    """Read disability, illness and study into the person."""
    before = len(line.problems)
    kind, grade = line.get("disability", cells.disability) or ("", "")
    kind = kind or line.get("disability_kind", cells.disability_kind) or ""
    grade = grade or line.get("disability_grade", cells.disability_grade) or ""
    if kind and grade:
        person.conditions["disability"] = f"{kind}.{grade}"
    elif (kind or grade) and len(line.problems) == before:
        at = "disability_kind" if line.has("disability_kind") else "disability_grade"
        line.error(at, "disability_incomplete", _("残疾类别和残疾等级须同时填写"))
    for code, condition in (("serious_illness", "serious_illness"), ("student", "full_time_student")):
        if line.get(code, cells.yes_no):
            person.conditions[condition] = ""


def read_money(line: Line, person: PersonDraft) -> None:
    """Incomes of one kind add up; all of them are for one period, which the header must say."""
    columns = [line.header.column(code) for code in line.header.columns]
    wanted = [column for column in columns if column.type in ("income", "cost")]
    total, complete = 0, True
    for column in wanted:
        fen = line.get(column.code, not_negative)
        if fen is None:
            complete = complete and column.type != "income"
            continue
        span = period(line.header, column.code)
        if not span:
            continue
        target = person.incomes if column.type == "income" else person.expenses
        target[column.kind] = (target.get(column.kind, (0, span))[0] + fen, span)
        total += fen if column.type == "income" else 0
    said = line.get("income_sum", cells.money)
    if said is not None and complete and said != total:
        reason = _("收入合计写 %(said)s，各项相加为 %(total)s") % {
            "said": format_yuan(said),
            "total": format_yuan(total),
        }
        line.warn("income_sum", "income_sum_differs", reason)


def not_negative(value: Value) -> int:
    """Return fen; raise CellProblem for less than nothing."""
    try:
        return cells.money(value)
    except cells.CellProblem as problem:
        if problem.code == "money_negative":
            raise cells.CellProblem(
                "income_negative", _("收入和支出不能是负数；没有收入请填 0，不清楚请留空")
            ) from problem
        raise


def period(header: Header, code: str) -> str:
    """Return "month" or "year" as the header of a money column says, "" if it says neither or both."""
    for said in (header.titles[header.columns[code]], header.heading):
        words = re.sub(r"\d+年度?|\d+月份?|年月|年龄", "", said)
        if ("月" in words) != ("年" in words):
            return "month" if "月" in words else "year"
    return ""


def _read_assets(line: Line, person: PersonDraft) -> None:
    deposit = line.get("deposit", not_negative, Severity.WARNING)
    if deposit is not None:
        person.assets.append({"kind": "deposit", "use": "", "count": 1, "amount_fen": deposit})
    for code in ("passenger_car", "house"):
        if not line.has(code):
            continue
        column = line.header.column(code)
        number = line.get(code, partial(_holding, column.kind), Severity.WARNING)
        if number is not None:
            person.assets.append({"kind": column.kind, "use": column.use, "count": number, "amount_fen": 0})
    for code, declared in (("employs_others", "employs_others"), ("bought_house", "bought_house_in_3_years")):
        said = line.get(code, cells.yes_no, Severity.WARNING)
        if said is not None:
            person.declares[declared] = said


def _holding(kind: str, value: Value) -> int:
    """Return how many; a house that is rented or missing is none."""
    found = cells.plain(value)
    if kind == "house" and found in {"无房", "租房", "租住", "借住", "寄居"}:
        return 0
    if found in {"有", "有房", "是"}:
        raise cells.CellProblem("count_invalid", _("请写明数量（“有”不是数量）；没有请填 0"))
    return cells.count(value)
