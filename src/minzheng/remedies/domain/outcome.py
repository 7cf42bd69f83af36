"""The conclusion, and what it does to the case, by casework's own acts. A review suspends nothing unless ordered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.domain import remedy_effect
from minzheng.casework.models import Case
from minzheng.remedies.domain import road
from minzheng.remedies.domain.road import RemedyRefused
from minzheng.remedies.enums import AGAINST_A_DECISION, BINDING, CLOSED_STATES, OUTCOMES, Kind, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep
from minzheng.remedies.queries.effect import DECIDE_ANEW, NOTHING, PERFORM, REINSTATE, effect_of


@transaction.atomic
def decide(
    *, file: RemedyFile, by: Staff, at: datetime, on: date, result: str, text: str, document_number: str = ""
) -> RemedyStep:
    """Record the conclusion. What the bureau concludes itself (not a review or a lawsuit) needs a second person."""
    move = road.require(file=file, step=StepKind.DECIDE, by=by)
    require_result(file, result, document_number, text)
    if file.kind not in AGAINST_A_DECISION:
        permissions.require_other_person(by, earlier=file.opened_by, what=_("本案卷的登记"))
    row = road.write_step(
        file=file, move=move, by=by, at=at, on=on, text=text, outcome=result, document_number=document_number.strip()
    )
    if result not in BINDING:
        words = _("%(kind)s结论：%(outcome)s") % {"kind": file.get_kind_display(), "outcome": row.get_outcome_display()}
        let_decision_stand(file, by=by, at=at, reason=words)
    return row


@transaction.atomic
def carry_out(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str) -> RemedyStep:
    """Do what the conclusion asks of the case: reopen it, give back the benefit, or record what was done.

    Raises RemedyRefused where the case must first decide anew by its own review; TwoPeopleNeeded.
    """
    move = road.require(file=file, step=StepKind.CARRY_OUT, by=by)
    decided = (
        RemedyStep.objects.filter(file=file, kind=StepKind.DECIDE).select_related("recorded_by").order_by("-pk")[0]
    )
    case = _case(file)
    effect = effect_of(file, decided.outcome, case)
    if effect.act == NOTHING:
        raise RemedyRefused(_("结论为“%(outcome)s”，没有需要落实的事项。") % {"outcome": decided.get_outcome_display()})
    if effect.act == DECIDE_ANEW:
        raise RemedyRefused(
            _("案件%(number)s在保，请%(words)s新的决定作出后即可办结本案卷。")
            % {"number": case.number if case else "", "words": effect.words}
        )
    order = decided.document_number or file.number
    if effect.act == REINSTATE and case is not None:
        remedy_effect.reinstate(case=case, by=by, at=at, order=order, ordered_by=decided.recorded_by)
    elif effect.act != PERFORM and case is not None:
        permissions.require_other_person(by, earlier=decided.recorded_by, what=_("结论的登记"))
        remedy_effect.reopen(case=case, by=by, at=at, reason=_("按%(order)s重新作出决定") % {"order": order})
    elif not text.strip():
        raise RemedyRefused(_("请写明怎样履行。"))
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text.strip() or effect.words)


def let_case_wait(file: RemedyFile, *, by: Staff, at: datetime) -> None:
    """Tell the case that its decision is questioned."""
    case = _case(file)
    if case is not None and file.decision_id is not None and file.kind in AGAINST_A_DECISION:
        words = _("%(kind)s受理：%(number)s") % {"kind": file.get_kind_display(), "number": file.number}
        remedy_effect.open_remedy(case=case, by=by, at=at, reason=words)


def let_decision_stand(file: RemedyFile, *, by: Staff, at: datetime, reason: str) -> None:
    """Tell the case that its decision stands, unless another review or lawsuit about it still runs."""
    case = _case(file)
    if case is None or file.decision_id is None or file.kind not in AGAINST_A_DECISION:
        return
    if not RemedyStep.objects.filter(file=file, kind=StepKind.ACCEPT).exists():
        return
    others = RemedyFile.objects.filter(decision_id=file.decision_id, kind__in=[str(k) for k in AGAINST_A_DECISION])
    others = others.exclude(pk=file.pk).exclude(state__in=[str(state) for state in CLOSED_STATES])
    still_open = others.exclude(pk__in=RemedyStep.objects.filter(kind=StepKind.DECIDE).values("file_id"))
    if not still_open.exists():
        remedy_effect.uphold(case=case, by=by, at=at, reason=reason)


def require_result(file: RemedyFile, result: str, document_number: str, text: str) -> None:
    """Raise unless the conclusion is one of the kind's, with its words and, for papers of others, their number."""
    if result not in OUTCOMES[Kind(file.kind)]:
        raise RemedyRefused(_("请选择结论。"))
    if not text.strip():
        raise RemedyRefused(_("请写明结论的内容和理由。"))
    if file.kind in AGAINST_A_DECISION and not document_number.strip():
        raise RemedyRefused(_("请填写复议决定书或裁判文书的文号。"))


def _case(file: RemedyFile) -> Case | None:
    return Case.objects.filter(pk=file.case_id).first() if file.case_id else None
