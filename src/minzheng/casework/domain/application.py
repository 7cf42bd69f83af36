"""Application: submitted, completed once, accepted or withdrawn.

社会救助法 第三十七、四十条；民发〔2021〕57号 第九、十条。
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import close_relatives, flow
from minzheng.casework.enums import CLOSED_STATES, HELD_STATES, OPEN_STATES, Level, ScopeGround, State
from minzheng.casework.models import Application, Case, NumberSeries, Publicity, Supplement
from minzheng.casework.queries.catalogue import never_with
from minzheng.casework.queries.checkable import checkable
from minzheng.casework.queries.clock import SUPPLEMENT_DAYS
from minzheng.casework.queries.covered import covered_elsewhere
from minzheng.casework.queries.delegation import decides_on
from minzheng.casework.queries.members import adults, members_on
from minzheng.casework.queries.review_calendar import HALF_YEAR
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.programs import catalogue
from minzheng.registry.models import Household, Person, StandardArea
from minzheng.rules.program import StationPath
from minzheng.services.calendar.queries import add_calendar_days, add_months


class ApplicationRefused(Refused):
    """The application cannot be taken as it stands."""


class AlreadyOpen(ApplicationRefused):
    """The household already has a case of this program, or of one that excludes it."""


@transaction.atomic
def submit(
    *,
    program: str,
    household: Household,
    applicant: Person,
    by: Staff,
    at: datetime,
    reason: str,
    answers: Mapping[str, Any],
    commitment_signed: bool,
    consented_persons: Sequence[Person],
    near_relative: bool = False,
) -> Case:
    """Open a case. A village worker may do it for the household; every adult member must have consented to the check.

    Raises ApplicationRefused, AlreadyOpen, NotAllowed, UnknownProgram.
    """
    permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
    permissions.require_area(by, household.division_code)
    loaded = catalogue.get(program)
    day = local_day(at)
    if not reason.strip():
        raise ApplicationRefused(_("请填写申请理由。"))
    if not commitment_signed:
        raise ApplicationRefused(_("申请人须先签署诚信承诺书，承诺如实申报（社会救助法第四十条）。请签署后再提交。"))
    if household.closed_on is not None and household.closed_on <= day:
        raise ApplicationRefused(_("家庭%(number)s已销户，不能申请。") % {"number": household.number})
    _require_members(household, applicant, consented_persons, at)
    require_none_open(household=household, program=program)
    case = open_case(
        program=program, household=household, applicant=applicant, by=by, at=at, near_relative=near_relative
    )
    close_relatives.match(case=case, at=at)
    if near_relative:
        close_relatives.note_statement(case=case, by=by, at=at)
    Application.objects.create(
        case=case,
        reason=reason.strip(),
        answers=dict(answers),
        is_commitment_signed=True,
        consented_person_ids=sorted(person.pk for person in consented_persons),
        submitted_by=by,
        submitted_at=at,
    )
    details = {"program": loaded.program.code, "number": case.number, "applicant": applicant.pk}
    return flow.move(case=case, to=State.SUBMITTED, by=by, at=at, reason=reason.strip(), details=details)


def open_case(
    *,
    program: str,
    household: Household,
    applicant: Person,
    by: Staff,
    at: datetime,
    near_relative: bool = False,
    taken_over: bool = False,
) -> Case:
    """Create the case row, in draft (or active, when taken over). The database allows one open case per program."""
    day = local_day(at)
    loaded = catalogue.get(program).program
    county = household.division_code[:6]
    prefix = f"{loaded.case_prefix}-{county}-{day.year}"
    number = f"{prefix}-{NumberSeries.objects.take(prefix):05d}"
    case = Case(
        number=number,
        program=program,
        household=household,
        division_code=household.division_code,
        applicant=applicant,
        state=State.ACTIVE if taken_over else State.DRAFT,
        station="takeover" if taken_over else "application",
        state_since=at,
        station_since_on=day,
        opened_on=day,
        accepted_on=day if taken_over else None,
        path_from=loaded.path_on(day).from_,
        is_taken_over=taken_over,
        # Nobody knows the class of a household taken over: it is looked at within the shorter period.
        review_months=HALF_YEAR if taken_over else None,
        next_review_on=add_months(day, HALF_YEAR).day if taken_over else None,
        near_relative_flag=near_relative,
        opened_by=by,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyOpen(_already_open(household, loaded.name)) from error
    return case


def require_none_open(*, household: Household, program: str, besides: Case | None = None) -> None:
    """Raise AlreadyOpen if the household has an open case of the program, or draws a benefit that excludes it.

    `besides` is the case that asks.
    """
    loaded = catalogue.get(program).program
    rows = Case.objects.filter(household=household, program__in=never_with(program), state__in=OPEN_STATES)
    for other, number, state in rows.exclude(pk=besides.pk if besides else None).values_list(
        "program", "number", "state"
    ):
        if other == program:
            raise AlreadyOpen(_already_open(household, loaded.name, number))
        if state in HELD_STATES:
            raise AlreadyOpen(
                _("该家庭正在享受%(other)s（案件%(number)s），与%(program)s不能同时享受。请先办理原救助的终止。")
                % {"other": catalogue.get(other).program.name, "number": number, "program": loaded.name}
            )


def require_covered_once(*, person_ids: Sequence[int], household: Household, program: str) -> None:
    """Raise AlreadyOpen if one of the people draws this benefit, or one that excludes it, elsewhere.

    Elsewhere is another household of the area, or another county that somebody has recorded.
    """
    taken = covered_elsewhere(person_ids, programs=never_with(program), household_id=household.pk)
    if taken:
        names = dict(Person.objects.filter(pk__in=taken).values_list("pk", "name"))
        who = clauses(_("%(name)s已由%(where)s保障") % {"name": names[pk], "where": taken[pk]} for pk in sorted(taken))
        raise AlreadyOpen(_("同一人不能享受两份救助：%(who)s。请先在原案件办理变更或终止，再办理本案。") % {"who": who})


@transaction.atomic
def accept(*, case: Case, by: Staff, at: datetime, near_relative: bool | None = None) -> Case:
    """Accept: from this day limits are counted, by the path in force on it.

    Close relatives are matched again. The officer may add what the applicant says; an entry is cleared by the county
    alone, so that "no" here takes nothing away.
    """
    day = local_day(at)
    flow.require_state(case, State.SUBMITTED, what=_("受理"))
    path, area = _road(case, day, at)
    case.accepted_on, case.path_from, case.path_area = day, path.from_, area
    case.decides = decides_on(case, day) if path.delegated is not None else Level.COUNTY
    close_relatives.match(case=case, at=at)
    if near_relative:
        close_relatives.note_statement(case=case, by=by, at=at)
    details = {"accepted_on": day.isoformat(), "near_relative": case.near_relative_flag, "path": path.code,
               "decides": str(case.decides)}  # fmt: skip
    flow.move(case=case, to=State.ACCEPTED, by=by, at=at, details=details)
    Application.objects.filter(case=case).update(accepted_by=by, accepted_at=at)
    return case


@transaction.atomic
def decline(*, case: Case, by: Staff, at: datetime, ground: str, referred_to: str) -> Case:
    """Say in writing that this office may not take the request, and who takes it.

    Not a refusal of help: whoever qualifies here is accepted (社会救助法 第七十条第一项).
    """
    flow.require_state(case, State.SUBMITTED, what=_("告知不属受理范围"))
    if ground not in ScopeGround.values:
        raise ApplicationRefused(_("请选择不属受理范围的原因。符合条件的申请不得拒绝受理（社会救助法第七十条）。"))
    if not referred_to.strip():
        raise ApplicationRefused(_("请写明应当向哪里申请：单位、地址或电话。不能只说不受理。"))
    details = {"ground": ground, "referred_to": referred_to.strip()}
    reason = f"{ScopeGround(ground).label}：{referred_to.strip()}"
    return flow.move(case=case, to=State.NOT_IN_SCOPE, by=by, at=at, reason=reason, details=details)


@transaction.atomic
def ask_supplement(*, case: Case, by: Staff, at: datetime, missing: Sequence[str]) -> Case:
    """Give the one-time notice. A second notice may only repeat what the first one asked for."""
    items = list(dict.fromkeys(item.strip() for item in missing if item.strip()))
    if not items:
        raise ApplicationRefused(_("请列出需要补正的全部材料：补正须一次性告知（民发〔2021〕57号第十条）。"))
    found = checkable(items)
    if found:
        raise ApplicationRefused(
            _("“%(items)s”可以通过信息核对查到，不得要求申请人提供（社会救助法第六十二条）。请删去后再告知。")
            % {"items": listed(found)}
        )
    asked = {item for row in Supplement.objects.filter(case=case) for item in row.missing}
    late = [item for item in items if asked and item not in asked]
    if late:
        raise ApplicationRefused(
            _("“%(items)s”在第一次告知时没有列出，不得再次追加要求。原告知的材料已齐的，请受理。")
            % {"items": listed(late)}
        )
    counted = add_calendar_days(local_day(at), SUPPLEMENT_DAYS)
    due = counted.day
    flow.move(case=case, to=State.SUPPLEMENT_NEEDED, by=by, at=at, details={"missing": items}, due=counted)
    Supplement.objects.create(case=case, missing=items, due_on=due, asked_by=by, asked_at=at)
    return case


@transaction.atomic
def resubmit(*, case: Case, by: Staff, at: datetime, answer: str) -> Case:
    """Bring what was missing; the case waits for acceptance again."""
    flow.require_state(case, State.SUPPLEMENT_NEEDED, what=_("补正后重新提交"))
    if not answer.strip():
        raise ApplicationRefused(_("请说明补交了哪些材料。"))
    flow.move(case=case, to=State.SUBMITTED, by=by, at=at, reason=answer.strip())
    Supplement.objects.filter(case=case, answered_at__isnull=True).update(
        answer=answer.strip(), answered_by=by, answered_at=at
    )
    return case


@transaction.atomic
def lapse(*, case: Case, by: Staff, at: datetime) -> Case:
    """Close a case whose supplement never came, after its last day."""
    flow.require_state(case, State.SUPPLEMENT_NEEDED, what=_("逾期终结"))
    return flow.move(case=case, to=State.LAPSED, by=by, at=at, reason=_("逾期未补正"))


@transaction.atomic
def withdraw(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """Withdraw at the household's wish, any time before the decision."""
    if case.state in (*CLOSED_STATES, *HELD_STATES):
        flow.require_state(case, what=_("撤回申请"))
    if not reason.strip():
        raise ApplicationRefused(_("请填写撤回原因（申请人本人的意思）。"))
    Publicity.objects.filter(case=case, closed_at__isnull=True).update(closed_by=by, closed_at=at)
    return flow.move(case=case, to=State.WITHDRAWN, by=by, at=at, reason=reason.strip())


