"""The close-relative register: filled by matching, added to by hand, cleared only by the county with a reason.

民发〔2021〕57号 第十一、二十条. An entry asks for the county's own visit and locks the official out of the case; it is
never a ground for refusal (民发〔2022〕83号 一(一)).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.domain import identity
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff, StaffIdentity
from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import flow
from minzheng.casework.enums import OPEN_STATES
from minzheng.casework.models import Case, CloseRelative
from minzheng.casework.queries import paper_facts
from minzheng.casework.queries.members import members_on
from minzheng.kernel import language
from minzheng.kernel.division import level_of
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.paperwork import fill, forms, printing
from minzheng.paperwork.forms.shape import Level as PaperLevel
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Membership, Person
from minzheng.relatives.domain import declaration, roll
from minzheng.relatives.enums import Basis, Kin
from minzheng.relatives.models import CommitteeMember, DeclaredRelative
from minzheng.relatives.queries.matching import Link, links
from minzheng.services.audit.domain.record import record

# People looked for in one query.
AT_ONCE = 400
COUNTY_LEVEL = 3
REGISTRARS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
# Who handles or supervises a case: whom an entry by hand may name.
HANDLING_ROLES = (
    Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.FINANCE_OFFICER, Role.LEADER, Role.AUDITOR,
)  # fmt: skip


class RelativeRefused(Refused):
    """The register entry cannot be made or cleared as asked."""


@transaction.atomic
def match(*, case: Case, at: datetime) -> list[CloseRelative]:
    """Register every close relative found now among the household's members; return what is new.

    What was found before stays, cleared or not: a cleared entry is not made again.
    """
    made = [_enter(case, link, at) for link in unregistered(case, at)]
    if made:
        _flag(case, flagged=True)
    return made


def found_now(case: Case, day: date, at: datetime) -> list[Link]:
    """Return the links between the household's living members and the officials concerned; writes nothing."""
    return links(members_on(case.household, day, at), division_code=case.division_code, day=day)


def unregistered(case: Case, at: datetime) -> list[Link]:
    """Return links that matching would register now, e.g. a member who joined since it last ran."""
    known = {_key(row) for row in CloseRelative.objects.filter(case=case)}
    return [link for link in found_now(case, local_day(at), at) if link.key not in known]


@transaction.atomic
def match_all(*, at: datetime) -> list[CloseRelative]:
    """Match everybody on the rolls against every open case of the county: who joined a household, who was declared.

    For the operator, every night; it reads the rolls, not the cases, so it is quick in a county of many households.
    """
    with everywhere("近亲属名册每日比对"):
        declared = DeclaredRelative.objects.filter(ended_at__isnull=True)
        numbers = [
            *(identity.number_of(row) for row in StaffIdentity.objects.filter(staff__is_active=True)),
            *(roll.number_of(row) for row in CommitteeMember.objects.filter(until_on__isnull=True)),
            *(declaration.number_of_relative(row) for row in declared),
        ]
    return _match_cases_of(numbers, at)


@transaction.atomic
def match_for(*, staff: Staff, at: datetime) -> list[CloseRelative]:
    """Match what is known of one member of staff, before an act on many cases leaves out those of their relatives."""
    with everywhere("批量办理前比对经办人的近亲属"):
        numbers = [identity.number_of(row) for row in StaffIdentity.objects.filter(staff=staff)]
        declared = DeclaredRelative.objects.filter(staff=staff, ended_at__isnull=True)
        numbers += [declaration.number_of_relative(row) for row in declared]
    return _match_cases_of(numbers, at) if numbers else []


@transaction.atomic
def state(
    *,
    case: Case,
    by: Staff,
    at: datetime,
    member: Person | None = None,
    kin: str = "",
    official: Staff | CommitteeMember | None = None,
    official_name: str = "",
    official_post: str = "",
) -> CloseRelative:
    """Register by hand what the applicant says or an officer knows; a named account is locked out from now on.

    An officer may do so against themselves. Raises RelativeRefused, NotAllowed.
    """
    permissions.require_role(by, *REGISTRARS)
    permissions.require_area(by, case.division_code)
    if case.state not in OPEN_STATES:
        raise RelativeRefused(_("案件%(number)s已办结，不再登记近亲属备案。") % {"number": case.number})
    if official is None and not official_name.strip():
        raise RelativeRefused(_("请选择有关工作人员或村（居）委会成员，或填写其姓名和职务。"))
    if kin not in Kin.values:
        raise RelativeRefused(_("请选择家庭成员是其何人。"))
    if member is None or member.pk not in {each.pk for each in members_on(case.household, local_day(at), at)}:
        raise RelativeRefused(_("请选择本案的家庭成员。"))
    name, post = (official.name, post_of(official)) if official else (official_name.strip(), official_post.strip())
    row = CloseRelative(
        case=case, member=member, kin=kin, official_name=name, official_post=post, basis=Basis.BY_HAND, recorder=by,
        recorded_at=at, **_official(official),
    )  # fmt: skip
    if official is not None and _key(row) in {_key(each) for each in CloseRelative.objects.filter(case=case)}:
        raise RelativeRefused(_("%(member)s与%(name)s的关系已备案。") % {"member": member.name, "name": name})
    row.save(force_insert=True)
    _flag(case, flagged=True)
    _audit(case, row, by=by, at=at)
    return row


def note_statement(*, case: Case, by: Staff, at: datetime) -> None:
    """Keep that the applicant said there is a close relative, if nothing in the register says so yet."""
    if CloseRelative.objects.filter(case=case, cleared_at__isnull=True).exists():
        return
    row = CloseRelative.objects.create(case=case, basis=Basis.STATED, recorder=by, recorded_at=at)
    _flag(case, flagged=True)
    _audit(case, row, by=by, at=at)


