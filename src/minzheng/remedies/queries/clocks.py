"""The clocks of a file, read from its steps: each last day with who must act, how it was counted, by which clause.

Which unit a period has (working days, days, months) is the statute's, not ours.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from minzheng.remedies.enums import CLOSED_STATES, Kind, State, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep
from minzheng.services.calendar.queries import (
    Deadline,
    add_calendar_days,
    add_working_days,
    count_period,
    working_days_left,
)
from minzheng.statute.period import figure, has_period, period

BUREAU, BODY, PERSON = "bureau", "body", "person"


@dataclass(frozen=True, slots=True)
class Clock:
    """One last day. `who` must act: the bureau, the body that decides, or the person (then it only informs)."""

    code: str
    label: str
    who: str
    start: date
    day: date
    provisional: bool
    counted: str
    law: str

    def days_left(self, today: date) -> int:
        """Return the working days left; negative when late."""
        return working_days_left(today, self.day)


def last_day_to_apply(
    kind: str, *, known_on: date, was_told: bool, remedy_known_on: date | None, review_received_on: date | None
) -> tuple[Deadline, str] | None:
    """Return the last day to apply for a review or to sue, with its clause; None for kinds without one.

    Not told of the remedy: the 60 days begin when the person knew of it, at most a year after the decision was known
    (行政复议法 第二十条第三款). After a review the days are counted from its decision (行政诉讼法 第四十五条).
    """
    if kind == Kind.LITIGATION:
        code, start = ("litigation_after_review", review_received_on) if review_received_on else (
            "litigation_apply", known_on,
        )  # fmt: skip
        return _count(code, start), period(code, start).reference
    if kind != Kind.REVIEW:
        return None
    if was_told or not has_period("review_apply_longest", known_on):
        return _count("review_apply", known_on), period("review_apply", known_on).reference
    longest = _count("review_apply_longest", known_on)
    if remedy_known_on is None:
        return longest, period("review_apply_longest", known_on).reference
    usual = _count("review_apply", remedy_known_on)
    if usual.day <= longest.day:
        return usual, period("review_apply", remedy_known_on).reference
    return longest, period("review_apply_longest", known_on).reference


def clocks(file: RemedyFile, steps: Sequence[RemedyStep]) -> list[Clock]:
    """Return the clocks that run now, the nearest first."""
    if file.state in CLOSED_STATES:
        return []
    by_kind = {kind: _last(steps, kind) for kind in StepKind}
    running = _BY_KIND[Kind(file.kind)](file, by_kind)
    return sorted(running, key=lambda one: one.day)


def next_due(file: RemedyFile, steps: Sequence[RemedyStep]) -> Clock | None:
    """Return the clock that the list of work shows: the nearest that somebody other than the person must keep."""
    return next((one for one in clocks(file, steps) if one.who != PERSON), None)


_Steps = dict[StepKind, RemedyStep | None]


def _review(file: RemedyFile, done: _Steps) -> Iterator[Clock]:
    accepted, decided = done[StepKind.ACCEPT], done[StepKind.DECIDE]
    if file.state == State.RECEIVED:
        yield _clock("review_examine", _("复议机关审查受理"), BODY, file.received_on)
    if accepted is not None and decided is None:
        simple = "_simple" if accepted.is_simplified else ""
        yield from _answer(f"review_answer{simple}", _("书面答复并提交证据"), done)
        first = _clock(f"review_decide{simple}", _("作出复议决定"), BODY, accepted.on)
        yield _extended(first, done[StepKind.EXTEND], add_calendar_days)
    if decided is not None and file.state == State.DECIDED:
        yield _clock("litigation_after_review", _("对复议决定不服起诉"), PERSON, decided.on)


def _litigation(_file: RemedyFile, done: _Steps) -> Iterator[Clock]:
    if done[StepKind.DECIDE] is None:
        yield from _answer("litigation_answer", _("提交答辩状和证据"), done)


def _petition(file: RemedyFile, done: _Steps) -> Iterator[Clock]:
    accepted = done[StepKind.ACCEPT]
    if file.state == State.RECEIVED:
        yield _clock("petition_accept", _("告知是否受理"), BUREAU, file.received_on)
    if file.state == State.ACCEPTED and accepted is not None:
        first = _clock("petition_finish", _("办结信访事项"), BUREAU, accepted.on)
        yield _extended(first, done[StepKind.EXTEND], add_calendar_days)
    for state, step, code, label in (
        (State.RECHECK, StepKind.RECHECK, "petition_recheck", _("作出复查意见")),
        (State.FINAL, StepKind.FINAL, "petition_final", _("作出复核意见")),
    ):
        row = done[step]
        if file.state == state and row is not None:
            yield _clock(code, label, BODY, row.on)
    for state, step, label in (
        (State.DECIDED, StepKind.DECIDE, _("请求复查")),
        (State.RECHECKED, StepKind.DECIDE_RECHECK, _("请求复核")),
    ):
        row = done[step]
        if file.state == state and row is not None:
            yield _clock("petition_recheck_request", label, PERSON, row.on)


def _information(file: RemedyFile, done: _Steps) -> Iterator[Clock]:
    if done[StepKind.DECIDE] is None:
        first = _clock("information_answer", _("答复信息公开申请"), BUREAU, file.received_on)
        yield _extended(first, done[StepKind.EXTEND], add_working_days)


def _complaint(file: RemedyFile, done: _Steps) -> Iterator[Clock]:
    """A named complaint is answered to the person; an anonymous one is looked into without a day."""
    if file.person_name and done[StepKind.FEEDBACK] is None:
        local = figure("complaint_answer_working_days", place=file.division_code, on=file.received_on)
        counted = add_working_days(file.received_on, local.value)
        yield Clock(
            "complaint_answer", _("核实并答复本人"), BUREAU, file.received_on, counted.day, counted.provisional,
            counted.counted, local.reference,
        )  # fmt: skip


_BY_KIND = {
    Kind.REVIEW: _review,
    Kind.LITIGATION: _litigation,
    Kind.PETITION: _petition,
    Kind.INFORMATION: _information,
    Kind.COMPLAINT: _complaint,
}


def _answer(code: str, label: str, done: _Steps) -> Iterator[Clock]:
    copy = done[StepKind.COPY]
    if copy is not None and done[StepKind.ANSWER] is None:
        yield _clock(code, label, BUREAU, copy.on)


def _clock(code: str, label: str, who: str, start: date) -> Clock:
    counted = _count(code, start)
    law = period(code, start).reference
    return Clock(code, label, who, start, counted.day, counted.provisional, counted.counted, law)


def _extended(first: Clock, extension: RemedyStep | None, add: Callable[[date, int], Deadline]) -> Clock:
    """Return a clock; an extension goes on from the last day the period had."""
    if extension is None or not extension.extended_days:
        return first
    more = add(first.day, extension.extended_days)
    words = _("%(first)s延长%(n)d日：%(more)s") % {
        "first": first.counted, "n": extension.extended_days, "more": more.counted,
    }  # fmt: skip
    return replace(first, day=more.day, provisional=first.provisional or more.provisional, counted=words)


def _count(code: str, start: date) -> Deadline:
    rule = period(code, start)
    return count_period(start, rule.count, rule.unit)


def _last(steps: Sequence[RemedyStep], kind: str) -> RemedyStep | None:
    return next((step for step in reversed(steps) if step.kind == kind), None)