def _require_members(household: Household, applicant: Person, consented: Sequence[Person], at: datetime) -> None:
    members = members_on(household, local_day(at), at)
    if applicant.pk not in {person.pk for person in members}:
        raise ApplicationRefused(
            _("申请人%(name)s不是该家庭的成员（或已去世）。请选择家庭成员作为申请人。") % {"name": applicant.name}
        )
    agreed = {person.pk for person in consented}
    # Where only minors live, a guardian signs for the one who applies.
    must = adults(members, local_day(at)) or [applicant]
    missing = [person.name for person in must if person.pk not in agreed]
    if missing:
        raise ApplicationRefused(
            _(
                "以下成年家庭成员尚未签署核对授权书：%(names)s。全体成年成员授权后才能核对家庭经济状况（社会救助法第四十条）。"
            )
            % {"names": listed(missing)}
        )


def _road(case: Case, day: date, at: datetime) -> tuple[StationPath, str]:
    """Return the path of the day; where town and country have their own, by the household's recorded standard."""
    program = catalogue.get(case.program).program
    if not program.differs_by_area(day):
        return program.path_on(day), ""
    rows = StandardArea.objects.filter(household_id=case.household_id).as_of(day, at)
    area = rows.order_by("-holds_from", "-pk").values_list("area_kind", flat=True).first()
    if area is None:
        raise ApplicationRefused(
            _("%(day)s城镇、农村程序不同，请先在家庭档案中登记适用城镇还是农村标准，再受理。") % {"day": day}
        )
    return program.path_on(day, str(area)), str(area)


def _already_open(household: Household, program: str, number: str = "") -> str:
    return _("家庭%(household)s已有在办或在保的%(program)s案件%(number)s，不能重复申请。") % {
        "household": household.number,
        "program": program,
        "number": number,
    }
