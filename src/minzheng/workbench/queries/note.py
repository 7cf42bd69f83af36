"""Notes of a household, the people who may read them, and one's own reminders."""

from django.db.models import QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.models import Case
from minzheng.kernel.division import ancestry
from minzheng.registry.models import Household
from minzheng.workbench.models import Mention, Note


def notes_of(household: Household, case: Case | None = None) -> QuerySet[Note]:
    """Return the notes of a household (of one case, if given), newest first, with their reminders."""
    rows = Note.objects.filter(household=household).select_related("written_by", "case")
    rows = rows if case is None else rows.filter(case=case)
    return rows.prefetch_related("mentions__staff").order_by("-written_at", "-pk")


def colleagues(division_code: str) -> list[Staff]:
    """Return the active people who may see a household of this division, by name."""
    rows = Staff.objects.filter(is_active=True, areas__division_code__in=ancestry(division_code))
    return list(rows.exclude(role=Role.FINANCE_OFFICER).distinct().order_by("name", "pk"))


def unseen(staff: Staff) -> QuerySet[Mention]:
    """Return the reminders a person has not seen, oldest first."""
    rows = Mention.objects.filter(staff=staff, seen_at__isnull=True)
    return rows.select_related("note__household", "note__case", "note__written_by", "passed_from").order_by("pk")
