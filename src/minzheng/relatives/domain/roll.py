"""The roll of villagers' and residents' committees: who sits on which, from when until when."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.division import level_of
from minzheng.kernel.idnumber import IdNumber, mask
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import printable_name
from minzheng.relatives.enums import Post
from minzheng.relatives.models import MEMBER_CONTEXT, CommitteeMember
from minzheng.services import vault
from minzheng.services.audit.domain.record import record, record_read

CHAIN = "relatives"
KEEPERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
VILLAGE_LEVEL = 5


class RollRefused(Refused):
    """The entry cannot stand on the roll."""


@transaction.atomic
def add_member(
    *, division_code: str, name: str, id_number: str, post: str, from_on: date, by: Staff, at: datetime
) -> CommitteeMember:
    """Put a person on the roll of a village or community. Raises RollRefused, IdNumberError, NotAllowed."""
    require_role(by, *KEEPERS)
    require_area(by, division_code)
    if level_of(division_code) != VILLAGE_LEVEL:
        raise RollRefused(_("请选择村（社区）：村（居）委会成员登记在村（社区）一级。"))
    if post not in Post.values:
        raise RollRefused(_("请选择职务：主任、副主任或委员。"))
    try:
        name = printable_name(name)
    except ValueError as error:
        raise RollRefused(_("姓名不能登记：%(why)s。") % {"why": error}) from error
    parsed = IdNumber.parse(id_number, on=local_day(at))
    serving = CommitteeMember.objects.filter(
        division_code=division_code, until_on__isnull=True,
        id_number_index__in=vault.search_indexes(parsed.value, context=MEMBER_CONTEXT),
    ).first()  # fmt: skip
    if serving is not None:
        raise RollRefused(
            _("%(name)s已在该村（社区）名册上，职务是%(post)s。变更职务的，请先登记离任，再按新职务登记。")
            % {"name": serving.name, "post": serving.get_post_display()}
        )
    row = CommitteeMember.objects.create(
        division_code=division_code, name=name, post=post, from_on=from_on, entered_by=by, entered_at=at,
        id_number_sealed=vault.seal(parsed.value, context=MEMBER_CONTEXT),
        id_number_index=vault.index(parsed.value, context=MEMBER_CONTEXT),
        id_number_key_version=vault.current_version(),
    )  # fmt: skip
    after = {"name": name, "post": post, "from_on": from_on.isoformat(), "id_number": mask(parsed.value)}
    _audit(row, "committee.member_added", by=by, at=at, after=after)
    return row


@transaction.atomic
def end_member(*, member: CommitteeMember, until_on: date, by: Staff, at: datetime) -> CommitteeMember:
    """Write the last day of a term; the row stays. Raises RollRefused, NotAllowed."""
    require_role(by, *KEEPERS)
    require_area(by, member.division_code)
    row: CommitteeMember = CommitteeMember.objects.select_for_update().get(pk=member.pk)
    if row.ended_at is not None:
        raise RollRefused(_("%(name)s已于%(day)s离任。") % {"name": row.name, "day": row.until_on})
    if not row.from_on <= until_on <= local_day(at):
        raise RollRefused(
            _("离任日期%(day)s应在任职起始日（%(start)s）之后、今天之前。请核对。")
            % {"day": until_on, "start": row.from_on}
        )
    row.until_on, row.ended_by, row.ended_at = until_on, by, at
    row.save(update_fields=["until_on", "ended_by", "ended_at"])
    _audit(row, "committee.member_ended", by=by, at=at, after={"until_on": until_on.isoformat()})
    return row


@transaction.atomic
def reveal(*, member: CommitteeMember, by: Staff, at: datetime, purpose: str) -> str:
    """Return the whole ID number and record who read it and why. Raises NotAllowed, PurposeMissing."""
    require_role(by, *KEEPERS)
    require_area(by, member.division_code)
    record_read(
        by=by, at=at, object_kind="committee_member", object_id=str(member.pk), division_code=member.division_code,
        purpose=purpose,
    )  # fmt: skip
    return number_of(member)


def number_of(member: CommitteeMember) -> str:
    """Return the whole number for matching by the system; whoever shows it calls `reveal`."""
    return vault.open_sealed(bytes(member.id_number_sealed), context=MEMBER_CONTEXT)


def _audit(row: CommitteeMember, action: str, *, by: Staff, at: datetime, after: object) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="committee_member", object_id=str(row.pk),
        division_code=row.division_code, after=after,
    )  # fmt: skip
