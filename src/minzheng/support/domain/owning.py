"""Land, house and other property stay the person's own: what was agreed on its use, and what came in from it.

Support never depends on giving any of it up (国务院令第456号 第十一条): whoever records it has said so to the person,
and there is no way to record that it was given up.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.support.domain.guarding import require_signer
from minzheng.support.domain.road import VISITORS, SupportRefused, filled, note, require_unrelated, supported
from minzheng.support.enums import PropertyKind, Use
from minzheng.support.models import Property, PropertyIncome
from minzheng.support.queries.standing import running_on


@transaction.atomic
def record_property(
    *, person: Person, kind: str, what: str, use: str, is_free_will_told: bool, from_on: date, by: Staff, at: datetime,
    user_name: str = "", agreed: str = "", agreed_on: date | None = None, signed_by: str = "", yearly_fen: int = 0,
    until_on: date | None = None,
) -> Property:  # fmt: skip
    """Record what the person owns and how it is used. Raises SupportRefused, NotAllowed.

    Who cares for the person may rent it, never have it for nothing.
    """
    permissions.require_role(by, *VISITORS)
    today = local_day(at)
    who = supported(person, today, what=_("登记财产"))
    permissions.require_area(by, who.grounds.division_code)
    filled(what, what=_("位置、面积、证号"))
    if kind not in PropertyKind.values or use not in Use.values:
        raise SupportRefused(_("请选择财产的种类和现在怎样使用。"))
    if not is_free_will_told:
        raise SupportRefused(
            _("请先告知本人：供养不以交出土地、房屋和财产为条件，收益归本人（国务院令第456号第十一条）。")
        )
    if from_on > today or (until_on is not None and until_on < from_on):
        raise SupportRefused(_("起始日不能晚于今天，截止日不能早于起始日。"))
    made = Property(
        person=person, household_id=who.grounds.household_id, division_code=who.grounds.division_code,
        case_number=who.grounds.case_number, kind=kind, what=what.strip(), use=use, user_name=user_name.strip(),
        agreed=agreed.strip(), agreed_on=agreed_on, signed_by=signed_by.strip(), yearly_fen=yearly_fen or 0,
        from_on=from_on, until_on=until_on, is_free_will_told=True, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _require_agreed(made, today)
    require_unrelated(made, by, at)
    made.save(force_insert=True)
    note(
        made, "support.property_recorded", by=by, at=at, reason=made.agreed, kind=kind, use=use, what=made.what,
        yearly_fen=made.yearly_fen,
    )  # fmt: skip
    return made


@transaction.atomic
def end_property(*, owned: Property, ended_on: date, reason: str, by: Staff, at: datetime) -> Property:
    """Close a record: the use has changed, the term is over, it was sold. Raises SupportRefused, NotAllowed."""
    row = _open(owned, by, at)
    filled(reason, what=_("变更或者终止的原因"))
    if not row.from_on <= ended_on <= local_day(at):
        raise SupportRefused(_("终止日应在起始日和今天之间。"))
    row.ended_on, row.ended_by, row.ended_at, row.end_reason = ended_on, by, at, reason.strip()
    row.save(update_fields=["ended_on", "ended_by", "ended_at", "end_reason"])
    note(row, "support.property_ended", by=by, at=at, reason=row.end_reason, what=row.what, on=ended_on.isoformat())
    return row


@transaction.atomic
def record_income(
    *, owned: Property, received_on: date, amount_fen: int, receipt: str, received_by: str, by: Staff, at: datetime
) -> PropertyIncome:
    """Record money from it that the person received: by the person's own signature, or the guardian's, nobody else's.

    Raises SupportRefused, NotAllowed.
    """
    row = _open(owned, by, at)
    filled(receipt, what=_("凭据"))
    if amount_fen <= 0:
        raise SupportRefused(_("金额应大于零。"))
    if not row.from_on <= received_on <= local_day(at):
        raise SupportRefused(_("收款日期应在起始日和今天之间。"))
    require_signer(row.person, received_by, day=received_on)
    made = PropertyIncome(
        property=row, received_on=received_on, amount_fen=amount_fen, receipt=receipt.strip(),
        received_by=received_by.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise SupportRefused(_("凭据%(receipt)s已经登记过。") % {"receipt": made.receipt}) from error
    note(
        row, "support.income_recorded", by=by, at=at, reason=made.receipt, amount_fen=amount_fen,
        received_by=made.received_by,
    )  # fmt: skip
    return made


def _require_agreed(row: Property, today: date) -> None:
    if row.use not in {Use.LET, Use.LENT}:
        if row.yearly_fen or row.user_name:
            raise SupportRefused(_("本人自用或者闲置的，不填使用人和收益。"))
        return
    filled(row.user_name, row.agreed, what=_("使用人和约定的内容"))
    if row.agreed_on is None or row.agreed_on > today:
        raise SupportRefused(_("请填写约定日期，不能晚于今天。"))
    require_signer(row.person, row.signed_by, day=today, barred=row.user_name)
    if (row.use == Use.LET) != (row.yearly_fen > 0):
        raise SupportRefused(_("有偿的请填写每年收益；无偿的不填收益。"))
    carer = running_on(row.person, today)
    if row.use == Use.LENT and carer is not None and carer.carer_name == row.user_name:
        raise SupportRefused(
            _("%(name)s是本人的照料人。照料不能以交出土地、房屋为条件：由照料人使用的，须约定租金。")
            % {"name": row.user_name}
        )


def _open(owned: Property, by: Staff, at: datetime) -> Property:
    permissions.require_role(by, *VISITORS)
    permissions.require_area(by, owned.division_code)
    rows = Property.objects.select_for_update(of=("self",)).select_related("person", "household")
    row: Property = rows.get(pk=owned.pk)
    if row.ended_at is not None:
        raise SupportRefused(_("这项财产的登记已经终止。"))
    require_unrelated(row, by, at)
    return row
