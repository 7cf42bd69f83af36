"""Pulling what decisions in force make due for a month. Casework never calls here; it only keeps its decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.casework.queries.catalogue import never_with
from minzheng.casework.queries.in_force import InForce, decisions_in_force, paid_by_the_quarter, quarter_of
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month, months_between
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import OF_THE_MONTH, DueKind
from minzheng.ledger.models import Due, DuePerson
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record

CHAIN = "payments"
PREPARERS = (Role.COUNTY_OFFICER, Role.FINANCE_OFFICER)


class TooEarly(Refused):
    """A month that has not begun is not due yet."""


class MadeMeanwhile(Refused):
    """Someone else made the same dues at the same moment."""


@dataclass(frozen=True)
class Held:
    """A household that cannot be paid now, and why, in words for the official."""

    household_id: int
    case_number: str
    month: str
    amount_fen: int
    division_code: str
    reason: str


@dataclass(frozen=True)
class Entitlement:
    """What one call made: new dues, how many stood already, and who is held."""

    made: tuple[Due, ...]
    already: int
    held: tuple[Held, ...]


@transaction.atomic
def dues_for(*, month: Month, by: Staff, at: datetime, program: str = "") -> Entitlement:
    """Make the regular dues of a month (of one program, or all) from decisions in force; a second call adds nothing.

    Someone covered by two decisions is paid by the earlier one; the other household is held and listed.
    Raises TooEarly, NotAllowed (county or finance officers of the whole county).
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    if month > Month.of(local_day(at)):
        raise TooEarly(_("%(month)s 尚未到来，不能提前生成当月待遇") % {"month": month})
    with within(by.area):
        decisions = decisions_in_force(month, program or None)
        standing = _standing(month)
        covered = _covered(month)
        excluding: dict[str, tuple[str, ...]] = {}
        fresh, held, already = [], [], 0
        for item in sorted(decisions, key=lambda item: item.decision_id):
            due = standing.get((item.household_id, item.program))
            if due is not None:
                already += 1
                held += _changed(item, due, month)
                continue
            if item.program not in excluding:
                excluding[item.program] = never_with(item.program)
            taken = _taken(item, excluding[item.program], covered)
            if taken:
                held.append(_twice(item, taken, month))
                continue
            for person in item.person_ids:
                covered[person, item.program] = item.case_number
            if item.due_fen:
                fresh.append(item)
        owed = [item for item in decisions if item.arrears]
        made = _write([*_new_dues(fresh, month), *_arrears(owed)], month, by=by, at=at)
    if made:
        _audit(month, made, held, by=by, at=at)
    return Entitlement(tuple(made), already, tuple(held))


def _covered(month: Month) -> dict[tuple[int, str], str]:
    """Return the case under which each person draws a program's benefit of the month, by what is due already.

    A quarterly due covers the months after the one it falls in.
    """
    first = quarter_of(month)
    earlier = [str(first.plus(n)) for n in range(months_between(first, month))]
    rows = DuePerson.objects.filter(
        Q(month=str(month)) | Q(month__in=earlier, due__decision_id__in=paid_by_the_quarter()), kind__in=OF_THE_MONTH
    )
    return {(person, code): case for person, code, case in rows.values_list("person_id", "program", "due__case_number")}


def _taken(item: InForce, programs: Sequence[str], covered: Mapping[tuple[int, str], str]) -> dict[int, str]:
    """Return who of the people draws this benefit, or one that excludes it, under another case."""
    return {
        person: covered[person, code]
        for person in item.person_ids
        for code in programs
        if covered.get((person, code), item.case_number) != item.case_number
    }


def _write(dues: Sequence[NewDue], month: Month, *, by: Staff, at: datetime) -> Sequence[Due]:
    try:
        with transaction.atomic():
            return write_all(dues=dues, by=by, at=at)
    except IntegrityError as error:
        raise MadeMeanwhile(_("%(month)s 的待遇正由他人生成，请稍后重试") % {"month": month}) from error


def _standing(month: Month) -> dict[tuple[int, str], Due]:
    """Return the regular due of each household; a month that was never made and was put right later stands too."""
    rows = sorted(
        Due.objects.filter(month=str(month), kind__in=OF_THE_MONTH), key=lambda row: row.kind == DueKind.REGULAR
    )
    return {(row.household_id, row.program): row for row in rows}


def _new_dues(items: Sequence[InForce], month: Month) -> Iterable[NewDue]:
    for item in items:
        yield NewDue(
            household_id=item.household_id,
            payee_id=item.payee_id,
            person_ids=tuple(item.person_ids),
            program=item.program,
            month=str(month),
            amount_fen=item.due_fen,
            source_room="casework",
            decision_id=item.decision_id,
            case_number=item.case_number,
            document_number=item.document_number,
            division_code=item.division_code,
        )


def _arrears(items: Sequence[InForce]) -> Iterable[NewDue]:
    """Make due, once, the earlier months a decision orders to be paid; a month paid before stays as it was paid."""
    if not items:
        return
    rows = Due.objects.filter(household_id__in=[item.household_id for item in items], kind__in=OF_THE_MONTH)
    stand = set(rows.values_list("household_id", "program", "month"))
    for item in items:
        for text, fen in item.arrears:
            if (item.household_id, item.program, text) in stand:
                continue
            yield NewDue(
                household_id=item.household_id, payee_id=item.payee_id, person_ids=tuple(item.person_ids),
                program=item.program, month=text, amount_fen=fen, source_room="casework", decision_id=item.decision_id,
                case_number=item.case_number, document_number=item.document_number, division_code=item.division_code,
                kind=DueKind.ARREARS,
            )  # fmt: skip


def _twice(item: InForce, taken: dict[int, str], month: Month) -> Held:
    names = dict(Person.objects.filter(pk__in=taken).values_list("pk", "name"))
    who = clauses(
        _("%(name)s已在办件 %(case)s 中享受待遇") % {"name": names.get(person, _("一名成员")), "case": case}
        for person, case in sorted(taken.items())
    )
    return _held(item, month, _("%(who)s。同一人同一月不能享受两次，请核对两户成员，更正其中一份决定") % {"who": who})


def _changed(item: InForce, due: Due, month: Month) -> list[Held]:
    """A decision that differs from what was made due: said aloud, settled by arrears or recovery, never rewritten."""
    if due.amount_fen == item.due_fen or not item.due_fen or due.kind != DueKind.REGULAR:
        return []
    reason = _("本月已按 %(was)s 元生成待遇，现行决定为 %(now)s 元；差额须另行补发或追回") % {
        "was": format_yuan(due.amount_fen),
        "now": format_yuan(item.due_fen),
    }
    return [_held(item, month, reason)]


def _held(item: InForce, month: Month, reason: str) -> Held:
    return Held(item.household_id, item.case_number, str(month), item.amount_fen, item.division_code, reason)


def _audit(month: Month, made: Sequence[Due], held: Sequence[Held], *, by: Staff, at: datetime) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="dues.made",
        object_kind="ledger.Due",
        object_id=str(month),
        division_code=settings.COUNTY_CODE,
        after={
            "count": len(made),
            "total_fen": sum(due.amount_fen for due in made),
            "held": [[item.case_number, item.reason] for item in held],
        },
    )
