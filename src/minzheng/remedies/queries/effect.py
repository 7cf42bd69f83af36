"""What follows from an outcome: in words, and by which act of casework."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from minzheng.casework.enums import State as CaseState
from minzheng.casework.models import Case, Decision
from minzheng.remedies.enums import AGAINST_A_DECISION, BINDING, Outcome, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep, SuspensionOrder

REOPEN, REINSTATE, DECIDE_ANEW, PERFORM, NOTHING = "reopen", "reinstate", "decide_anew", "perform", "nothing"


@dataclass(frozen=True, slots=True)
class Effect:
    """What the case must do next. `act` is one of REOPEN, REINSTATE, DECIDE_ANEW, PERFORM, NOTHING."""

    act: str
    words: str


def effect_of(file: RemedyFile, outcome: str, case: Case | None) -> Effect:
    """Return what an outcome asks of the case as it stands now."""
    if file.kind not in AGAINST_A_DECISION or outcome not in BINDING:
        return Effect(NOTHING, _("原决定继续有效，案件不用办理。") if case else _("不涉及案件的办理。"))
    if outcome == Outcome.PERFORM:
        return Effect(PERFORM, _("在决定书规定的期限内履行，并登记履行情况。"))
    if case is None or file.decision_id is None:
        return Effect(PERFORM, _("针对的文书不在救助案件中，请在原案卷中办理后登记。"))
    if case.state == CaseState.UNDER_REMEDY:
        if outcome in {Outcome.CHANGED, Outcome.REVOKED} and _had_benefit(file):
            return Effect(REINSTATE, _("恢复原来的给付，补发停发期间的待遇，由另一名县级经办人办理。"))
        return Effect(REOPEN, _("原决定撤销，案件回到入户调查，按现行规定重新作出决定。"))
    return Effect(DECIDE_ANEW, _("在动态复核中重新提出意见并作出新的决定，代替被撤销、变更的决定。"))


def is_carried_out(file: RemedyFile, decided: RemedyStep) -> bool:
    """Say whether the case has decided anew since the outcome, or the office has recorded what it did."""
    if RemedyStep.objects.filter(file=file, kind=StepKind.CARRY_OUT).exists():
        return True
    return (
        file.case_id is not None
        and Decision.objects.filter(case_id=file.case_id, decided_at__gt=decided.recorded_at).exists()
    )


def suspended_on(decision: Decision, on: date) -> SuspensionOrder | None:
    """Return the order that stops a decision on a day; a pending review or lawsuit alone stops nothing."""
    rows = SuspensionOrder.objects.filter(file__decision=decision, ordered_on__lte=on).order_by("-ordered_on", "-pk")
    return next((row for row in rows if row.lifted_on is None or row.lifted_on > on), None)


def paused_days(document_number: str, today: date) -> list[tuple[date, date]]:
    """Return the days on which a review or lawsuit about a document ran: no surcharge then (行政处罚法 第七十三条)."""
    found = []
    rows = RemedyFile.objects.filter(document_number=document_number, kind__in=[str(k) for k in AGAINST_A_DECISION])
    for file in rows.order_by("pk"):
        ends = [StepKind.DECIDE, StepKind.NOT_ACCEPT, StepKind.WITHDRAW]
        end = RemedyStep.objects.filter(file=file, kind__in=ends).order_by("pk").values_list("on", flat=True).first()
        found.append((file.filed_on, end or today))
    return found


def _had_benefit(file: RemedyFile) -> bool:
    return file.decision is not None and file.decision.replaces_id is not None
