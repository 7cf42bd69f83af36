"""Moving in: the will on record, what the person can do, what the doctor says, an agreement, a bed."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.institutions.domain import daily, money
from minzheng.institutions.domain.road import (
    DIRECTORS,
    OFFICERS,
    HomeRefused,
    filled,
    fresh,
    lives_somewhere,
    lock_home,
    locked,
    next_number,
    note,
    note_of,
    person_of,
    require,
)
from minzheng.institutions.enums import LIVING_HERE, Chooser, EntryState
from minzheng.institutions.models import Assessment, Bed, Entry, HealthCheck, Institution, Residence, Worker
from minzheng.institutions.queries.stays import last_assessment, last_health_check
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Death, Person
from minzheng.registry.validators import clean_phone
from minzheng.statute.home_rule import ABILITIES, tier_of
from minzheng.statute.period import figure


@transaction.atomic
def enter(
    *, institution: Institution, id_number: str, chosen_by: str, chosen_on: date, witness: str, by: Staff,
    at: datetime, guardian_name: str = "", guardian_relation: str = "", capacity_document: str = "",
) -> Entry:  # fmt: skip
    """Record that somebody wishes to live here: the person's own choice, or the guardian's decision with its paper.

    Nobody is placed (社会救助法 第十六条；农村五保供养工作条例 第十二条).
    Raises HomeRefused, IdNumberError, NotAllowed.
    """
    require(by, institution, *DIRECTORS, *OFFICERS)
    person = person_of(id_number)
    day = local_day(at)
    filled(witness, what=_("见证人"))
    if chosen_on > day:
        raise HomeRefused(_("选择日期不能晚于今天。"))
    _require_will(chosen_by, guardian_name, capacity_document)
    _refuse_dead(person)
    if Worker.objects.filter(institution=institution, person=person, until_on__isnull=True).exists():
        raise HomeRefused(_("%(name)s是本机构的工作人员，不能同时入住。") % {"name": person.name})
    if Entry.objects.filter(institution=institution, person=person, state=EntryState.WAITING).exists():
        raise HomeRefused(_("%(name)s已在等候入住，不重复登记。") % {"name": person.name})
    is_guardian = chosen_by == Chooser.GUARDIAN
    row = Entry(
        number=next_number("RZ", institution, at), institution=institution, person=person, chosen_by=chosen_by,
        chosen_on=chosen_on, witness=witness.strip(), guardian_name=guardian_name.strip() if is_guardian else "",
        guardian_relation=guardian_relation.strip() if is_guardian else "",
        capacity_document=capacity_document.strip() if is_guardian else "", entered_by=by, entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "entry.entered", by=by, at=at, entry=row.number, chosen_by=chosen_by)
    return row


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by: Staff, at: datetime) -> Entry:
    """Take somebody off the waiting list."""
    row = _waiting(entry)
    require(by, row.institution, *DIRECTORS, *OFFICERS)
    filled(reason, what=_("撤回原因"))
    row.state, row.withdrawn_by, row.withdrawn_at = EntryState.WITHDRAWN, by, at
    row.withdraw_reason = reason.strip()
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdraw_reason"])
    note(row.institution, "entry.withdrawn", by=by, at=at, entry=row.number, reason=row.withdraw_reason)
    return row


@transaction.atomic
def assess(
    *, institution: Institution, person: Person, able: Collection[str], assessor: str, assessed_on: date, by: Staff,
    at: datetime,
) -> Assessment:  # fmt: skip
    """Record which of the six things somebody does alone; the tier follows by law, a resident's care from the tier."""
    require(by, institution, *DIRECTORS)
    filled(assessor, what=_("评估人"))
    if not set(able) <= set(ABILITIES) or assessed_on > local_day(at):
        raise HomeRefused(_("请核对评估项目和日期，评估日期不能晚于今天。"))
    unable = [one for one in ABILITIES if one not in able]
    row = Assessment(
        institution=institution, person=person, unable=unable, tier=tier_of(len(unable)), assessor=assessor.strip(),
        assessed_on=assessed_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    stay = Residence.objects.filter(institution=institution, person=person, stay__in=LIVING_HERE).first()
    if stay is not None and stay.tier != row.tier:
        stay.tier = row.tier
        stay.save(update_fields=["tier"])
        daily.plan_tier(stay, by=by, at=at)
    note(institution, "entry.assessed", by=by, at=at, person=person.pk, tier=row.tier)
    return row


@transaction.atomic
def check_health(
    *, institution: Institution, person: Person, clinic: str, checked_on: date, is_infectious: bool, findings: str,
    by: Staff, at: datetime,
) -> HealthCheck:  # fmt: skip
    """Record what a doctor found."""
    require(by, institution, *DIRECTORS)
    filled(clinic, findings, what=_("体检医院和结论"))
    if checked_on > local_day(at):
        raise HomeRefused(_("体检日期不能晚于今天。"))
    row = HealthCheck(
        institution=institution, person=person, clinic=clinic.strip(), checked_on=checked_on,
        is_infectious=is_infectious, findings=findings.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "entry.health_checked", by=by, at=at, person=person.pk, is_infectious=is_infectious)
    return row


@transaction.atomic
def admit(
    *, entry: Entry, bed: Bed, signed_by: str, services: str, agreement_until: date, contact: str, contact_phone: str,
    by: Staff, at: datetime,
) -> Residence:  # fmt: skip
    """Sign the agreement and give the bed: of two admissions at once one wins, the other is told so.

    Raises HomeRefused without an assessment or a health check of the last days, for a bed that is taken, out of use, of
    the other sex or not for an infection, for somebody who lives in a home already or died.
    """
    row = _waiting(entry)
    home = lock_home(row.institution)
    require(by, home, *DIRECTORS)
    filled(signed_by, services, contact, what=_("协议签字人、服务内容和紧急联系人"))
    day = local_day(at)
    if agreement_until < day:
        raise HomeRefused(_("协议到期日不能早于今天。"))
    if row.chosen_by == Chooser.GUARDIAN and signed_by.strip() != row.guardian_name:
        raise HomeRefused(_("协议应由监护人%(name)s签字。") % {"name": row.guardian_name})
    if row.chosen_by == Chooser.PERSON and signed_by.strip() != row.person.name:
        raise HomeRefused(_("协议应由本人%(name)s签字，别人不能代签。") % {"name": row.person.name})
    _refuse_dead(row.person)
    assessment, health = _require_examined(row, day)
    elsewhere = lives_somewhere(row.person)
    if elsewhere is not None:
        raise HomeRefused(
            _("%(name)s已住在%(home)s，一个人只能住一个机构。请先在那里办理离院或转院。")
            % {"name": row.person.name, "home": elsewhere.institution.name}
        )
    _require_bed(bed, home, row.person, is_infectious=health.is_infectious)
    stay = Residence(
        number=next_number("XY", home, at), institution=home, person=row.person, entry=row, bed=bed,
        tier=assessment.tier, admitted_on=day, agreement_until=agreement_until, signed_by=signed_by.strip(),
        services=services.strip(), contact=contact.strip(), contact_phone=_phone(contact_phone), admitted_by=by,
        admitted_at=at,
    )  # fmt: skip
    _save_once(stay)
    row.state = EntryState.ADMITTED
    row.save(update_fields=["state"])
    daily.plan_tier(stay, by=by, at=at)
    money.open_trust(stay)
    note_of(stay, "residence.admitted", by=by, at=at, entry=row.number, bed=bed.pk, tier=stay.tier)
    return stay


@transaction.atomic
def move_bed(*, residence: Residence, bed: Bed, reason: str, by: Staff, at: datetime) -> Residence:
    """Give a resident another bed of the same home."""
    row = fresh(residence)
    home = lock_home(row.institution)
    require(by, home, *DIRECTORS)
    filled(reason, what=_("调换原因"))
    health = last_health_check(row.person_id, home)
    _require_bed(bed, home, row.person, is_infectious=bool(health and health.is_infectious))
    row.bed = bed
    _save_once(row, ["bed"])
    note_of(row, "residence.moved", by=by, at=at, reason=reason, bed=bed.pk)
    return row


@transaction.atomic
def renew(*, residence: Residence, agreement_until: date, by: Staff, at: datetime) -> Residence:
    """Lengthen the agreement."""
    row = fresh(residence)
    require(by, row.institution, *DIRECTORS)
    if agreement_until <= row.agreement_until:
        raise HomeRefused(_("新的到期日应晚于%(day)s。") % {"day": row.agreement_until})
    row.agreement_until = agreement_until
    row.save(update_fields=["agreement_until"])
    note_of(row, "residence.renewed", by=by, at=at, until=agreement_until.isoformat())
    return row


def _phone(text: str) -> str:
    try:
        return clean_phone(text)
    except ValueError as error:
        raise HomeRefused(str(error)) from error


def _waiting(entry: Entry) -> Entry:
    row: Entry = locked(entry)
    if row.state != EntryState.WAITING:
        raise HomeRefused(_("入住申请%(number)s已办理（%(state)s）。")
                          % {"number": row.number, "state": row.get_state_display()})  # fmt: skip
    return row


def _require_will(chosen_by: str, guardian_name: str, capacity_document: str) -> None:
    if chosen_by not in Chooser.values:
        raise HomeRefused(
            _("入住须由本人选择；本人不能表达意愿的，由监护人决定，并有行为能力的认定文书。不能由他人指定。")
        )
    if chosen_by == Chooser.GUARDIAN and not (guardian_name.strip() and capacity_document.strip()):
        raise HomeRefused(_("由监护人决定的，请填写监护人姓名和无（限制）行为能力的认定文书编号。"))


def _require_examined(entry: Entry, day: date) -> tuple[Assessment, HealthCheck]:
    assessment = last_assessment(entry.person_id, entry.institution)
    if assessment is None:
        raise HomeRefused(_("%(name)s还没有自理能力评估，不能入住。") % {"name": entry.person.name})
    health = last_health_check(entry.person_id, entry.institution)
    days = figure("home_health_check_days", place=entry.institution.division_code, on=day).value
    if health is None or (day - health.checked_on).days > days:
        raise HomeRefused(
            _("%(name)s没有%(days)d天以内的体检结论，不能入住。") % {"name": entry.person.name, "days": days}
        )
    return assessment, health


def _require_bed(bed: Bed, home: Institution, person: Person, *, is_infectious: bool) -> None:
    row: Bed = Bed.objects.select_related("room").get(pk=bed.pk)
    where = {"room": row.room.name, "bed": row.label}
    if row.room.institution_id != home.pk or row.out_since is not None:
        raise HomeRefused(_("%(room)s房%(bed)s号床不属于本机构或已停用。") % where)
    if Residence.objects.filter(bed=row, stay__in=LIVING_HERE).exists():
        raise HomeRefused(_("%(room)s房%(bed)s号床已有人住，请选择空床。") % where)
    if row.room.sex and row.room.sex != person.sex:
        raise HomeRefused(_("%(room)s房住的是另一性别，请选择其他床位。") % where)
    if row.room.is_isolation != is_infectious:
        raise HomeRefused(_("体检结论为有传染性的住隔离房间，没有的不住隔离房间；%(room)s房不合适。") % where)


def _save_once(stay: Residence, columns: Collection[str] | None = None) -> None:
    """Two at once: the database lets one through, the other hears it in words. Without columns it is a new row."""
    try:
        with transaction.atomic():
            stay.save(force_insert=columns is None, update_fields=columns)
    except IntegrityError as error:
        raise HomeRefused(_("这张床或这个人刚刚由另一人办理了入住，请刷新后再看。")) from error


def _refuse_dead(person: Person) -> None:
    with everywhere("入住前核对是否已登记死亡"):
        dead = Death.objects.latest_versions().filter(person=person, is_withdrawn=False).exists()
    if dead:
        raise HomeRefused(_("%(name)s已登记死亡，请核对身份。") % {"name": person.name})
