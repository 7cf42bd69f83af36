"""Recusal (回避): who may not act on which case, because a member of the household is a close relative."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff, StaffIdentity
from minzheng.casework.enums import Level
from minzheng.casework.models import Case, CloseRelative, HouseholdVisit
from minzheng.kernel.division import range_of
from minzheng.relatives.enums import Kin
from minzheng.relatives.models import DeclaredRelative


def registered(case: Case) -> list[CloseRelative]:
    """Return the register entries of a case, those in force first."""
    rows = CloseRelative.objects.filter(case=case).select_related("member", "staff", "recorder", "cleared_by")
    return list(rows.order_by("cleared_at", "pk"))


def register(*, division_code: str = "", is_standing: bool = True) -> QuerySet[CloseRelative]:
    """Return the register of the declared area (of one township or village, if given), newest first.

    `visited` says whether the county has visited the home; cleared entries are left out unless asked for.
    """
    seen = HouseholdVisit.objects.filter(case=OuterRef("case_id"), level=Level.COUNTY)
    rows = CloseRelative.objects.select_related(
        "case__applicant", "member", "staff", "committee_member", "recorder", "cleared_by"
    ).annotate(visited=Exists(seen))
    if is_standing:
        rows = rows.filter(cleared_at__isnull=True)
    if division_code:
        low, high = range_of(division_code)
        rows = rows.filter(case__division_code__gte=low, case__division_code__lt=high)
    return rows.order_by("-recorded_at", "-pk")


def recused_cases(staff: Staff, case_ids: Collection[int] | None = None) -> set[int]:
    """Return the cases of the declared area (of those given) that this person may not act on; one query."""
    rows = CloseRelative.objects.filter(staff=staff, cleared_at__isnull=True)
    if case_ids is not None:
        rows = rows.filter(case__in=case_ids)
    return set(rows.values_list("case_id", flat=True))


def recused_case_numbers(staff: Staff) -> set[str]:
    """Return the numbers of the cases of the declared area that this person may not act on; one query."""
    rows = CloseRelative.objects.filter(staff=staff, cleared_at__isnull=True)
    return set(rows.values_list("case__number", flat=True))


def why_recused(case: Case, staff: Staff) -> str:
    """Return the sentence that locks this person out of the case, empty if nothing in the register does; one query."""
    row = CloseRelative.objects.filter(case=case, staff=staff, cleared_at__isnull=True).select_related("member").first()
    if row is None:
        return ""
    return sentence(case.number, row.member.name if row.member else "", row.kin)


def why_recused_by(rows: Iterable[CloseRelative], case: Case, staff: Staff) -> str:
    """Return what `why_recused` would, from the entries of the case already read."""
    own = (row for row in rows if row.staff_id == staff.pk and row.cleared_at is None)
    return next((sentence(case.number, row.member.name if row.member else "", row.kin) for row in own), "")


def cleared_members(case: Case, staff: Staff) -> set[int]:
    """Return the members whose relation to this person the county has cleared."""
    rows = CloseRelative.objects.filter(case=case, staff=staff, cleared_at__isnull=False, member__isnull=False)
    return set(rows.values_list("member_id", flat=True))


def may_have_relatives(staff: Staff) -> bool:
    """Say whether anything is known by which a household could be found to be this person's."""
    if StaffIdentity.objects.filter(staff=staff).exists():
        return True
    return DeclaredRelative.objects.filter(staff=staff, ended_at__isnull=True).exists()


def sentence(number: str, member: str, kin: str) -> str:
    """Say why this person may not act, and who acts instead."""
    if kin == Kin.SELF:
        why = _("您是本案家庭成员")
    elif member and kin:
        why = _("本案家庭成员%(name)s是您的近亲属（%(kin)s）") % {"name": member, "kin": Kin(kin).label}
    else:
        why = _("本案家庭与您有近亲属关系")
    return _("%(why)s，案件%(number)s您须回避，不能办理。请由其他经办人办理；登记有误的，由县民政局核实后解除。") % {
        "why": why, "number": number,
    }  # fmt: skip
