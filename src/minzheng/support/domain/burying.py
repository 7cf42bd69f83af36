"""Burial of somebody supported at home: the actual cost up to the program's cap, once, through the ordinary pay run.

The allowance itself needs no act here: a decision that covers nobody alive makes nothing due from the month after the
death on. Who lived or died in a home is buried by the home.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import BankAccount, Death, Membership, Person
from minzheng.support.domain.agreeing import end_on_death
from minzheng.support.domain.road import SupportRefused, filled, next_number, note, require_no_kin
from minzheng.support.enums import BurialState
from minzheng.support.models import Burial
from minzheng.support.queries.burials import Dead, dead_at_home, in_a_home, reckoned

ROOM = "support"


@transaction.atomic
def apply_for(
    *, person: Person, arranger_name: str, arranger_id_number: str, relation: str, buried_on: date, words: str,
    cost_fen: int, receipts: str, by: Staff, at: datetime,
) -> Burial:  # fmt: skip
    """Take the application of whoever arranged and paid the burial: registered in the county, with an account.

    Raises SupportRefused (no death on record, not supported at home, a home buries, too late, twice), NotAllowed.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER)
    today = local_day(at)
    dead = _dead(person, today)
    permissions.require_area(by, dead.grounds.division_code)
    _require_not_in_a_home(person)
    if dead.burial is not None:
        raise SupportRefused(_("%(name)s的丧葬费已经受理，一人只办一次。") % {"name": person.name})
    if today > dead.apply_by:
        raise SupportRefused(
            _("申请期限已于%(day)s届满（%(law)s），不再受理。") % {"day": dead.apply_by, "law": dead.limit.reference}
        )
    filled(relation, words, receipts, what=_("与去世者的关系、殡葬方式地点和票据"))
    if not dead.died_on <= buried_on <= today:
        raise SupportRefused(_("安葬日期应在去世日期和今天之间。"))
    if cost_fen <= 0:
        raise SupportRefused(_("请按票据填写实际费用。"))
    arranged_by = _arranger(arranger_name, arranger_id_number, at)
    _account(arranged_by, at)
    require_no_kin([person, arranged_by], dead.grounds.division_code, by, at)
    amount, cap = _reckoned(dead, cost_fen)
    made = Burial(
        number=next_number("SZ", dead.grounds.division_code, at), person=person,
        household_id=dead.grounds.household_id, division_code=dead.grounds.division_code,
        case_number=dead.grounds.case_number, program=dead.grounds.program, decision_id=dead.grounds.decision_id,
        died_on=dead.died_on, arranged_by=arranged_by, relation=relation.strip(), buried_on=buried_on,
        words=words.strip(), cost_fen=cost_fen, receipts=receipts.strip(), cap_fen=cap, amount_fen=amount,
        apply_by=dead.apply_by, applied_by=by, applied_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise SupportRefused(_("%(name)s的丧葬费刚被他人受理。") % {"name": person.name}) from error
    end_on_death(person, dead.died_on, by=by, at=at)
    note(
        made, "support.burial_applied", by=by, at=at, reason=made.receipts, burial=made.number, cost_fen=cost_fen,
        amount_fen=amount, cap_fen=cap,
    )  # fmt: skip
    return made


@transaction.atomic
def grant(*, burial: Burial, document_number: str, by: Staff, at: datetime) -> Burial:
    """Grant it as the county, another person; reckoned once more, and due with the next pay run.

    Raises SupportRefused, TwoPeopleNeeded, NotAllowed.
    """
    row, dead = _open(burial, by, at)
    filled(document_number, what=_("文号"))
    _require_not_in_a_home(row.person)
    amount, cap = _reckoned(dead, row.cost_fen)
    account = _account(row.arranged_by, at)
    row.state, row.document_number = BurialState.GRANTED, document_number.strip()
    row.decided_by, row.decided_at, row.amount_fen, row.cap_fen = by, at, amount, cap
    row.due = _due(row, account, by=by, at=at)
    row.save(update_fields=["state", "document_number", "decided_by", "decided_at", "amount_fen", "cap_fen", "due"])
    note(row, "support.burial_granted", by=by, at=at, reason=row.document_number, burial=row.number, amount_fen=amount)
    return row


@transaction.atomic
def refuse(*, burial: Burial, reason: str, by: Staff, at: datetime) -> Burial:
    """Refuse it with the reason, as the county, another person; a new application stays possible in time."""
    row, _ground = _open(burial, by, at)
    filled(reason, what=_("不予支付的原因"))
    row.state, row.reason, row.decided_by, row.decided_at = BurialState.REFUSED, reason.strip(), by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    note(row, "support.burial_refused", by=by, at=at, reason=row.reason, burial=row.number)
    return row


def _open(burial: Burial, by: Staff, at: datetime) -> tuple[Burial, Dead]:
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, burial.division_code)
    rows = Burial.objects.select_for_update(of=("self",)).select_related("person", "applied_by")
    row: Burial = rows.get(pk=burial.pk)
    if row.state != BurialState.APPLIED:
        raise SupportRefused(_("这件丧葬费已经作出决定。"))
    permissions.require_another_human(by, earlier=row.applied_by, what=_("丧葬费的受理"))
    with everywhere("办理丧葬的人可能登记在另一乡镇"):
        row.arranged_by = Person.objects.get(pk=row.arranged_by_id)
    require_no_kin([row.person, row.arranged_by], row.division_code, by, at)
    return row, _dead(row.person, local_day(row.applied_at))


