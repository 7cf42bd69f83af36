"""The county's decision: confirm, refuse with every reason, or send back; and every later change of a benefit.

社会救助法 第四十四、四十五条；民发〔2021〕57号 第二十、二十一条。
Who proposed cannot confirm. A decision is never edited: a change is a new decision that names the one it replaces.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, close_relatives, expired_rule, flow, publicity
from minzheng.casework.domain import determination as determinations
from minzheng.casework.enums import ENDING_KINDS, Cadence, DecisionKind, DeterminationKind, Level, State
from minzheng.casework.models import Case, Decision, Determination, NumberSeries
from minzheng.casework.queries import review_calendar
from minzheng.casework.queries.in_force import QUARTER, quarter_of
from minzheng.casework.queries.local_figures import law_known
from minzheng.casework.queries.members import members_on
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.programs import catalogue
from minzheng.registry.models import BankAccount, Division
from minzheng.relatives.domain import payee
from minzheng.rules.frozen_facts import in_todays_words
from minzheng.services.calendar.queries import add_months


class DecisionRefused(Refused):
    """The county cannot decide this way on what is in the file."""


@transaction.atomic
def confirm(*, case: Case, by: Staff, at: datetime, reason: str = "") -> Decision:
    """Grant what was proposed, from the month after the decision, to the holder of the household's account.

    Raises DecisionRefused, NotAllowed (also: who proposed cannot confirm), IllegalMove.
    """
    # Who joined the household since the last matching may be somebody's relative: then the county visits first.
    close_relatives.match(case=case, at=at)
    proposal = _proposal_for(case, by, _("予以确认"), State.COUNTY_PUBLICISED)
    flow.require_open(case, State.CONFIRMED, at)
    require_still_true(case, proposal, at)
    application.require_covered_once(person_ids=proposal.person_ids, household=case.household, program=case.program)
    payee_id = current_payee_id(case, at)
    flow.move(
        case=case, to=State.CONFIRMED, by=by, at=at, reason=reason.strip(),
        details={"determination": proposal.pk, "amount_fen": proposal.amount_fen},
    )  # fmt: skip
    publicity.take_down(case, by, at)
    return write(
        case=case, kind=DecisionKind.CONFIRM, amount_fen=proposal.amount_fen, by=by, at=at, reason=reason,
        from_month=start_month(case.program, local_day(at)), person_ids=proposal.person_ids, payee_id=payee_id,
        determination=proposal,
    )  # fmt: skip


@kept
@transaction.atomic
def refuse(*, case: Case, by: Staff, at: datetime, reason: str = "") -> Decision:
    """Refuse for every condition that failed. A refusal is told to the household in writing and never published."""
    proposal = _proposal_for(case, by, _("不予确认"))
    flow.require_open(case, State.REFUSED, at)
    failed = [finding["label"] for finding in proposal.evaluation["failed"]]
    stated = reason.strip() or _("不符合下列条件：%(failed)s") % {"failed": clauses(failed)}
    flow.move(
        case=case,
        to=State.REFUSED,
        by=by,
        at=at,
        reason=stated,
        details={"determination": proposal.pk, "failed": failed},
    )
    return write(
        case=case, kind=DecisionKind.REFUSE, amount_fen=0, by=by, at=at, reason=stated,
        from_month=Month.of(local_day(at)), person_ids=[], payee_id=None, determination=proposal,
    )  # fmt: skip


@transaction.atomic
def send_back(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """Return the case to the township for correction; the reason says what to correct."""
    if not reason.strip():
        raise DecisionRefused(_("请写明退回原因和需要补正的内容。"))
    # Where the township decides there is nobody above to return from: it surveys again itself.
    to = State.SURVEYING if case.state == State.TOWNSHIP_DECIDING else State.RETURNED
    return flow.move(case=case, to=to, by=by, at=at, reason=reason.strip())


@transaction.atomic
def answer_return(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """Send a returned case to the county again with an explanation, the proposal unchanged."""
    if not reason.strip():
        raise DecisionRefused(_("请说明退回的问题如何处理。"))
    return flow.move(case=case, to=State.SUBMITTED_TO_COUNTY, by=by, at=at, reason=reason.strip())


def current_payee_id(case: Case, at: datetime) -> int:
    """Return the person who holds the household's account now.

    Raises DecisionRefused if there is no account, OfficialsCard if it is an official's without a custody agreement.
    """
    day = local_day(at)
    accounts = BankAccount.objects.filter(household_id=case.household_id).as_of(day, at)
    account = accounts.select_related("holder").order_by("-holds_from", "-pk").first()
    if account is None:
        raise DecisionRefused(_("该家庭尚未登记收款账户，决定后无法发放。请先在家庭档案中登记账户。"))
    payee.require_agreed(case.household, account.holder, day=day, at=at)
    return int(account.holder_id)


def start_month(program: str, decided_on: date) -> Month:
    """Return the first month of entitlement: the month after the decision unless the program says otherwise."""
    month = Month.of(decided_on)
    return month.next() if catalogue.get(program).program.start_month == "next" else month


def change_month(decision: Decision, on: date) -> Month:
    """Return the first month of a change: the next; of a quarterly benefit, paid ahead, the next quarter's first."""
    month = start_month(decision.case.program, on)
    if decision.cadence == Cadence.QUARTER:
        first = quarter_of(month)
        month = first if first == month else first.plus(QUARTER)
    # A change decided before the benefit has begun takes effect with it.
    return max(month, Month.parse(decision.from_month))


