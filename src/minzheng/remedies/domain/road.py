"""The road of a file: one table of moves by kind, one function that makes them and keeps the next last day.

Nothing else changes `RemedyFile.state` or its clock. Each act is a step, never changed, and an audit row of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.remedies.enums import Kind, State, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep
from minzheng.remedies.queries.clocks import next_due
from minzheng.services.audit.domain.record import record

TOWNSHIP, COUNTY = str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)


class RemedyRefused(Refused):
    """What was asked of this file is not possible now."""


class AlreadyMoved(RemedyRefused):
    """Somebody else moved the file between reading and writing."""


@dataclass(frozen=True)
class Move:
    """One step: for which kinds, in which states, where the file stands afterwards (None: where it stood)."""

    step: StepKind
    kinds: tuple[Kind, ...]
    sources: tuple[State, ...]
    to: State | None
    roles: tuple[str, ...] = (COUNTY,)


K, S, T = Kind, State, StepKind
_BOTH = (K.REVIEW, K.LITIGATION)

MOVES: tuple[Move, ...] = (
    Move(T.ACCEPT, (*_BOTH, K.PETITION), (S.RECEIVED,), S.ACCEPTED),
    Move(T.NOT_ACCEPT, tuple(K), (S.RECEIVED,), S.NOT_ACCEPTED),
    Move(T.COPY, _BOTH, (S.ACCEPTED,), None),
    Move(T.ANSWER, _BOTH, (S.ACCEPTED,), None),
    Move(T.EXTEND, (K.REVIEW, K.PETITION), (S.ACCEPTED,), None),
    Move(T.EXTEND, (K.INFORMATION,), (S.RECEIVED,), None),
    Move(T.DECIDE, (*_BOTH, K.PETITION), (S.ACCEPTED,), S.DECIDED),
    Move(T.DECIDE, (K.INFORMATION, K.COMPLAINT), (S.RECEIVED,), S.DECIDED),
    Move(T.RECHECK, (K.PETITION,), (S.DECIDED,), S.RECHECK),
    Move(T.DECIDE_RECHECK, (K.PETITION,), (S.RECHECK,), S.RECHECKED),
    Move(T.FINAL, (K.PETITION,), (S.RECHECKED,), S.FINAL),
    Move(T.DECIDE_FINAL, (K.PETITION,), (S.FINAL,), S.CLOSED),
    Move(T.FEEDBACK, (K.COMPLAINT,), (S.DECIDED,), None, (TOWNSHIP, COUNTY)),
    Move(T.CARRY_OUT, tuple(K), (S.DECIDED, S.RECHECKED), None),
    Move(T.WITHDRAW, tuple(K), (S.RECEIVED, S.ACCEPTED, S.RECHECK, S.FINAL), S.WITHDRAWN),
    Move(T.CLOSE, tuple(K), (S.DECIDED, S.RECHECKED), S.CLOSED),
)


def moves_of(file: RemedyFile) -> tuple[Move, ...]:
    """Return the steps that a file of this kind knows where it stands."""
    return tuple(move for move in MOVES if file.kind in move.kinds and file.state in move.sources)


def require(*, file: RemedyFile, step: StepKind, by: Staff) -> Move:
    """Return the move; raise unless the file stands where it begins and this person may do it here."""
    permissions.require_area(by, file.division_code)
    found = next((move for move in moves_of(file) if move.step == step), None)
    if found is None:
        raise RemedyRefused(
            _("%(kind)s案卷%(number)s当前为“%(state)s”，不能办理“%(what)s”。现在可以：%(steps)s。")
            % {
                "kind": file.get_kind_display(),
                "number": file.number,
                "state": file.get_state_display(),
                "what": step.label,
                "steps": listed(str(move.step.label) for move in moves_of(file)) or _("无（已办结）"),
            }
        )
    permissions.require_role(by, *found.roles)
    return found


def write_step(
    *, file: RemedyFile, move: Move, by: Staff, at: datetime, on: date, text: str = "", **fields: Any
) -> RemedyStep:
    """Write the step, move the file, and keep its next last day. A step lies between the filing and today."""
    earliest = RemedyStep.objects.filter(file=file).order_by("-on").values_list("on", flat=True).first()
    first = earliest or file.filed_on
    if not first <= on <= local_day(at):
        raise RemedyRefused(
            _("“%(what)s”的日期%(on)s应在%(first)s（上一事项）至今天之间，请核对。")
            % {"what": move.step.label, "on": on, "first": first}
        )
    row = RemedyStep.objects.create(
        file=file, kind=move.step, on=on, text=text.strip(), recorded_by=by, recorded_at=at, **fields
    )
    _place(file, move.to)
    record(
        chain=f"remedy:{file.pk}", at=at, by=by, action=f"remedy.{move.step.value}", object_kind="remedy",
        object_id=str(file.pk), division_code=file.division_code, reason=row.text,
        after={"state": str(file.state), "on": on.isoformat(), **{key: str(value) for key, value in fields.items()}},
    )  # fmt: skip
    return row


def keep_clock(file: RemedyFile) -> None:
    """Reckon the next last day again, as kept in Chinese."""
    with as_kept():
        clock = next_due(file, list(RemedyStep.objects.filter(file=file).order_by("pk")))
    file.due_on = clock.day if clock else None
    file.is_due_provisional = bool(clock and clock.provisional)
    file.due_counted = clock.counted if clock else ""
    file.save(update_fields=["due_on", "is_due_provisional", "due_counted"])


def _place(file: RemedyFile, to: State | None) -> None:
    if to is not None:
        if not RemedyFile.objects.filter(pk=file.pk, state=file.state).update(state=to):
            raise AlreadyMoved(
                _("案卷%(number)s刚被他人办理，状态已改变。请刷新页面后再办。") % {"number": file.number}
            )
        file.state = to
    keep_clock(file)
