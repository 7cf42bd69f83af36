"""The register of people entitled to preferential treatment (优抚, F10): persons, each with a class.

No benefit is made of it: that is for their own program.
"""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster.domain import cells, known, member_rows
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft, PersonDraft
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.reading.book import Value
from minzheng.integrations.roster.enums import Severity
from minzheng.registry.domain.person import find_many

CONDITION = "preferential_treatment"


def draft(line: Line, *, places: Places, on: dt.date) -> HouseholdDraft:
    """Return the person of a row, as a household of nobody else."""
    entry = HouseholdDraft(sheet=line.sheet.name, row=line.row, line=line)
    person = PersonDraft(sheet=line.sheet.name, row=line.row)
    person.name = line.need("member_name", cells.name, "name_empty")
    number = line.need("id_number", partial(cells.id_number, on=on), "id_empty")
    if number is not None:
        person.id_number, person.sex = number.value, number.sex
        member_rows.compare(line, number)
    category = line.need("category", _category, "category_empty")
    if category is not None:
        person.conditions[CONDITION] = category
    entry.members = [person]
    entry.head = person
    entry.household_size = line.get("household_size", cells.count, Severity.WARNING)
    for code in ("ethnic", "amount", "reason", "household_size"):
        said = cells.plain(line.raw(code))
        if said not in cells.BLANKS:
            entry.texts[line.header.column(code).name] = said[:200]
    township, division = cells.plain(line.raw("township")), cells.plain(line.raw("division"))
    if township or division:
        try:
            place = places.village(township=township, division=division, hint=line.header.heading)
        except cells.CellProblem as problem:
            line.error("division" if line.has("division") else "township", problem.code, problem.reason)
        else:
            entry.division_code, entry.division_name = place.code, places.full_name(place.code)
    else:
        line.error("division", "division_empty", _("没有写行政区划（村、社区）"))
    entry.address = line.get("address", cells.text) or entry.division_name
    return entry


def compare(entries: list[HouseholdDraft], *, by: Staff | None, at: dt.datetime) -> None:
    """Say who is registered already: the class is added to that person; the dead and the misnamed are refused."""
    people = find_many(person.id_number for entry in entries for person in entry.members if person.id_number)
    names = {person.id_number: person.name or "" for entry in entries for person in entry.members if person.id_number}
    answers = known.people(names, program="", by=by, at=at)
    for entry in entries:
        person = entry.members[0]
        if not person.id_number:
            continue
        registered = people.get(person.id_number)
        answer = answers.get(person.id_number)
        if registered is not None:
            entry.household_number = registered.name
            if registered.name != person.name:
                entry.line.error("id_number", "name_differs", _("此身份证号登记的姓名与表上不同；请核对姓名和证号"))
            elif answer is not None and answer.code == "person_dead":
                entry.line.error("id_number", answer.code, answer.reason)
        elif answer is not None:
            entry.line.error("id_number", answer.code, answer.reason)


def _category(value: Value) -> str:
    found = cells.plain(value)
    codes = words().veteran_categories
    if found in codes or found in codes.values():
        return codes.get(found, found)
    raise cells.CellProblem(
        "category_unknown",
        _(
            "优抚对象类别“%(text)s”认不出来；应为伤残人员、三属人员、在乡复员军人、带病回乡、参战参试、60岁以上农村籍退役士兵或老烈士子女"
        )
        % {"text": found[:20]},
    )