def in_force(case: Case) -> Decision:
    """Return the case's last decision that holds, a suspension included; raise DecisionRefused if none does."""
    last = last_of(case)
    if last is None or last.kind in ENDING_KINDS:
        raise DecisionRefused(_("案件%(number)s没有正在执行的给付决定。") % {"number": case.number})
    return last


def last_of(case: Case) -> Decision | None:
    """Return the case's last decision, whatever it says."""
    rows = Decision.objects.filter(case=case).select_related("payee", "case", "decided_by")
    last: Decision | None = rows.order_by("-pk").first()
    return last


def cadence_of(determination: Determination | None) -> str:
    """Return how often the amount of a determination is paid."""
    return str(determination.evaluation.get("cadence") or Cadence.MONTH) if determination else Cadence.MONTH.value


def rest_of(determination: Determination | None) -> int:
    """Return what the year's last payment of a determination carries beyond the others."""
    if determination is None:
        return 0
    found = determination.evaluation
    return int(found.get("closing_fen", found["amount_fen"])) - int(found["amount_fen"])


def write(
    *,
    case: Case,
    kind: DecisionKind,
    amount_fen: int,
    by: Staff,
    at: datetime,
    from_month: Month,
    person_ids: Sequence[int],
    payee_id: int | None,
    determination: Determination | None = None,
    reason: str = "",
    replaces: Decision | None = None,
    **frozen: Any,
) -> Decision:
    """Write the decision row under the next document number. Callers have checked and moved the case.

    `frozen` are the further columns of a change (ground, cadence, until_month, arrears_from, schedule, share_cut_*).
    Raises DecisionRefused for anything but an end or a restoration of a suspended benefit: no run or import lifts it;
    RulingNeeded where the determination rests on a local rule past its own end.
    """
    if replaces is not None and replaces.kind == DecisionKind.SUSPEND and kind not in _AFTER_SUSPENSION:
        raise DecisionRefused(
            _("案件%(number)s已停发（%(document)s），只能由经办人办理恢复或终止，不能以“%(kind)s”代替停发决定。")
            % {"number": case.number, "document": replaces.document_number, "kind": kind.label}
        )
    day = local_day(at)
    if determination is not None:
        expired_rule.require_ruled(case, day)
    carried = replaces if determination is None else None
    frozen = {
        "cadence": carried.cadence if carried else cadence_of(determination),
        "year_rest_fen": carried.year_rest_fen if carried else rest_of(determination),
        **frozen,
    }
    decided: Decision = Decision.objects.create(
        case=case, kind=kind, document_number=_document_number(case.division_code, day), amount_fen=amount_fen,
        from_month=str(from_month), covered_person_ids=list(person_ids), payee_id=payee_id, determination=determination,
        level=Level.TOWNSHIP if by.role == Role.TOWNSHIP_OFFICER else Level.COUNTY,
        decided_by=by, decided_at=at, decided_on=day, reason=reason.strip(), replaces=replaces, **frozen,
    )  # fmt: skip
    if kind not in ENDING_KINDS and determination is not None and decided.cadence != Cadence.ONCE:
        set_review(case, review_calendar.period(determination.evaluation, determination.facts, day), day)
    return decided