@transaction.atomic
def clear(*, entry: CloseRelative, by: Staff, at: datetime, reason: str) -> CloseRelative:
    """Clear an entry that is wrong or no longer true. The county does it, with a reason, never the official named.

    Raises RelativeRefused, NotAllowed.
    """
    row = CloseRelative.objects.select_for_update(of=("self",)).select_related("case__household").get(pk=entry.pk)
    case = row.case
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if row.cleared_at is not None:
        raise RelativeRefused(_("这条备案已经解除。"))
    if not reason.strip():
        raise RelativeRefused(_("解除近亲属备案须写明理由和依据，例如“经核户口簿，不是近亲属”。"))
    row.cleared_by, row.cleared_at, row.clear_reason = by, at, reason.strip()
    # Whoever is locked out of the case cannot unlock themselves: `note` refuses.
    flow.note(case=case, action="clear_relative", by=by, at=at, details=_details(row), reason=reason.strip())
    row.save(update_fields=["cleared_by", "cleared_at", "clear_reason"])
    if not CloseRelative.objects.filter(case=case, cleared_at__isnull=True).exists():
        _flag(case, flagged=False)
    return row


@transaction.atomic
def record_staff_number(
    *, staff: Staff, id_number: str, by: Staff | None, at: datetime, reason: str = ""
) -> StaffIdentity:
    """Keep a member of staff's ID number (accounts.domain.identity.record_number) and look at the cases it touches."""
    row = identity.record_number(staff=staff, id_number=id_number, by=by, at=at, reason=reason)
    _match_cases_of([identity.number_of(row)], at)
    return row


@transaction.atomic
def declare(*, official: Staff | CommitteeMember, by: Staff, at: datetime, **declared: Any) -> DeclaredRelative:
    """Declare a close relative (relatives.domain.declaration.declare) and look at the cases it touches."""
    row = declaration.declare(official=official, by=by, at=at, **declared)
    _match_cases_of([declaration.number_of_relative(row)], at)
    return row


@transaction.atomic
def add_committee_member(*, by: Staff, at: datetime, **member: Any) -> CommitteeMember:
    """Put a person on the roll of a committee (relatives.domain.roll.add_member) and look at the cases it touches."""
    row = roll.add_member(by=by, at=at, **member)
    _match_cases_of([roll.number_of(row)], at)
    return row


def _match_cases_of(numbers: Iterable[str], at: datetime) -> list[CloseRelative]:
    """Match the open cases of the households of these people, and of everybody who ever lived with them."""
    made: list[CloseRelative] = []
    with everywhere("近亲属名册变动后重新比对"):
        people = sorted(person.pk for person in find_many(numbers).values())
        for start in range(0, len(people), AT_ONCE):
            homes = Membership.objects.filter(person__in=people[start : start + AT_ONCE]).values("household_id")
            together = Membership.objects.filter(household__in=homes).values("person_id")
            now = Membership.objects.filter(person__in=together).values("household_id")
            rows = Case.objects.filter(state__in=OPEN_STATES, household__in=now).select_related("household")
            for case in rows.order_by("pk"):
                made += match(case=case, at=at)
    return made


def _enter(case: Case, link: Link, at: datetime) -> CloseRelative:
    row = CloseRelative.objects.create(
        case=case, member_id=link.person_id, kin=link.kin, official_name=link.official.name,
        official_post=post_of(link.official), basis=link.basis, recorded_at=at, **_official(link.official),
    )  # fmt: skip
    _audit(case, row, by=None, at=at)
    return row


def _official(official: Staff | CommitteeMember | None) -> dict[str, Any]:
    if official is None:
        return {}
    return {"staff" if isinstance(official, Staff) else "committee_member": official}


def print_register(rows: Iterable[CloseRelative], *, division_code: str, at: datetime) -> bytes:
    """Return the register of a township (or of the county) on the office's form, as PDF."""
    lines = [
        {
            "applicant": row.member.name if row.member else row.case.applicant.name,
            "relation": str(Kin(row.kin).label) if row.kin else "",
            "official": row.official_name,
            "post": row.official_post,
            "date": local_day(row.recorded_at).isoformat(),
        }
        for row in rows
    ]
    level = PaperLevel.COUNTY if level_of(division_code) <= COUNTY_LEVEL else PaperLevel.TOWNSHIP
    bears = fill.Paper(issuer=paper_facts.issuer_of(level, division_code))
    return printing.filled(forms.get("close_relative_register"), {"relatives": lines}, bears, at=at)


def post_of(official: Staff | CommitteeMember) -> str:
    """Return the post of an official in Chinese, as the register keeps it."""
    with language.as_kept():
        return str(official.get_role_display() if isinstance(official, Staff) else official.get_post_display())


def _key(row: CloseRelative) -> tuple[int, str, int]:
    if row.staff_id is not None:
        return row.member_id or 0, "staff", row.staff_id
    return row.member_id or 0, "committee", row.committee_member_id or 0


def _flag(case: Case, *, flagged: bool) -> None:
    case.near_relative_flag = flagged
    Case.objects.filter(pk=case.pk).update(near_relative_flag=flagged)


def _details(row: CloseRelative) -> dict[str, Any]:
    return {
        "member": row.member_id, "kin": row.kin, "official": row.official_name, "post": row.official_post,
        "basis": row.basis,
    }  # fmt: skip


def _audit(case: Case, row: CloseRelative, *, by: Staff | None, at: datetime) -> None:
    """Write the row by `record`, not by `flow.note`: an official who registers themselves is locked out by then."""
    record(
        chain=f"case:{case.pk}", at=at, by=by, action="case.register_relative", object_kind="case",
        object_id=str(case.pk), division_code=case.division_code, after=_details(row),
    )  # fmt: skip
