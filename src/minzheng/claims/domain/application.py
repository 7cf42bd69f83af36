"""A claim made by the person: papers in, survey and board where the road says so, decided by another, then due.

The road is the program's of the day: known recipients are handled directly, others are surveyed and hung out for the
days the law gives. The board shows a name and a sum, never an illness.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.accounts.scope import everywhere
from minzheng.casework.queries import by_claim
from minzheng.claims.domain.facts import facts_of
from minzheng.claims.domain.reckoning import lock_years, reckon_years, reckoned, year_claims
from minzheng.claims.domain.road import ClaimsRefused, note, require_county, require_officer
from minzheng.claims.enums import BILLS, Kind, Mode, Outcome
from minzheng.claims.models import Claim, Hospital, PersonalClaim, Reckoning
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.hospitals import designations, is_designated
from minzheng.claims.queries.program import ROOM, program
from minzheng.claims.queries.status import Status, status_of
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due
from minzheng.registry.enums import ConditionKind
from minzheng.registry.models import BankAccount, Membership, Person, PersonCondition
from minzheng.rules.program import RECOGNISED, StationPath
from minzheng.rules.running import Line
from minzheng.statute.period import figure, months_after

KIND = "personal_claim"


@transaction.atomic
def claim(
    *, person: Person, number: str, kind: str, hospital: Hospital, admitted_on: date, discharged_on: date,
    settled_on: date, money: Mapping[str, int], originals_marked: bool, by: Staff, at: datetime,
    is_insured: bool = True, could_not_enrol: bool = False, is_emergency: bool = False, follows_referral: bool = True,
) -> PersonalClaim:  # fmt: skip
    """Take a person's claim for one slip, within the days after discharge. No illness decides and no deposit is asked.

    Raises ClaimsRefused: the slip was used (at whichever hospital), the original bears no mark, too late, no household.
    """
    require_officer(by, person.division_code)
    if kind not in BILLS:
        raise ClaimsRefused(_("请选择住院或门诊慢特病。"))
    _require_slip(number, (admitted_on, discharged_on, settled_on), money, at)
    if not originals_marked:
        raise ClaimsRefused(_("请先在结算单原件上加盖“已救助”，再登记，以免一单两报。"))
    deadline = figure("claims_deadline_months", place=person.division_code, on=local_day(at))
    if local_day(at) > months_after(discharged_on, deadline.value):
        raise ClaimsRefused(
            _("出院已超过%(n)d个月（%(law)s），不再受理。有正当理由的，请按信访或救济程序反映。")
            % {"n": deadline.value, "law": deadline.reference}
        )
    status, before = status_of(person.pk, discharged_on), status_of(person.pk, admitted_on)
    answers = {
        "is_insured": is_insured, "could_not_enrol": could_not_enrol,
        "is_at_designated_hospital": is_emergency or is_designated(designations(hospital), admitted_on),
        "was_recognised_at_treatment": before.is_member or status.reaches_back,
        "follows_referral_in_province": follows_referral,
    }  # fmt: skip
    facts = facts_of(kind=kind, person=person, status=status, on=settled_on, money=money, answers=answers)
    row = _new(
        number=number.strip(), kind=kind, mode=Mode.AFTER, hospital=hospital, person=person, admitted_on=admitted_on,
        discharged_on=discharged_on, settled_on=settled_on, facts=facts, status=status, by=by, at=at, money=money,
    )  # fmt: skip
    return _open(row, status, originals_marked=True, by=by, at=at)


@transaction.atomic
def claim_fixed(*, person: Person, year: int, by: Staff, at: datetime) -> PersonalClaim:
    """Take a claim for the fixed sum of a year: a status and no bill (定额). Who came in mid-year gets what is left."""
    require_officer(by, person.division_code)
    day = local_day(at)
    if year != day.year:
        raise ClaimsRefused(_("定额救助按当年办理，今年是%(year)d年。") % {"year": day.year})
    status = status_of(person.pk, day)
    since = status.since if status.since and status.since.year == year else date(year, 1, 1)
    grade = _disability(person, day, at)
    patient = {"disability_grade": grade} if grade else {}
    answers = {"listed_from_month": since.month, "patient": patient}
    facts = facts_of(kind=Kind.FIXED, person=person, status=status, on=day, money={}, answers=answers)
    row = _new(
        number=f"DE-{year}-{person.pk}-{day.month:02d}", kind=Kind.FIXED, mode=Mode.AFTER, hospital=None, person=person,
        admitted_on=day, discharged_on=day, settled_on=day, facts=facts, status=status, by=by, at=at, money={},
    )  # fmt: skip
    return _open(row, status, originals_marked=False, by=by, at=at)


def path_of(row: PersonalClaim) -> StationPath:
    """Return the road of a claim: that of the day it was taken."""
    return by_claim.road(program(), local_day(row.claimed_at), is_recognised=row.is_recognised)


@transaction.atomic
def survey(*, application: PersonalClaim, text: str, by: Staff, at: datetime) -> PersonalClaim:
    """Record what was found of income and medical costs, where the road stops there."""
    row = _open_row(application)
    require_officer(by, row.claim.division_code)
    if not path_of(row).always("household_visit") or row.surveyed_at is not None:
        raise ClaimsRefused(_("这件申请不需要调查，或者已经调查过。"))
    if not text.strip():
        raise ClaimsRefused(_("请写明家庭经济状况和医疗支出的调查情况。"))
    row.survey, row.surveyed_by, row.surveyed_at = text.strip(), by, at
    row.save(update_fields=["survey", "surveyed_by", "surveyed_at"])
    note("bill.surveyed", kind=KIND, object_id=row.pk, by=by, at=at, division_code=row.claim.division_code)
    return row


@transaction.atomic
def post(*, application: PersonalClaim, place: str, by: Staff, at: datetime) -> PersonalClaim:
    """Record that name and sum hang on the board, for the days the road gives."""
    row = _open_row(application)
    require_officer(by, row.claim.division_code)
    path = path_of(row)
    if not path.always("publicity") or row.posted_at is not None:
        raise ClaimsRefused(_("这件申请不需要公示，或者已经公示。"))
    if path.always("household_visit") and row.surveyed_at is None:
        raise ClaimsRefused(_("请先调查，再公示。"))
    if not place.strip():
        raise ClaimsRefused(_("请填写公示地点。"))
    row.posted_place, row.posted_by, row.posted_at = place.strip(), by, at
    row.posted_until = local_day(at) + timedelta(days=path.publicity_days)
    row.save(update_fields=["posted_place", "posted_until", "posted_by", "posted_at"])
    note("bill.posted", kind=KIND, object_id=row.pk, by=by, at=at, division_code=row.claim.division_code)
    return row


@transaction.atomic
def decide(*, application: PersonalClaim, document_number: str, by: Staff, at: datetime) -> PersonalClaim:
    """Decide as the county, another person than took the claim: the rules say how much; what is granted is due now."""
    require_county(by)
    row = _open_row(application)
    require_other_person(by, earlier=row.claimed_by, what=_("个人医疗救助的受理"))
    if not document_number.strip():
        raise ClaimsRefused(_("请填写决定文号。"))
    _require_road_done(row, local_day(at))
    key = (row.claim.person_id, row.claim.settled_on.year)
    lock_years([key])
    # A claim counts in its year from its decision on.
    row.document_number, row.decided_by, row.decided_at = document_number.strip(), by, at
    row.save(update_fields=["document_number", "decided_by", "decided_at"])
    rows = reckon_years({key}, by=by, at=at)
    found = next(one for one in rows if one.claim_id == row.claim_id)
    if found.outcome == Outcome.INCOMPLETE:
        raise ClaimsRefused(_("事实不全，不能作出决定。请先补齐结算单上缺的项目。"))
    row.outcome = found.outcome
    row.save(update_fields=["outcome"])
    if found.delta_fen > 0:
        _make_due(row, found, by=by, at=at)
    note(
        "bill.decided", kind=KIND, object_id=row.pk, by=by, at=at, division_code=row.claim.division_code,
        outcome=str(found.outcome), amount_fen=found.amount_fen, document_number=row.document_number,
    )  # fmt: skip
    return row


def preview(row: PersonalClaim) -> Line:
    """Return what the claim comes to on what is known now; nothing is stored."""
    claims = year_claims(row.claim.person_id, row.claim.settled_on.year, also=row.claim_id)
    year = reckoned(claims)
    return next(line for one, line in zip(claims, year.lines, strict=True) if one.pk == row.claim_id)


def _require_slip(number: str, days: tuple[date, date, date], money: Mapping[str, int], at: datetime) -> None:
    if not number.strip():
        raise ClaimsRefused(_("请填写结算单号。医疗保险还没有结算的，先去结算。"))
    admitted, discharged, settled = days
    if not admitted <= discharged <= settled <= local_day(at):
        raise ClaimsRefused(_("入院、出院、结算的日期应依次先后，且不晚于今天。请核对。"))
    paid = sum(money.get(name, 0) for name in OUTGO)
    if money.get("bill_fen", 0) <= 0 or paid > money["bill_fen"]:
        raise ClaimsRefused(
            _("目录外、不符合规定的费用与各方支付合计%(paid)s元，超过总费用%(bill)s元。请核对结算单。")
            % {"paid": format_yuan(paid), "bill": format_yuan(money.get("bill_fen", 0))}
        )


def _new(
    *, number: str, status: Status, by: Staff, at: datetime, money: Mapping[str, int], person: Person, **fields: Any
) -> Claim:
    with everywhere("结算单号须在全部医院和地区中核对"):
        taken = Claim.objects.filter(number=number, replaced_by__isnull=True).select_related("hospital").first()
    if taken is not None and not taken.is_reversal:
        where = taken.hospital.name if taken.hospital else _("个人申请")
        raise ClaimsRefused(
            _("结算单%(number)s已由%(where)s于%(day)s报过，一张结算单只救助一次。")
            % {"number": number, "where": where, "day": taken.settled_on}
        )
    row = Claim(
        number=number, person=person, division_code=person.division_code, sources=list(status.sources), replaces=taken,
        reason="冲销后重新申请" if taken else "", entered_by=by, entered_at=at,
        **{name: money.get(name, 0) for name in ("bill_fen", *OUTGO)}, **fields,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimsRefused(_("结算单%(number)s正由他人登记，请稍后核对。") % {"number": number}) from error
    return row


def _open(row: Claim, status: Status, *, originals_marked: bool, by: Staff, at: datetime) -> PersonalClaim:
    member = Membership.objects.as_of(local_day(at), at).filter(person=row.person).select_related("household").first()
    if member is None:
        raise ClaimsRefused(_("%(name)s没有登记在任何家庭中，无法发放。请先登记家庭。") % {"name": row.person.name})
    path = by_claim.road(program(), local_day(at), is_recognised=status.is_member)
    made: PersonalClaim = PersonalClaim.objects.create(
        claim=row, household=member.household, is_recognised=status.is_member and path.kind == RECOGNISED,
        road=path.code,
        originals_marked=originals_marked, claimed_by=by, claimed_at=at,
    )  # fmt: skip
    note(
        "bill.claimed", kind=KIND, object_id=made.pk, by=by, at=at, division_code=row.division_code, number=row.number,
        road=path.code,
    )  # fmt: skip
    return made


def _require_road_done(row: PersonalClaim, day: date) -> None:
    path = path_of(row)
    if path.always("household_visit") and row.surveyed_at is None:
        raise ClaimsRefused(_("还没有调查，不能作出决定。"))
    if path.always("publicity") and (row.posted_until is None or day <= row.posted_until):
        raise ClaimsRefused(_("还没有公示满%(days)d天，不能作出决定。") % {"days": path.publicity_days})


def _make_due(row: PersonalClaim, found: Reckoning, *, by: Staff, at: datetime) -> None:
    accounts = BankAccount.objects.as_of(local_day(at), at).filter(household=row.household).order_by("-pk")
    account = accounts.first()
    if account is None:
        raise ClaimsRefused(_("户%(number)s没有登记收款账户，请先登记。") % {"number": row.household.number})
    month = str(Month.of(local_day(at)))
    with everywhere("同一家庭同月的应发须全部看到"):
        used = Due.objects.filter(household_id=row.household_id, program=program(), month=month)
        series = used.filter(kind=DueKind.ARREARS).count()
    due = write_all(
        dues=[
            NewDue(
                household_id=row.household_id, payee_id=account.holder_id, person_ids=(row.claim.person_id,),
                program=program(), month=month, amount_fen=found.delta_fen, source_room=ROOM, decision_id=0,
                case_number=row.claim.number[:40], document_number=row.document_number,
                division_code=row.claim.division_code, kind=DueKind.ARREARS, series=series,
            )
        ],
        by=by,
        at=at,
    )[0]  # fmt: skip
    Reckoning.objects.filter(pk=found.pk).update(due_id=due.pk)


def _disability(person: Person, day: date, at: datetime) -> int:
    """Return the grade of a disability on record, 0 for none (the code is "kind.grade", GB/T 26341)."""
    rows = PersonCondition.objects.as_of(day, at).filter(person=person, kind=ConditionKind.DISABILITY)
    row = rows.order_by("-pk").first()
    grade = row.code.rpartition(".")[2] if row else ""
    return int(grade) if grade.isdigit() else 0


def _open_row(application: PersonalClaim) -> PersonalClaim:
    row: PersonalClaim = (
        PersonalClaim.objects.select_for_update(of=("self",))
        .select_related("claim__person", "claim__hospital", "household", "claimed_by")
        .get(pk=application.pk)
    )
    if row.decided_at is not None:
        raise ClaimsRefused(_("这件申请已作出决定。"))
    return row