def set_review(case: Case, period: review_calendar.Period, since: date) -> None:
    """Store when the household is looked at again, counted from the day it was looked at last."""
    case.review_months, case.next_review_on = period.months, add_months(since, period.months).day
    case.save(update_fields=["review_months", "next_review_on"])


_AFTER_SUSPENSION = (DecisionKind.RESTORE, DecisionKind.TERMINATE)


def _proposal_for(case: Case, by: Staff, what: str, *also: State) -> Determination:
    flow.require_state(case, State.SUBMITTED_TO_COUNTY, State.TOWNSHIP_DECIDING, *also, what=what)
    delegated = case.state == State.TOWNSHIP_DECIDING
    permissions.require_role(by, Role.TOWNSHIP_OFFICER if delegated else Role.COUNTY_OFFICER)
    proposal = determinations.latest(case)
    permissions.require_other_person(by, earlier=proposal.proposed_by, what=_("本案的审核意见"))
    return proposal


def require_still_true(case: Case, proposal: Determination, at: datetime) -> None:
    """Raise DecisionRefused if on the day of the decision the figures, or the people covered, are others."""
    day = local_day(at)
    initial = proposal.kind == DeterminationKind.INITIAL
    remedy = _("请退回乡镇（街道）重新提出审核意见。") if initial else _("请写明理由不予采纳，再重新复核。")
    if not _says_the_same(case, proposal, day):
        raise DecisionRefused(
            _("自提出审核意见（%(then)s）以来适用标准已变化，按今日规则结果不同。%(remedy)s")
            % {"then": proposal.evaluated_on, "remedy": remedy}
        )
    living = {person.pk for person in members_on(case.household, day, at)}
    gone = [member["name"] for member in proposal.members if member["id"] in {*proposal.person_ids} - living]
    if gone:
        raise DecisionRefused(
            _("%(names)s已去世或已不是家庭成员，审核意见（%(then)s）却仍计入。%(remedy)s")
            % {"names": listed(gone), "then": proposal.evaluated_on, "remedy": remedy}
        )


def _says_the_same(case: Case, proposal: Determination, day: date) -> bool:
    if proposal.evaluated_on == day:
        return True
    now = law_known(case.program).evaluate(facts=in_todays_words(proposal.facts), on=day, at=proposal.at_division)
    rest = now.closing_fen - now.amount_fen
    return (now.outcome, now.amount_fen, rest) == (proposal.outcome, proposal.amount_fen, rest_of(proposal))


def _document_number(division_code: str, day: date) -> str:
    """Return e.g. 都民救〔2026〕123号: one series per county and year for all programs, so no number comes twice."""
    county = division_code[:6]
    number = NumberSeries.objects.take(f"document-{county}-{day.year}")
    return f"{document_word(county)}民救〔{day.year}〕{number}号"


def document_word(county: str) -> str:
    """Return the county's abbreviation: configured, or the last character of its proper name (宜都市 → 都)."""
    if settings.DOCUMENT_WORD:
        return str(settings.DOCUMENT_WORD)
    name = Division.objects.values_list("name", flat=True).filter(code=county.ljust(12, "0")).first() or ""
    for ending in ("土家族自治县", "自治县", "林区", "市", "县", "区"):
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)][-1]
    return name[-1:]