def _dead(person: Person, today: date) -> Dead:
    found = dead_at_home(today, [person.pk]).get(person.pk)
    if found is not None:
        return found
    if not Death.objects.latest_versions().filter(person=person, is_withdrawn=False).exists():
        raise SupportRefused(_("%(name)s没有死亡登记。请先在家庭档案中登记死亡。") % {"name": person.name})
    raise SupportRefused(_("%(name)s去世当月没有在家供养的决定，不在这里办理。") % {"name": person.name})


def _require_not_in_a_home(person: Person) -> None:
    stay = in_a_home(person)
    if stay is not None:
        raise SupportRefused(
            _("%(name)s在%(home)s在住或者去世，殡葬由机构办理并结算，不能再在这里领一次。")
            % {"name": person.name, "home": stay.institution.name}
        )


def _arranger(name: str, id_number: str, at: datetime) -> Person:
    try:
        number = IdNumber.parse(id_number, on=local_day(at)).value
    except IdNumberError as error:
        raise SupportRefused(str(error)) from error
    with everywhere("办理丧葬的人可能登记在另一乡镇"):
        found = find_many([number]).get(number)
    if found is None or found.name != name.strip():
        raise SupportRefused(_("没有找到姓名和号码都相符的人。办理丧葬的人须先在家庭档案中登记，并登记收款账户。"))
    return found


def _account(person: Person, at: datetime) -> BankAccount:
    """Return the account of the arranger's own household that the money goes into. Raises SupportRefused."""
    day = local_day(at)
    with everywhere("办理丧葬的人可能登记在另一乡镇"):
        member = Membership.objects.as_of(day, at).filter(person=person).first()
        rows = BankAccount.objects.as_of(day, at).filter(holder=person)
        rows = rows.filter(household=member.household_id) if member is not None else rows.none()
        account: BankAccount | None = rows.select_related("household").order_by("-pk").first()
    if account is None:
        raise SupportRefused(
            _("%(name)s没有以本人为户名的收款账户，无法发放。请先在其家庭档案中登记。") % {"name": person.name}
        )
    return account


def _reckoned(dead: Dead, cost_fen: int) -> tuple[int, int]:
    amount, cap = reckoned(dead, cost_fen)
    if amount <= 0 or amount > cap or amount > cost_fen:
        raise SupportRefused(
            _("按%(day)s的规定算不出应付的丧葬费（费用%(cost)s元，上限%(cap)s元），请核对标准。")
            % {"day": dead.died_on, "cost": format_yuan(cost_fen), "cap": format_yuan(cap)}
        )
    return amount, cap


def _due(row: Burial, account: BankAccount, *, by: Staff, at: datetime) -> Due:
    """Write what is due to the arranger's household. The person stands in it, so a second one cannot be written."""
    month = str(Month.of(local_day(at)))
    with everywhere("同一家庭同月的应发须全部看到"):
        used = Due.objects.filter(
            household_id=account.household_id, program=row.program, month=month, kind=DueKind.ONCE
        )
        series = used.count()
        made = write_all(
            dues=[
                NewDue(
                    household_id=account.household_id, payee_id=row.arranged_by_id, person_ids=(row.person_id,),
                    program=row.program, month=month, amount_fen=row.amount_fen, source_room=ROOM,
                    decision_id=row.decision_id, case_number=row.number, document_number=row.document_number,
                    division_code=account.household.division_code, kind=DueKind.ONCE, series=series,
                )
            ],
            by=by,
            at=at,
        )  # fmt: skip
    return made[0]
