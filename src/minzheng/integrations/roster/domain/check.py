"""The dry run: read the file, compare everything with everything, and say what is wrong where. Writes no record.

A dry run by a person is audited as a read where it asks about people of other areas; nothing else is written.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import (
    intake,
    joining,
    known,
    member_rows,
    payment_rows,
    publicity_list,
    veterans,
)
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft, PersonDraft
from minzheng.integrations.roster.domain.forms import matching, reading, rosters
from minzheng.integrations.roster.domain.forms.labels import Labels
from minzheng.integrations.roster.domain.lines import Line, lines
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading import workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.recognise import (
    MEMBERS,
    PAYMENT,
    PUBLICITY,
    STATISTICS,
    VETERANS,
    Found,
    recognise,
)
from minzheng.integrations.roster.domain.report import Report
from minzheng.integrations.roster.domain.statistics import tables
from minzheng.integrations.roster.domain.statistics.lines import Comparison
from minzheng.integrations.roster.enums import BatchKind, Severity
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.registry.domain import checking

COLUMN_OF_FIELD = {"name": "member_name", "id_number": "id_number", "relation": "relation", "account": "account_number"}


@kept
def check(
    *,
    source: Source,
    by: Staff | None,
    at: dt.datetime,
    program: str | None = None,
    only_sheet: str | None = None,
) -> Report:
    """Return what could be imported from the file and every problem in it, seen inside the declared area.

    `program` is the code of the benefit the office pays by this roster (that of columns.yaml unless given). `by` is the
    person whose area limits the import; None is the operator's own trial. Raises a Refused if the file cannot be read
    or holds no roster.
    """
    on = local_day(at)
    program = program or words().program
    book = workbook.read(source, limit_bytes=settings.UPLOAD_LIMIT_BYTES)
    notes: list[Problem] = []
    found = recognise(book, only_sheet=only_sheet, notes=notes)
    places = Places(queries.divisions_of_county())
    kind = _kind_of(found, notes)
    rows = {id(item): list(lines(item.sheet, item.header, notes)) for item in found.rosters if item.reads_people}
    sheets = [item.as_dict(len(rows.get(id(item), item.sheet.rows))) for item in found.rosters]
    sheets += [
        {"name": form.sheet.name, "layout": form.layout.name, "header_row": 1, "rows": 1} for form in found.forms
    ]
    if kind == BatchKind.TAKEOVER:
        households = _taken_over(found, rows, places=places, program=program, by=by, at=at, notes=notes)
    elif kind == BatchKind.REGISTRATION:
        households = _registered(found, rows, places=places, by=by, at=at, notes=notes)
    elif kind == BatchKind.VETERANS:
        households = [
            veterans.draft(line, places=places, on=on) for item in found.of_layout(VETERANS) for line in rows[id(item)]
        ]
        _compare_people(households)
        _compare_with_area(households, by)
        veterans.compare(households, by=by, at=at)
    else:
        households = []
    compared = _comparisons(found, rows, places=places, program=program, by=by, at=at, notes=notes)
    sheets += [
        {"name": sheet.name, "layout": _("统计报表"), "header_row": 1, "rows": len(items)}
        for sheet, items in found.returns
    ]
    of_what = program if kind == BatchKind.TAKEOVER else ""
    return Report(
        book.name, book.sha256, of_what, tuple(sheets), tuple(households), tuple(notes), kind=kind, comparisons=compared
    )


def _sheet(name: str, layout: str, rows: int) -> dict[str, str | int]:
    return {"name": name, "layout": layout, "header_row": 1, "rows": rows}


def _kind_of(found: Found, notes: list[Problem]) -> BatchKind:
    """One file is imported as one thing; what is of another kind is named and left for a file of its own."""
    present = {
        BatchKind.TAKEOVER: [item.sheet.name for item in found.of_layout(PAYMENT)],
        BatchKind.REGISTRATION: [form.sheet.name for form in found.forms],
        BatchKind.VETERANS: [item.sheet.name for item in found.of_layout(VETERANS)],
    }
    members = [item.sheet.name for item in found.of_layout(MEMBERS)]
    if members and not present[BatchKind.TAKEOVER]:
        present[BatchKind.REGISTRATION] += members
        reason = _("没有发放名册：只登记家庭和成员，不接管待遇；要接管的，请把发放名册放在同一个文件里")
        notes.append(Problem(members[0], None, "", Severity.WARNING.value, "no_payment_list", reason))
    kind = next((each for each, names in present.items() if names), BatchKind.COMPARISON)
    for other, names in present.items():
        for name in names if other != kind else ():
            reason = _("这张表与本文件的其他表不是一类，没有读取；请另存为单独的文件导入")
            notes.append(Problem(name, None, "", Severity.WARNING.value, "sheet_of_another_kind", reason))
    return kind


def _taken_over(
    found: Found,
    rows: Mapping[int, list[Line]],
    *,
    places: Places,
    program: str,
    by: Staff | None,
    at: dt.datetime,
    notes: list[Problem],
) -> list[HouseholdDraft]:
    on = local_day(at)
    households = [
        payment_rows.draft(line, places=places, on=on) for item in found.of_layout(PAYMENT) for line in rows[id(item)]
    ]
    members = found.of_layout(MEMBERS)
    groups = [group for item in members for group in member_rows.groups(rows[id(item)], on=on)]
    joining.join(households, groups, has_member_list=bool(members), notes=notes)
    _compare_people(households)
    _compare_documents(households)
    _compare_accounts(households)
    _compare_with_area(households, by)
    _compare_with_registry(households, program=program, by=by, at=at)
    _try_registration(households, on=on)
    return households


def _registered(
    found: Found,
    rows: Mapping[int, list[Line]],
    *,
    places: Places,
    by: Staff | None,
    at: dt.datetime,
    notes: list[Problem],
) -> list[HouseholdDraft]:
    """Return the households of forms and of member lists: new ones, and those about which something is added."""
    on = local_day(at)
    households = [reading.draft(form, places=places, on=on, notes=notes) for form in found.forms]
    for item in found.of_layout(MEMBERS):
        households += rosters.drafts(member_rows.groups(rows[id(item)], on=on), places=places)
    _compare_people(households)
    matching.match(households, by=by, at=at)
    _compare_with_area(households, by)
    _try_registration([household for household in households if not household.household_number], on=on)
    return households


def _comparisons(
    found: Found,
    rows: Mapping[int, list[Line]],
    *,
    places: Places,
    program: str,
    by: Staff | None,
    at: dt.datetime,
    notes: list[Problem],
) -> tuple[Comparison, ...]:
    on = local_day(at)
    compared = [
        tables.compare_areas(item.sheet, item.header, places=places, program=program, by=by, on=on, notes=notes)
        for item in found.of_layout(STATISTICS)
    ]
    compared += [
        tables.compare_items(sheet, items, places=places, program=program, by=by, on=on, notes=notes)
        for sheet, items in found.returns
    ]
    for item in found.of_layout(PUBLICITY):
        compared.append(publicity_list.compare(rows[id(item)], sheet=item.sheet.name, places=places, at=at))
        notes += [problem for line in rows[id(item)] for problem in line.problems]
    return tuple(compared)


def _compare_people(households: list[HouseholdDraft]) -> None:
    """The same person twice. People without a readable number are not compared: two blanks are not one person."""
    seen: dict[str, list[tuple[HouseholdDraft, PersonDraft]]] = defaultdict(list)
    for household in households:
        for person in household.members:
            if person.id_number:
                seen[person.id_number].append((household, person))
    for found in (many for many in seen.values() if len(many) > 1):
        for household, person in found:
            others = [(other, twin) for other, twin in found if twin is not person]
            rows = listed(
                _("“%(sheet)s”第 %(row)d 行") % {"sheet": twin.sheet, "row": twin.row} for _other, twin in others
            )
            line, column = household.line_of(person), "id_number"
            if all(other is household for other, _twin in others):
                line.error(column, "person_twice", _("同一人在本户出现两次，另见%(rows)s") % {"rows": rows})
            elif person.relation == payment_rows.HEAD and all(
                twin.relation == payment_rows.HEAD for _o, twin in others
            ):
                line.error(_id_column(line), "person_twice", _("同一人出现两次，另见%(rows)s") % {"rows": rows})
            else:
                line.error(
                    _id_column(line), "person_in_two_households", _("同一人在两户，另见%(rows)s") % {"rows": rows}
                )


def _id_column(line: Line | Labels) -> str:
    return "id_number" if line.has("id_number") else "head_id"


def _compare_documents(households: list[HouseholdDraft]) -> None:
    by_number: dict[str, list[HouseholdDraft]] = defaultdict(list)
    by_certificate: dict[str, list[HouseholdDraft]] = defaultdict(list)
    for household in households:
        if household.document_number:
            by_number[household.document_number].append(household)
        if household.certificate_number:
            by_certificate[household.certificate_number].append(household)
    for many in by_certificate.values():
        for household in many if len(many) > 1 else ():
            rows = listed(str(other.row) for other in many if other is not household)
            reason = _("同一低保证编号写了 %(n)d 个户主，另见第 %(rows)s 行；一证一户，一户只能有一个户主") % {
                "n": len(many),
                "rows": rows,
            }
            household.line.error("certificate_number", "two_heads", reason)
    for many in by_number.values():
        for household in many if len(many) > 1 and not many[0].certificate_number else ():
            reason = _("同一文号有 %(n)d 户；请加一列“低保证编号”把各户分开") % {"n": len(many)}
            household.line.error("document_number", "document_twice", reason)
    used = known.used_documents(by_number)
    for household in households:
        if household.document_number in used:
            column = "certificate_number" if household.certificate_number else "document_number"
            household.line.error(column, "already_taken_over", _("这个证号或文号已经接管过；不能重复接管"))


def _compare_accounts(households: list[HouseholdDraft]) -> None:
    by_number: dict[str, list[HouseholdDraft]] = defaultdict(list)
    for household in households:
        if household.account_number:
            by_number[household.account_number].append(household)
    for many in by_number.values():
        for household in many if len(many) > 1 else ():
            rows = listed(str(other.row) for other in many if other is not household)
            reason = _("与第 %(rows)s 行是同一个账号；请核对是否有人代领") % {"rows": rows}
            household.line.warn("account_number", "account_twice", reason)


def _compare_with_area(households: list[HouseholdDraft], by: Staff | None) -> None:
    for household in households:
        if by is not None and household.division_code and not by.area.covers(household.division_code):
            column = "division" if household.line.has("division") else "township"
            reason = _("%(place)s不在您的管辖范围内；请交由该地或县民政局导入") % {"place": household.division_name}
            household.line.error(column, "out_of_area", reason)


def _compare_with_registry(
    households: list[HouseholdDraft], *, program: str, by: Staff | None, at: dt.datetime
) -> None:
    everyone = [(household, person) for household in households for person in household.members if person.id_number]
    names = {person.id_number: person.name or "" for _household, person in everyone if person.id_number}
    answers = known.people(names, program=program, by=by, at=at)
    for household, person in everyone:
        answer = answers.get(person.id_number or "")
        if answer is not None:
            line = household.line_of(person)
            line.error(_id_column(line), answer.code, answer.reason)


def _try_registration(households: list[HouseholdDraft], *, on: dt.date) -> None:
    """What the registry itself would refuse (a wife of a woman, an unprintable name) is told now, with its row."""
    villages = frozenset(household.division_code for household in households if household.division_code)
    for household in households:
        if not household.is_good:
            continue
        new = intake.new_household(household.as_json(), holds_from=on.replace(day=1), source=household.sheet)
        _kept, problems = checking.check(new, on=on, villages=villages)
        for problem in problems:
            line = household.line if problem.member is None else household.line_of(household.members[problem.member])
            column = COLUMN_OF_FIELD.get(problem.field, problem.field)
            if column == "id_number":
                column = _id_column(line)
            line.error(column, "registry_refuses", problem.message)
