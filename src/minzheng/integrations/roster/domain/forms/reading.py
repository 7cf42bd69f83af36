"""A form on which one household is written becomes a draft of it; what has no place in the register is kept as text."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells, member_rows
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft, PersonDraft
from minzheng.integrations.roster.domain.forms.found import Form
from minzheng.integrations.roster.domain.forms.labels import Labels
from minzheng.integrations.roster.domain.forms.layouts import INCOMES, MEMBERS, SUPPORTERS, form_words
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import clauses, listed

HEAD = "02"
COUNTED = ("wage", "business", "property", "transfer", "other")
# What is known of somebody who is said to have no income at all.
NOTHING = dict.fromkeys(COUNTED, (0, "year"))
NO_HOME = ("租", "寄居", "借住", "无房", "子女同住", "与子女")
DISABILITY = re.compile(r"(视力|听力|言语|肢体|智力|精神|多重)(?:残疾)?([1-4一二三四])级")
# Boxes of these say what is not asked of one person, or has no place in the register.
AS_TEXT = "text"


def draft(form: Form, *, places: Places, on: dt.date, notes: list[Problem]) -> HouseholdDraft:
    """Return the household of a form; what is wrong is noted at its cells, what is left aside in `notes`."""
    labels = Labels(form)
    household = HouseholdDraft(sheet=form.sheet.name, row=labels.row, line=labels)
    household.holds_from = _day(labels, on).isoformat()
    _read_people(form, labels, household, on)
    _read_place(labels, household, places)
    _read_means(labels, household)
    _read_incomes(form, household)
    _read_texts(form, labels, household, notes)
    _check_sums(labels, household)
    return household


def _day(labels: Labels, on: dt.date) -> dt.date:
    day = labels.get("visited_on", cells.date, Severity.WARNING)
    if day is not None and day > on:
        labels.error("visited_on", "date_future", _("日期 %(day)s 晚于今天，请核对") % {"day": day})
    return on if day is None else min(day, on)


def _read_people(form: Form, labels: Labels, household: HouseholdDraft, on: dt.date) -> None:
    header, rows = form.tables.get(MEMBERS, (None, []))
    for row in rows:
        if header is None:
            continue
        line = Line(form.sheet, header, row, {})
        household.member_lines.append(line)
        household.members.append(_person(line, on))
    name = labels.get("head_name", cells.name)
    number = labels.get("head_id", partial(cells.id_number, on=on))
    head = next((each for each in household.members if each.relation == HEAD), None)
    if head is None and name is not None:
        head = next((each for each in household.members if each.name == name), None)
    if head is None and name is not None:
        head = PersonDraft(sheet=form.sheet.name, row=0, name=name, relation=HEAD)
        household.members.insert(0, head)
    if head is None:
        labels.error("head_name", "name_empty", _("没有写户主（申请人）姓名"))
        return
    head.relation = HEAD
    if number is not None and head.id_number and head.id_number != number.value:
        labels.error("head_id", "head_differs", _("户主的身份证号与成员表中的不同，请核对哪个错了"))
    if number is not None and not head.id_number:
        head.id_number, head.sex = number.value, number.sex
    head.phone = head.phone or labels.get("phone", cells.phone, Severity.WARNING) or ""
    household.members.remove(head)
    household.members.insert(0, head)
    household.head = head


def _person(line: Line, on: dt.date) -> PersonDraft:
    person = PersonDraft(sheet=line.sheet.name, row=line.row)
    person.name = line.need("member_name", cells.name, "name_empty")
    number = line.get("id_number", partial(cells.id_number, on=on))
    person.relation = line.get("relation", cells.relation)
    person.phone = line.get("phone", cells.phone, Severity.WARNING) or ""
    if number is not None:
        person.id_number, person.sex = number.value, number.sex
        member_rows.compare(line, number)
    _read_health(line, person)
    _read_total(line, person)
    return person


def _read_health(line: Line, person: PersonDraft) -> None:
    """A disability counts with kind and grade, an illness by a word of the list; other words are shown, not judged."""
    said = cells.ticked(line.raw("health"))
    kind = line.get("disability_kind", cells.disability_kind) or ""
    grade = cells.plain(line.raw("disability_grade"))
    found = DISABILITY.search(said) or DISABILITY.search(f"{cells.plain(line.raw('disability_kind'))}{grade}")
    if found:
        person.conditions["disability"] = f"{cells.disability_kind(found[1])}.{cells.disability_grade(found[2])}"
    elif kind or "残疾" in said or grade not in cells.BLANKS | cells.NOTHING:
        at = "health" if "残疾" in said else "disability_grade"
        line.warn(at, "disability_incomplete", _("残疾没有登记：须同时写明类别和等级，如“肢体二级”"))
    if any(word in said for word in form_words().illnesses):
        person.conditions["serious_illness"] = ""
    elif said and not found and "残疾" not in said and not any(word in said for word in form_words().healthy):
        line.warn("health", "health_as_text", _("“%(said)s”不在重病名单中，没有登记为重病") % {"said": said[:20]})
    if any(word in cells.plain(line.raw("occupation")) for word in form_words().students):
        person.conditions["full_time_student"] = ""


def _read_total(line: Line, person: PersonDraft) -> None:
    """One sum for everything: nothing is nothing of each kind; more than nothing is of the kind the occupation says."""
    code = next((each for each in ("income_year", "income_month") if line.has(each)), "")
    fen = line.get(code, member_rows.not_negative) if code else None
    if fen is None:
        return
    span = line.header.column(code).span
    person.income_total = (fen, span)
    if fen == 0:
        person.incomes |= NOTHING
        return
    occupation = cells.plain(line.raw("occupation"))
    kind = next((code for word, code in form_words().occupations.items() if word in occupation), "other")
    person.incomes[kind] = (fen, span)
    label = {"wage": _("工资性收入"), "business": _("经营净收入"), "transfer": _("转移净收入")}.get(kind, _("其他收入"))
    reason = _("收入没有分项，按职业状况“%(occupation)s”记为%(kind)s；请核对") % {
        "occupation": occupation or _("未写"),
        "kind": label,
    }
    line.warn(code, "income_kind_assumed", reason)


def _read_place(labels: Labels, household: HouseholdDraft, places: Places) -> None:
    hint = f"{labels.sheet.name} {labels.form.heading}"
    township, division = cells.plain(labels.raw("township")), cells.plain(labels.raw("division"))
    if division or township:
        try:
            place = places.village(township=township, division=division, hint=hint)
        except cells.CellProblem as problem:
            labels.error("division" if labels.has("division") else "township", problem.code, problem.reason)
        else:
            household.division_code, household.division_name = place.code, places.full_name(place.code)
    household.address = labels.get("address", cells.text) or household.division_name
    household.area_kind = labels.get("area_kind", cells.area_kind, Severity.WARNING)
    if household.area_kind is None:
        said = {code for text, code in words().area_kinds.items() if len(text) > 2 and text in hint}
        said |= {code for text, code in (("城市", "urban"), ("城镇", "urban"), ("农村", "rural")) if text in hint}
        household.area_kind = said.pop() if len(said) == 1 else None


def _read_means(labels: Labels, household: HouseholdDraft) -> None:
    head = household.head
    if head is None:
        return
    for code in ("deposit", "financial", "security", "fund", "insurance", "bond"):
        fen = labels.get(code, member_rows.not_negative, Severity.WARNING)
        if fen is not None:
            head.assets.append(_asset(labels.label(code).kind, fen=fen))
    each = labels.get("deposit_each", member_rows.not_negative, Severity.WARNING)
    if each is not None:
        head.assets.append(_asset("deposit", fen=each * len(household.members)))
    home = labels.text("house")
    if home:
        head.assets.append(_asset("house", use="living", count=0 if _has_none(home, NO_HOME) else 1))
    _read_vehicles(labels, head)
    care = labels.text("self_care")
    if care and len(household.members) == 1:
        known = form_words().self_care.get(care)
        if known:
            head.conditions["self_care"] = known
        else:
            labels.warn("self_care", "self_care_unknown", _("自理能力认不出来；应为完全自理、半失能或完全失能"))
    for code in ("wage", "farming", "breeding", "trade", "leased_out", "rent", "property", "transfer", "support"):
        _read_text_income(labels, head, code)
    for code in ("subsidy", "other_income", "illness_cost"):
        _read_text_income(labels, head, code)


def _read_vehicles(labels: Labels, head: PersonDraft) -> None:
    said = labels.text("vehicles")
    if not said:
        return
    if _has_none(said, ()):
        head.assets.append(_asset("vehicle", use="passenger", count=0))
        return
    if "农机" in said:
        head.assets.append(_asset("machinery", count=1))
    if "汽车" in said or "轿车" in said:
        number = re.search(r"([1-9])[辆台]", said)
        head.assets.append(_asset("vehicle", use="passenger", count=int(number[1]) if number else 1))
    elif "农机" not in said:
        labels.warn("vehicles", "vehicle_unknown", _("“%(said)s”看不出是不是汽车，没有登记") % {"said": said[:20]})


def _read_text_income(labels: Labels, head: PersonDraft, code: str) -> None:
    """Amounts within text. Several labels of one kind add up if they are for the same time."""
    found = labels.get(code, cells.amount_in_text, Severity.WARNING)
    if found is None:
        return
    fen, span = found
    label = labels.label(code)
    target = head.expenses if label.type == "cost_text" else head.incomes
    before = target.get(label.kind)
    if before is not None and before[1] != span and before[0] and fen:
        before = (before[0] * 12, "year") if before[1] == "month" else before
        fen, span = (fen * 12, "year") if span == "month" else (fen, span)
    if before is not None:
        span = span if fen else before[1]
        fen += before[0]
    target[label.kind] = (fen, span)


def _read_incomes(form: Form, household: HouseholdDraft) -> None:
    """The table of incomes by kind: its names are those of the members."""
    header, rows = form.tables.get(INCOMES, (None, []))
    for row in rows:
        if header is None:
            return
        line = Line(form.sheet, header, row, {})
        household.member_lines.append(line)
        name = line.need("member_name", cells.name, "name_empty")
        person = next((each for each in household.members if each.name == name), None)
        if person is None:
            if name is not None:
                line.error("member_name", "income_of_nobody", _("收入表中的这个人不在成员之列；请核对姓名"))
            continue
        person.incomes = {}
        member_rows.read_money(line, person)
        total = sum(fen for fen, _span in person.incomes.values())
        said = line.get("sum", cells.money, Severity.WARNING)
        if said is not None and said != total:
            reason = _("收入合计写 %(said)s，各项相加为 %(total)s") % {
                "said": format_yuan(said),
                "total": format_yuan(total),
            }
            line.warn("sum", "income_sum_differs", reason)
        unclear = [code for code in header.columns if header.column(code).type == "income"]
        if unclear and not member_rows.period(header, unclear[0]):
            line.error(unclear[0], "income_period_unknown", _("没有写明是月收入还是年收入；请在表名写明“月”或“年”"))


def _read_texts(form: Form, labels: Labels, household: HouseholdDraft, notes: list[Problem]) -> None:
    """What was read and not registered is said, so that nobody believes it is in the register."""
    for code in form.values:
        said = labels.text(code)
        if form_words().labels[code].type == AS_TEXT and said not in cells.BLANKS:
            household.texts[form_words().labels[code].name] = said[:200]
    if household.texts:
        names = listed(household.texts)
        reason = _("读到、随批次保存、但没有登记到家庭档案的栏目：%(names)s") % {"names": names}
        notes.append(Problem(form.sheet.name, None, "", Severity.NOTE.value, "texts_kept", reason))
    header, rows = form.tables.get(SUPPORTERS, (None, []))
    if header is not None and rows:
        people = []
        for row in rows:
            line = Line(form.sheet, header, row, {})
            cells_of = [cells.plain(line.raw(code)) for code in header.columns]
            people.append(" ".join(text for text in cells_of if text))
        household.texts[str(_("赡抚扶养义务人"))] = clauses(people)[:1000]
        reason = _("读到 %(n)d 名赡抚扶养义务人，随批次保存；表上没有出生日期和赡养人数，请在家庭档案中登记") % {
            "n": len(rows)
        }
        notes.append(Problem(form.sheet.name, header.row + 1, "", Severity.NOTE.value, "supporters_kept", reason))


def _check_sums(labels: Labels, household: HouseholdDraft) -> None:
    """What the form says of the whole must be what its people add up to."""
    size = labels.get("household_size", cells.count, Severity.WARNING)
    if size is not None and size != len(household.members):
        reason = _("家庭人口写 %(size)d，成员表（连户主）有 %(n)d 人") % {"size": size, "n": len(household.members)}
        labels.warn("household_size", "size_differs", reason)
    totals: Mapping[str, Any] = {
        "year": _of_all(household, 12), "month": _of_all(household, 1),
    }  # fmt: skip
    for code in ("total_month", "total_year", "each_month", "each_year"):
        said = labels.get(code, cells.money, Severity.WARNING)
        label = labels.label(code)
        total = totals[label.span]
        if said is None or total is None:
            continue
        reckoned = total if label.type == "sum" else total // max(1, len(household.members))
        if abs(reckoned - said) >= 100:
            reason = _("%(label)s写 %(said)s，按成员收入算是 %(reckoned)s") % {
                "label": label.name,
                "said": format_yuan(said),
                "reckoned": format_yuan(reckoned),
            }
            labels.warn(code, "income_sum_differs", reason)


def _of_all(household: HouseholdDraft, months: int) -> int | None:
    """Return the income of all members for a year or a month, None if somebody's is unknown."""
    total = 0
    for person in household.members:
        if not person.incomes:
            return None
        total += sum(fen * 12 if span == "month" else fen for fen, span in person.incomes.values())
    return total if months == 12 else total // 12


def _asset(kind: str, *, use: str = "", count: int = 1, fen: int = 0) -> dict[str, Any]:
    return {"kind": kind, "use": use, "count": count, "amount_fen": fen}


def _has_none(said: str, words_of_none: tuple[str, ...]) -> bool:
    return said in cells.NOTHING | {"0"} or any(word in said for word in words_of_none)
