"""The steps of a file: accepted, answered, extended, withdrawn, checked again, told to the person, closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.remedies.domain import outcome, road
from minzheng.remedies.domain.road import RemedyRefused
from minzheng.remedies.enums import BINDING, Kind, State, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep
from minzheng.remedies.queries.clocks import clocks
from minzheng.remedies.queries.effect import is_carried_out
from minzheng.statute.period import has_period, period

_LONGEST = {Kind.REVIEW: "review_extend", Kind.PETITION: "petition_extend", Kind.INFORMATION: "information_extend"}


@transaction.atomic
def accept(
    *, file: RemedyFile, by: Staff, at: datetime, on: date, document_number: str = "", is_simplified: bool = False
) -> RemedyStep:
    """Record that it was accepted; a refused or ended case waits for the outcome from now on."""
    move = road.require(file=file, step=StepKind.ACCEPT, by=by)
    if is_simplified and (file.kind != Kind.REVIEW or not has_period("review_decide_simple", on)):
        raise RemedyRefused(_("只有2024年起受理的行政复议可以适用简易程序。"))
    row = road.write_step(
        file=file, move=move, by=by, at=at, on=on, document_number=document_number.strip(), is_simplified=is_simplified
    )
    outcome.let_case_wait(file, by=by, at=at)
    return row


@transaction.atomic
def not_accept(
    *, file: RemedyFile, by: Staff, at: datetime, on: date, text: str, document_number: str = ""
) -> RemedyStep:
    """Record that it was not accepted, and why; a complaint for another office is passed on with this reason."""
    move = road.require(file=file, step=StepKind.NOT_ACCEPT, by=by)
    _require_words(text)
    return road.write_step(
        file=file, move=move, by=by, at=at, on=on, text=text, document_number=document_number.strip()
    )


@transaction.atomic
def receive_copy(*, file: RemedyFile, by: Staff, at: datetime, on: date) -> RemedyStep:
    """Record the day the copy reached the bureau: its days to answer run from then."""
    move = road.require(file=file, step=StepKind.COPY, by=by)
    _require_once(file, StepKind.COPY)
    return road.write_step(file=file, move=move, by=by, at=at, on=on)


@transaction.atomic
def answer(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str) -> RemedyStep:
    """Record the written answer with its evidence."""
    move = road.require(file=file, step=StepKind.ANSWER, by=by)
    _require_once(file, StepKind.ANSWER)
    if not RemedyStep.objects.filter(file=file, kind=StepKind.COPY).exists():
        raise RemedyRefused(_("请先登记收到副本的日期，答复期限从那一天起算。"))
    _require_words(text)
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text)


@transaction.atomic
def extend(*, file: RemedyFile, by: Staff, at: datetime, on: date, days: int, text: str) -> RemedyStep:
    """Record an extension: once, within what the law allows, before the period has run out."""
    move = road.require(file=file, step=StepKind.EXTEND, by=by)
    _require_once(file, StepKind.EXTEND)
    accepted = RemedyStep.objects.filter(file=file, kind=StepKind.ACCEPT).first()
    if accepted is not None and accepted.is_simplified:
        raise RemedyRefused(_("适用简易程序的复议不能延长（行政复议法第六十二条）。"))
    longest = period(_LONGEST[Kind(file.kind)], on)
    if not 1 <= days <= longest.count:
        raise RemedyRefused(
            _("延长不超过%(n)d日（%(law)s），现填%(days)s日。")
            % {"n": longest.count, "law": longest.reference, "days": days}
        )
    _require_words(text)
    if file.due_on is not None and on > file.due_on:
        raise RemedyRefused(_("期限已于%(day)s届满，届满之后不能再延长。") % {"day": file.due_on})
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text, extended_days=days)


@transaction.atomic
def withdraw(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str) -> RemedyStep:
    """Record that the person gave it up; a waiting case goes back to its files."""
    move = road.require(file=file, step=StepKind.WITHDRAW, by=by)
    _require_words(text)
    row = road.write_step(file=file, move=move, by=by, at=at, on=on, text=text)
    outcome.let_decision_stand(file, by=by, at=at, reason=_("当事人撤回%(number)s") % {"number": file.number})
    return row


@transaction.atomic
def ask_again(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str) -> RemedyStep:
    """Record that the petitioner asks for a re-check, or for the final one; within thirty days of the paper."""
    step = StepKind.FINAL if file.state == State.RECHECKED else StepKind.RECHECK
    move = road.require(file=file, step=step, by=by)
    last = next((one for one in clocks(file, _steps(file)) if one.code == "petition_recheck_request"), None)
    if last is not None and on > last.day:
        raise RemedyRefused(
            _("请求复查、复核的期限到%(day)s为止（%(counted)s），已逾期。") % {"day": last.day, "counted": last.counted}
        )
    _require_words(text)
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text)


@transaction.atomic
def answer_again(
    *, file: RemedyFile, by: Staff, at: datetime, on: date, text: str, result: str, document_number: str
) -> RemedyStep:
    """Record the opinion of the re-check, or the final one, which ends the petition."""
    step = StepKind.DECIDE_FINAL if file.state == State.FINAL else StepKind.DECIDE_RECHECK
    move = road.require(file=file, step=step, by=by)
    outcome.require_result(file, result, document_number, text)
    return road.write_step(
        file=file, move=move, by=by, at=at, on=on, text=text, outcome=result, document_number=document_number.strip()
    )


@transaction.atomic
def feed_back(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str) -> RemedyStep:
    """Record that the person who complained by name was told (民发〔2021〕57号 第三十七条)."""
    move = road.require(file=file, step=StepKind.FEEDBACK, by=by)
    if not file.person_name:
        raise RemedyRefused(_("匿名投诉举报没有可以答复的人；核实情况登记后可以直接办结。"))
    _require_words(text)
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text)


@transaction.atomic
def close(*, file: RemedyFile, by: Staff, at: datetime, on: date, text: str = "") -> RemedyStep:
    """Close a file whose conclusion was told and carried out."""
    move = road.require(file=file, step=StepKind.CLOSE, by=by)
    decided = RemedyStep.objects.filter(file=file, kind=StepKind.DECIDE).order_by("-pk")[0]
    if file.kind == Kind.COMPLAINT and file.person_name and not _has(file, StepKind.FEEDBACK):
        raise RemedyRefused(_("实名投诉举报须先答复本人（民发〔2021〕57号第三十七条），再办结。"))
    if decided.outcome in BINDING and not is_carried_out(file, decided):
        raise RemedyRefused(
            _("结论为“%(outcome)s”，案件尚未重新办理，也没有登记落实情况，不能办结。")
            % {"outcome": decided.get_outcome_display()}
        )
    return road.write_step(file=file, move=move, by=by, at=at, on=on, text=text)


def _steps(file: RemedyFile) -> list[RemedyStep]:
    return list(RemedyStep.objects.filter(file=file).order_by("pk"))


def _has(file: RemedyFile, kind: str) -> bool:
    return RemedyStep.objects.filter(file=file, kind=kind).exists()


def _require_once(file: RemedyFile, kind: StepKind) -> None:
    if _has(file, kind):
        raise RemedyRefused(_("“%(what)s”已登记过，只能登记一次。") % {"what": kind.label})


def _require_words(text: str) -> None:
    if not text.strip():
        raise RemedyRefused(_("请写明内容或理由。"))
