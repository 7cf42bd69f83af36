"""Care agreements (委托照料协议): proposed by one person, in force once another confirmed, ended with a reason."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.support.domain.guarding import require_signer
from minzheng.support.domain.road import (
    OFFICERS,
    VISITORS,
    SupportRefused,
    adult,
    filled,
    next_number,
    note,
    phone_of,
    require_not_oneself,
    require_unrelated,
    supported,
)
from minzheng.support.models import CareAgreement
from minzheng.support.queries.standing import holds_the_card, used_for_nothing


@transaction.atomic
def propose(
    *, person: Person, entrusted_by: str, carer_name: str, carer_id_number: str, carer_relation: str, carer_phone: str,
    duties: str, times_a_week: int, monthly_pay_fen: int, contact: str, contact_phone: str, signed_by: str,
    from_on: date, until_on: date, by: Staff, at: datetime,
) -> CareAgreement:  # fmt: skip
    """Propose an agreement; nothing is in force yet.

    The carer is grown, is not who acts here, holds no card of the household, and has nothing of the person's own for
    nothing (support never depends on giving up land or house). Raises SupportRefused, NotAllowed.
    """
    permissions.require_role(by, *VISITORS)
    today = local_day(at)
    who = supported(person, today, what=_("提出委托照料协议"))
    permissions.require_area(by, who.grounds.division_code)
    name, number = adult(name=carer_name, id_number=carer_id_number, person=person, day=today, what=_("照料人"))
    filled(entrusted_by, carer_relation, duties, contact, what=_("委托方、照料人与本人的关系、照料内容和紧急联系人"))
    if not from_on <= until_on or until_on < today or times_a_week < 1:
        raise SupportRefused(_("截止日应在起始日之后、今天或今天以后，每周至少上门一次。"))
    made = CareAgreement(
        number=next_number("ZL", who.grounds.division_code, at), person=person, tier=who.tier,
        household_id=who.grounds.household_id, division_code=who.grounds.division_code,
        case_number=who.grounds.case_number, entrusted_by=entrusted_by.strip(), carer_name=name,
        carer_id_number=number, carer_relation=carer_relation.strip(),
        carer_phone=phone_of(carer_phone, _("照料人电话")), duties=duties.strip(), times_a_week=times_a_week,
        monthly_pay_fen=monthly_pay_fen, contact=contact.strip(),
        contact_phone=phone_of(contact_phone, _("紧急联系电话")), signed_by=signed_by.strip(), from_on=from_on,
        until_on=until_on, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    require_signer(person, signed_by, day=today, barred=name)
    _require_fit(made, by, at)
    if _of(person).filter(confirmed_at__isnull=True).exists():
        raise SupportRefused(_("%(name)s已有一份协议待确认，请先确认或者终止那一份。") % {"name": person.name})
    _require_after(made, _running(person))
    made.save(force_insert=True)
    note(
        made, "support.agreement_proposed", by=by, at=at, reason=made.duties, agreement=made.number, carer=name,
        from_on=from_on.isoformat(), until_on=until_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def confirm(*, agreement: CareAgreement, by: Staff, at: datetime) -> CareAgreement:
    """Confirm as another person; an agreement that runs ends with the day before this one begins.

    Raises SupportRefused, TwoPeopleNeeded, NotAllowed.
    """
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, agreement.division_code)
    row = _locked(agreement)
    if row.confirmed_at is not None:
        raise SupportRefused(_("这份协议已经确认。"))
    permissions.require_another_human(by, earlier=row.proposed_by, what=_("协议的提出"))
    today = local_day(at)
    if row.until_on < today:
        raise SupportRefused(_("这份协议已于%(day)s到期，不能再确认，请重新提出。") % {"day": row.until_on})
    supported(row.person, today, what=_("确认委托照料协议"))
    require_signer(row.person, row.signed_by, day=today, barred=row.carer_name)
    _require_fit(row, by, at)
    before = _running(row.person)
    _require_after(row, before)
    if before is not None:
        last = min(before.until_on, row.from_on - timedelta(days=1))
        _end(before, last, _("由%(number)s接续") % {"number": row.number}, by=by, at=at)
    row.confirmed_by, row.confirmed_at = by, at
    try:
        with transaction.atomic():
            row.save(update_fields=["confirmed_by", "confirmed_at"])
    except IntegrityError as error:
        raise SupportRefused(_("%(name)s的另一份协议刚被确认，请刷新页面。") % {"name": row.person.name}) from error
    note(row, "support.agreement_confirmed", by=by, at=at, reason="", agreement=row.number, carer=row.carer_name)
    return row


@transaction.atomic
def end_agreement(*, agreement: CareAgreement, ended_on: date, reason: str, by: Staff, at: datetime) -> CareAgreement:
    """End an agreement with a day and a reason, or send back one that waits. Raises SupportRefused, NotAllowed."""
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, agreement.division_code)
    row = _locked(agreement)
    require_unrelated(row, by, at)
    require_not_oneself(by, row.carer_id_number, _("照料人"))
    filled(reason, what=_("终止的原因"))
    if ended_on > local_day(at):
        raise SupportRefused(_("终止日不能晚于今天。"))
    _end(row, ended_on, reason.strip(), by=by, at=at)
    return row


def end_on_death(person: Person, died_on: date, *, by: Staff, at: datetime) -> None:
    """End what still runs or waits with the day of death."""
    for row in _of(person):
        _end(row, died_on, _("本人去世"), by=by, at=at)


def _of(person: Person) -> QuerySet[CareAgreement]:
    rows: QuerySet[CareAgreement] = CareAgreement.objects.select_for_update(of=("self",)).filter(
        person=person, ended_at__isnull=True
    )
    return rows.select_related("person", "household")


def _running(person: Person) -> CareAgreement | None:
    row: CareAgreement | None = _of(person).filter(confirmed_at__isnull=False).first()
    return row


def _locked(agreement: CareAgreement) -> CareAgreement:
    rows = CareAgreement.objects.select_for_update(of=("self",)).select_related("person", "household", "proposed_by")
    row: CareAgreement = rows.get(pk=agreement.pk)
    if row.ended_at is not None:
        raise SupportRefused(_("这份协议已经终止。"))
    return row


def _require_fit(row: CareAgreement, by: Staff, at: datetime) -> None:
    require_unrelated(row, by, at)
    require_not_oneself(by, row.carer_id_number, _("照料人"))
    if holds_the_card(row.carer_id_number, row.household_id, day=local_day(at), at=at):
        raise SupportRefused(
            _("%(name)s持有这一户的收款账户。照料人不能同时拿本人的卡（折），请先改为发到本人账户，或者另选照料人。")
            % {"name": row.carer_name}
        )
    lent = used_for_nothing(row.person, row.carer_name)
    if lent is not None:
        raise SupportRefused(
            _("%(name)s正在无偿使用本人的%(what)s。照料不能以交出土地、房屋为条件，请先改为有偿，或者收回本人使用。")
            % {"name": row.carer_name, "what": lent.get_kind_display()}
        )


def _require_after(row: CareAgreement, before: CareAgreement | None) -> None:
    if before is not None and row.from_on <= before.from_on:
        raise SupportRefused(
            _("正在履行的协议%(number)s自%(day)s起，新协议的起始日应晚于这一天。要改内容的，先终止原协议。")
            % {"number": before.number, "day": before.from_on}
        )


def _end(row: CareAgreement, ended_on: date, reason: str, *, by: Staff, at: datetime) -> None:
    row.ended_on, row.ended_by, row.ended_at, row.end_reason = ended_on, by, at, reason
    row.save(update_fields=["ended_on", "ended_by", "ended_at", "end_reason"])
    note(row, "support.agreement_ended", by=by, at=at, reason=reason, agreement=row.number, on=ended_on.isoformat())
